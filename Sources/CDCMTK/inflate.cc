#include "CDCMTK.h"

#include <climits>
#include <new>

#include <zlib.h>

struct cdcmtk_inflater {
    z_stream stream{};
};

cdcmtk_inflater *cdcmtk_inflater_new(void) {
    auto *inflater = new (std::nothrow) cdcmtk_inflater;
    if (inflater == nullptr) return nullptr;
    if (inflateInit2(&inflater->stream, -MAX_WBITS) != Z_OK) {
        delete inflater;
        return nullptr;
    }
    return inflater;
}

void cdcmtk_inflater_free(cdcmtk_inflater *inflater) {
    if (inflater == nullptr) return;
    inflateEnd(&inflater->stream);
    delete inflater;
}

cdcmtk_inflation cdcmtk_inflate(cdcmtk_inflater *inflater, const uint8_t *input, size_t *input_count, uint8_t *output,
                                size_t *output_count) {
    if (*input_count > UINT_MAX || *output_count > UINT_MAX) return CDCMTK_INFLATE_FAILED;
    z_stream &stream = inflater->stream;
    stream.next_in = const_cast<Bytef *>(input);
    stream.avail_in = static_cast<uInt>(*input_count);
    stream.next_out = output;
    stream.avail_out = static_cast<uInt>(*output_count);
    const int status = inflate(&stream, Z_NO_FLUSH);
    *input_count -= stream.avail_in;
    *output_count -= stream.avail_out;
    if (status == Z_STREAM_END) return CDCMTK_INFLATE_ENDED;
    return status == Z_OK || status == Z_BUF_ERROR ? CDCMTK_INFLATED : CDCMTK_INFLATE_FAILED;
}
