/// Writes DICOM files that are no reports: maps, the simulator's and the tests'. The same calls give the same bytes everywhere.
#ifndef CDCMTK_WRITER_H
#define CDCMTK_WRITER_H
#include "CDCMTKDataSet.h"
#ifdef __cplusplus
extern "C" {
#endif

/// A data set being put together. Puts go to the innermost open item, and replace what stood there. Not for two threads at once.
typedef struct cdcmtk_writer cdcmtk_writer;

/// An empty data set; NULL when memory is short.
cdcmtk_writer *cdcmtk_writer_new(void);
/// Drops it; NULL is allowed.
void cdcmtk_writer_free(cdcmtk_writer *writer);

/// Each `tag` is group << 16 | element; the value representation is the dictionary's. False, with `error` set, when DCMTK refuses.

/// Bytes as they are, in the data set's character set; values part at backslashes. An empty text makes an empty element.
bool cdcmtk_writer_put_text(cdcmtk_writer *writer, uint32_t tag, const char *text, size_t length, cdcmtk_error *error);
/// US, UL and AT.
bool cdcmtk_writer_put_unsigned(
    cdcmtk_writer *writer, uint32_t tag, const uint32_t *values, size_t count, cdcmtk_error *error);
/// SS and SL.
bool cdcmtk_writer_put_signed(
    cdcmtk_writer *writer, uint32_t tag, const int32_t *values, size_t count, cdcmtk_error *error);
/// FL and FD.
bool cdcmtk_writer_put_reals(cdcmtk_writer *writer, uint32_t tag, const double *values, size_t count, cdcmtk_error *error);
/// OB and OW: `count` bytes, in OW little-endian pairs. An odd count is padded with a zero.
bool cdcmtk_writer_put_bytes(cdcmtk_writer *writer, uint32_t tag, const uint8_t *bytes, size_t count, cdcmtk_error *error);

/// Appends an item to a sequence and opens it.
bool cdcmtk_writer_begin_item(cdcmtk_writer *writer, uint32_t tag, cdcmtk_error *error);
/// Closes the innermost item; false when none is open.
bool cdcmtk_writer_end_item(cdcmtk_writer *writer, cdcmtk_error *error);
/// Removes an element of the innermost open item; its absence is no failure.
void cdcmtk_writer_remove(cdcmtk_writer *writer, uint32_t tag);

/// Writes a Part 10 file, encoding the pixels first where the transfer syntax is a compressed one. Meta header: `implementation`
/// (a UID) and `version`, never DCMTK's own.
bool cdcmtk_writer_save(
    cdcmtk_writer *writer, const char *path, const char *transfer_syntax, const char *implementation, const char *version,
    cdcmtk_error *error);

/// The same file in memory, uncompressed, explicit VR little endian, for `cdcmtk_writer_free_bytes`. NULL, with `error` set, when DCMTK
/// refuses.
uint8_t *cdcmtk_writer_encode(
    cdcmtk_writer *writer, const char *implementation, const char *version, size_t *count, cdcmtk_error *error);
/// Frees what `cdcmtk_writer_encode` gave; NULL is allowed.
void cdcmtk_writer_free_bytes(uint8_t *bytes);

#ifdef __cplusplus
}
#endif
#endif
