/// Decodes one JPEG 2000 code stream from memory, with bounds. Owned in Swift by Imaging only.
#ifndef COPENJPEG_H
#define COPENJPEG_H
#include <stddef.h>
#include <stdint.h>

/// For example "2.5.0".
const char *copenjpeg_version(void);

typedef enum copenjpeg_status {
    copenjpeg_decoded = 0,
    /// Size, components or precision are not those that were asked for.
    copenjpeg_mismatch = 1,
    /// The stream is corrupt.
    copenjpeg_corrupt = 2,
} copenjpeg_status;

typedef struct copenjpeg_request {
    uint32_t width;
    uint32_t height;
    /// 1 or 3.
    uint32_t components;
    /// Bits of a sample, 1 to 16.
    uint32_t precision;
    /// 1 or 2 bytes of the buffer a sample.
    uint32_t sample_bytes;
} copenjpeg_request;

/// Decodes a raw code stream (not a JP2 file) into `buffer`: samples interleaved, unsigned, two-byte ones in little-endian order.
/// `transformed` is 1 where the stream's own multiple component transform was undone, so that three components are red, green, blue.
copenjpeg_status copenjpeg_decode(
    const uint8_t *stream, size_t length, const copenjpeg_request *request, uint8_t *buffer, size_t count, int *transformed);
#endif
