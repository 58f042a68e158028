/// Reads pixel data piece by piece, and decodes one compressed frame with DCMTK's codecs. No piece stays in memory after its call.
#ifndef CDCMTK_FRAMES_H
#define CDCMTK_FRAMES_H
#include "CDCMTKDataSet.h"
#ifdef __cplusplus
extern "C" {
#endif

/// The pixel data of an open data set, which must outlive it. Not for two threads at once.
typedef struct cdcmtk_frames cdcmtk_frames;

/// What the frames are, for DCMTK's codecs.
typedef struct cdcmtk_frame_kind {
    /// The stream's own transfer syntax.
    const char *transfer_syntax;
    uint16_t rows;
    uint16_t columns;
    uint16_t samples_per_pixel;
    uint16_t bits_allocated;
    uint16_t bits_stored;
} cdcmtk_frame_kind;

/// Finds (7FE0,0010) at the root of the data set. NULL, with `error` set, when there is none or its encoding contradicts itself.
cdcmtk_frames *cdcmtk_frames_open(cdcmtk_dataset *dataset, cdcmtk_error *error);
/// NULL is allowed.
void cdcmtk_frames_free(cdcmtk_frames *frames);

/// Whether the pixel data are encapsulated, whatever the transfer syntax says.
bool cdcmtk_frames_encapsulated(const cdcmtk_frames *frames);
/// Bytes of native pixel data; 0 for encapsulated ones.
size_t cdcmtk_frames_native_length(const cdcmtk_frames *frames);
/// Reads native pixel data as they would stand in a little-endian file.
bool cdcmtk_frames_read_native(cdcmtk_frames *frames, size_t offset, uint8_t *buffer, size_t count, cdcmtk_error *error);

/// Items of the encapsulated pixel data; the first, 0, is the Basic Offset Table. 0 for native ones.
size_t cdcmtk_frames_item_count(const cdcmtk_frames *frames);
/// Bytes of an item's value; 0 beyond the last.
size_t cdcmtk_frames_item_length(const cdcmtk_frames *frames, size_t item);
/// Reads part of an item's value.
bool cdcmtk_frames_read_item(
    cdcmtk_frames *frames, size_t item, size_t offset, uint8_t *buffer, size_t count, cdcmtk_error *error);

/// Decodes one frame's whole stream (RLE, JPEG extended or lossless, JPEG-LS). The samples are interleaved, in the machine's byte order, in the
/// colour model in which they were coded. `length` is even, and `count` at least the frame's bytes, rounded up to even.
bool cdcmtk_frames_decode(
    const cdcmtk_frame_kind *kind, const uint8_t *stream, size_t length, uint8_t *buffer, size_t count, cdcmtk_error *error);

/// One channel of a palette (PS3.3 C.7.6.3.1.5 and C.7.6.3.1.6).
typedef struct cdcmtk_palette {
    /// The descriptor's three values as they are stored, but for the second, which is signed where its VR is SS.
    int32_t descriptor[3];
    /// Whether the data are segmented (PS3.3 C.7.9.2).
    bool segmented;
    /// Bytes of the table.
    size_t count;
} cdcmtk_palette;

/// Reads the palette of a channel, 0 red, 1 green, 2 blue, with its table in little-endian order. False when it is absent, or its table is
/// larger than `capacity`.
bool cdcmtk_frames_palette(
    cdcmtk_dataset *dataset, int channel, cdcmtk_palette *palette, uint8_t *table, size_t capacity, cdcmtk_error *error);

#ifdef __cplusplus
}
#endif
#endif
