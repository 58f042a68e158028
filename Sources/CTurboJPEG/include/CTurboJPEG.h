/// Decodes one baseline JPEG stream from memory with libjpeg-turbo. Owned in Swift by Imaging only.
#ifndef CTURBOJPEG_H
#define CTURBOJPEG_H
#include <stddef.h>
#include <stdint.h>

/// For example "2.1.5".
const char *cturbojpeg_version(void);

typedef enum cturbojpeg_status {
    cturbojpeg_decoded = 0,
    /// The stream's size or components are not those that were asked for; nothing was allocated for it.
    cturbojpeg_mismatch = 1,
    /// Progressive, arithmetic-coded, or of a colour model that DICOM does not know.
    cturbojpeg_unsupported = 2,
    /// The stream is corrupt; what was written is not an image.
    cturbojpeg_corrupt = 3,
} cturbojpeg_status;

/// What the samples of a stream of three components mean.
typedef enum cturbojpeg_model {
    /// One component.
    cturbojpeg_grey = 1,
    cturbojpeg_ycbcr = 2,
    cturbojpeg_rgb = 3,
} cturbojpeg_model;

typedef struct cturbojpeg_request {
    uint32_t width;
    uint32_t height;
    /// 1 or 3.
    uint32_t components;
    /// The model of three components where the stream itself does not tell.
    cturbojpeg_model otherwise;
    /// Not 0: of YCbCr only Y is decoded, one byte a pixel.
    int luma_only;
    /// NULL, or where Y of YCbCr goes besides its RGB: width * height bytes.
    uint8_t *luma;
} cturbojpeg_request;

/// Decodes the stream into `buffer`: one byte a pixel for grey or for Y alone, else red, green, blue. `model` says what the stream
/// held: an RGB stream gives three bytes a pixel even where luma alone was asked, and writes no `luma`. Keeps nothing from one call to the next.
///
/// `count` must be at least width * height * components.
cturbojpeg_status cturbojpeg_decode(
    const uint8_t *stream, size_t length, const cturbojpeg_request *request, uint8_t *buffer, size_t count, cturbojpeg_model *model);
#endif
