#include "CTurboJPEG.h"

#include <limits.h>
#include <setjmp.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>

// For the colour deconverter, which is where the full planes can be seen before they become RGB.
#define JPEG_INTERNALS
#include <jpeglib.h>

#include <jerror.h>

#define TEXT(x) #x
#define VERSION_TEXT(x) TEXT(x)
const char *cturbojpeg_version(void) { return VERSION_TEXT(LIBJPEG_TURBO_VERSION); }

struct faults {
    struct jpeg_error_mgr manager;
    jmp_buf escape;
};

static void leave(j_common_ptr common) { longjmp(((struct faults *)common->err)->escape, 1); }

static void be_silent(j_common_ptr common) { (void)common; }

// libjpeg goes on after a warning and fills what it could not read with grey. A measurement must not rest on that, so any warning ends the
// frame, but for those that leave every sample as it was coded: a missing end marker, stray bytes between segments (not within the coded
// data, where they come before a restart marker), and a JFIF version that is not known.
static void judge(j_common_ptr common, int level) {
    if (level >= 0) return;
    switch (common->err->msg_code) {
    case JWRN_JPEG_EOF:
    case JWRN_JFIF_MAJOR:
        return;
    case JWRN_EXTRANEOUS_DATA: {
        const int marker = common->err->msg_parm.i[1];
        if (marker < 0xD0 || marker > 0xD7) return;
        break;
    }
    default:
        break;
    }
    leave(common);
}

// Which model the three components are in. The stream's own words come before the data set's, because they are written by whoever coded
// the stream, while Photometric Interpretation is often left at RGB over YCbCr (dicom.md, quirks). In order: JFIF allows YCbCr only; Adobe's
// marker states its transform; the component identifiers 'R', 'G', 'B' speak for themselves; nobody takes fewer samples of green and blue
// than of red, so subsampling means chroma. Only a stream that says none of that is what the data set calls it.
static cturbojpeg_model model_of(const struct jpeg_decompress_struct *info, cturbojpeg_model otherwise) {
    if (info->num_components == 1) return cturbojpeg_grey;
    if (info->saw_JFIF_marker) return cturbojpeg_ycbcr;
    if (info->saw_Adobe_marker) return info->Adobe_transform == 0 ? cturbojpeg_rgb : cturbojpeg_ycbcr;
    const jpeg_component_info *component = info->comp_info;
    if (component[0].component_id == 'R' && component[1].component_id == 'G' && component[2].component_id == 'B') return cturbojpeg_rgb;
    if (component[0].h_samp_factor > component[1].h_samp_factor || component[0].v_samp_factor > component[1].v_samp_factor)
        return cturbojpeg_ycbcr;
    return otherwise;
}

// libjpeg gives RGB or Y, never both; yet its colour conversion is given rows of Y, as a decode to Y alone would give them. They are copied
// there, which costs a fraction of a second decode, and RGB stays the library's own.
struct tap {
    void (*convert)(j_decompress_ptr, JSAMPIMAGE, JDIMENSION, JSAMPARRAY, int);
    uint8_t *luma;
    JDIMENSION row;
};

static void convert_and_keep_luma(j_decompress_ptr info, JSAMPIMAGE planes, JDIMENSION first, JSAMPARRAY rows, int count) {
    struct tap *tap = info->client_data;
    for (int row = 0; row < count && tap->row < info->output_height; row++, tap->row++)
        memcpy(tap->luma + (size_t)tap->row * info->output_width, planes[0][first + (JDIMENSION)row], info->output_width);
    tap->convert(info, planes, first, rows, count);
}

static cturbojpeg_status decode(
    struct jpeg_decompress_struct *info, const uint8_t *stream, size_t length, const cturbojpeg_request *request, uint8_t *buffer,
    cturbojpeg_model *model) {
    jpeg_mem_src(info, stream, length);
    jpeg_read_header(info, TRUE);
    if (info->image_width != request->width || info->image_height != request->height ||
        info->num_components != (int)request->components)
        return cturbojpeg_mismatch;
    if (info->progressive_mode || info->arith_code || info->data_precision != 8) return cturbojpeg_unsupported;
    *model = model_of(info, request->otherwise);
    const bool luma = *model == cturbojpeg_ycbcr && request->luma_only != 0;
    const J_COLOR_SPACE stored[] = {JCS_UNKNOWN, JCS_GRAYSCALE, JCS_YCbCr, JCS_RGB};
    info->jpeg_color_space = stored[*model];
    info->out_color_space = *model == cturbojpeg_grey || luma ? JCS_GRAYSCALE : JCS_RGB;
    // The accurate integer transform and triangle-filtered chroma: the Independent JPEG Group's defaults, which DCMTK and most viewers share.
    info->dct_method = JDCT_ISLOW;
    info->do_fancy_upsampling = TRUE;
    jpeg_start_decompress(info);
    struct tap tap = {info->cconvert->color_convert, request->luma, 0};
    if (*model == cturbojpeg_ycbcr && !luma && request->luma != NULL) {
        info->client_data = &tap;
        info->cconvert->color_convert = convert_and_keep_luma;
    }
    const size_t stride = (size_t)info->output_width * (size_t)info->output_components;
    while (info->output_scanline < info->output_height) {
        JSAMPROW rows[8];
        JDIMENSION wanted = info->output_height - info->output_scanline;
        if (wanted > 8) wanted = 8;
        for (JDIMENSION row = 0; row < wanted; row++) rows[row] = buffer + (info->output_scanline + row) * stride;
        jpeg_read_scanlines(info, rows, wanted);
    }
    return cturbojpeg_decoded;
}

cturbojpeg_status cturbojpeg_decode(
    const uint8_t *stream, size_t length, const cturbojpeg_request *request, uint8_t *buffer, size_t count, cturbojpeg_model *model) {
    if (request->components != 1 && request->components != 3) return cturbojpeg_unsupported;
    if (length == 0 || length > LONG_MAX) return cturbojpeg_corrupt;
    if (count / request->components / request->width < request->height) return cturbojpeg_mismatch;
    // A decompressor keeps tables from stream to stream; a new one a frame keeps each frame a function of its own bytes.
    struct jpeg_decompress_struct info;
    struct faults faults;
    info.err = jpeg_std_error(&faults.manager);
    faults.manager.error_exit = leave;
    faults.manager.emit_message = judge;
    faults.manager.output_message = be_silent;
    volatile cturbojpeg_status status = cturbojpeg_corrupt;
    if (setjmp(faults.escape) == 0) {
        jpeg_create_decompress(&info);
        status = decode(&info, stream, length, request, buffer, model);
    } else {
        status = cturbojpeg_corrupt;
    }
    jpeg_destroy_decompress(&info);
    return status;
}
