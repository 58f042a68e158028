#include "COpenJPEG.h"

#include <stdbool.h>
#include <string.h>

#include <openjpeg-2.5/openjpeg.h>

const char *copenjpeg_version(void) { return opj_version(); }

struct memory {
    const uint8_t *bytes;
    size_t length;
    size_t position;
};

static OPJ_SIZE_T read_bytes(void *buffer, OPJ_SIZE_T count, void *context) {
    struct memory *memory = context;
    const size_t left = memory->length - memory->position;
    if (left == 0) return (OPJ_SIZE_T)-1;
    const size_t taken = count < left ? count : left;
    memcpy(buffer, memory->bytes + memory->position, taken);
    memory->position += taken;
    return taken;
}

static OPJ_OFF_T skip_bytes(OPJ_OFF_T count, void *context) {
    struct memory *memory = context;
    const size_t left = memory->length - memory->position;
    if (count < 0 || left == 0) return -1;
    const size_t taken = (uint64_t)count < left ? (size_t)count : left;
    memory->position += taken;
    return (OPJ_OFF_T)taken;
}

static OPJ_BOOL seek_bytes(OPJ_OFF_T position, void *context) {
    struct memory *memory = context;
    if (position < 0 || (uint64_t)position > memory->length) return OPJ_FALSE;
    memory->position = (size_t)position;
    return OPJ_TRUE;
}

static void be_silent(const char *message, void *context) {
    (void)message;
    (void)context;
}

static bool fits(const opj_image_t *image, const copenjpeg_request *request) {
    if (image->numcomps != request->components) return false;
    for (OPJ_UINT32 index = 0; index < image->numcomps; index++) {
        const opj_image_comp_t *component = &image->comps[index];
        if (component->w != request->width || component->h != request->height || component->dx != 1 || component->dy != 1 ||
            component->prec != request->precision || component->sgnd != 0)
            return false;
    }
    return true;
}

static void copy_out(const opj_image_t *image, const copenjpeg_request *request, uint8_t *buffer) {
    const size_t pixels = (size_t)request->width * request->height;
    const OPJ_INT32 largest = (OPJ_INT32)((1u << request->precision) - 1u);
    for (size_t index = 0; index < request->components; index++) {
        const OPJ_INT32 *samples = image->comps[index].data;
        for (size_t pixel = 0; pixel < pixels; pixel++) {
            OPJ_INT32 sample = samples[pixel];
            sample = sample < 0 ? 0 : sample > largest ? largest : sample;
            const size_t place = pixel * request->components + index;
            if (request->sample_bytes == 1) {
                buffer[place] = (uint8_t)sample;
            } else {
                buffer[2 * place] = (uint8_t)sample;
                buffer[2 * place + 1] = (uint8_t)(sample >> 8);
            }
        }
    }
}

static bool undoes_transform(opj_codec_t *codec) {
    opj_codestream_info_v2_t *information = opj_get_cstr_info(codec);
    const bool transformed = information != NULL && information->m_default_tile_info.mct != 0;
    opj_destroy_cstr_info(&information);
    return transformed;
}

static copenjpeg_status decode(
    opj_codec_t *codec, opj_stream_t *stream, opj_image_t **image, const copenjpeg_request *request, uint8_t *buffer, int *transformed) {
    opj_dparameters_t parameters;
    opj_set_default_decoder_parameters(&parameters);
    if (!opj_setup_decoder(codec, &parameters) || !opj_decoder_set_strict_mode(codec, OPJ_TRUE)) return copenjpeg_corrupt;
    if (!opj_read_header(stream, codec, image)) return copenjpeg_corrupt;
    if (!fits(*image, request)) return copenjpeg_mismatch;
    *transformed = undoes_transform(codec) ? 1 : 0;
    if (!opj_decode(codec, stream, *image) || !opj_end_decompress(codec, stream)) return copenjpeg_corrupt;
    if (!fits(*image, request)) return copenjpeg_mismatch;
    for (OPJ_UINT32 index = 0; index < (*image)->numcomps; index++) {
        if ((*image)->comps[index].data == NULL) return copenjpeg_corrupt;
    }
    copy_out(*image, request, buffer);
    return copenjpeg_decoded;
}

copenjpeg_status copenjpeg_decode(
    const uint8_t *stream, size_t length, const copenjpeg_request *request, uint8_t *buffer, size_t count, int *transformed) {
    if (request->width == 0 || request->components == 0 || request->precision == 0 || request->precision > 8 * request->sample_bytes ||
        request->sample_bytes > 2 || count / request->width / request->components / request->sample_bytes < request->height)
        return copenjpeg_mismatch;
    struct memory memory = {stream, length, 0};
    opj_image_t *image = NULL;
    opj_codec_t *codec = opj_create_decompress(OPJ_CODEC_J2K);
    opj_stream_t *input = opj_stream_default_create(OPJ_TRUE);
    copenjpeg_status status = copenjpeg_corrupt;
    if (codec != NULL && input != NULL) {
        opj_set_info_handler(codec, be_silent, NULL);
        opj_set_warning_handler(codec, be_silent, NULL);
        opj_set_error_handler(codec, be_silent, NULL);
        opj_stream_set_read_function(input, read_bytes);
        opj_stream_set_skip_function(input, skip_bytes);
        opj_stream_set_seek_function(input, seek_bytes);
        opj_stream_set_user_data(input, &memory, NULL);
        opj_stream_set_user_data_length(input, length);
        status = decode(codec, input, &image, request, buffer, transformed);
    }
    opj_image_destroy(image);
    if (input != NULL) opj_stream_destroy(input);
    if (codec != NULL) opj_destroy_codec(codec);
    return status;
}
