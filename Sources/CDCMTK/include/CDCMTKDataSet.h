/// Reads a data set that has passed Imaging's own bounds check.
#ifndef CDCMTK_DATASET_H
#define CDCMTK_DATASET_H
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#ifdef __cplusplus
extern "C" {
#endif

/// An open file: its header in memory, its long values on disk until they are asked for. Not for two threads at once.
typedef struct cdcmtk_dataset cdcmtk_dataset;

/// Why a call failed: text without attribute values, always terminated.
typedef struct cdcmtk_error {
    char text[256];
} cdcmtk_error;

/// Where to look: an item, counted from 0, of a sequence, from the data set inwards.
typedef struct cdcmtk_step {
    uint16_t group;
    uint16_t element;
    uint32_t item;
} cdcmtk_step;

/// What an element's value is.
typedef enum cdcmtk_value {
    CDCMTK_ABSENT,
    CDCMTK_TEXT,
    CDCMTK_NUMBERS,
    CDCMTK_ITEMS,
    CDCMTK_BYTES,
    /// It can't be read, or memory ran out.
    CDCMTK_FAILED,
} cdcmtk_value;

/// Reads the data set that begins `offset` bytes into a file, in a known transfer syntax. Fewer than eight bytes behind the last
/// element are ignored. NULL, with `error` set, when it can't be read.
cdcmtk_dataset *cdcmtk_dataset_open(const char *path, uint64_t offset, const char *transfer_syntax, cdcmtk_error *error);
/// Closes it; NULL is allowed.
void cdcmtk_dataset_free(cdcmtk_dataset *dataset);

/// What the element of `group` and `element` at the end of `path` holds. `size`: bytes of text or bytes, else how many numbers
/// or items.
cdcmtk_value cdcmtk_dataset_value(cdcmtk_dataset *dataset, const cdcmtk_step *path, size_t steps, uint16_t group,
                                  uint16_t element, size_t *size);

/// The text of an element, converted to UTF-8 where its character set is known and true; else the stored bytes. At most
/// `limit` stored bytes are taken. The text, which may contain NUL, stays valid until the next call with the same data set.
/// NULL where there is none.
const char *cdcmtk_dataset_text(cdcmtk_dataset *dataset, const cdcmtk_step *path, size_t steps, uint16_t group,
                                uint16_t element, size_t limit, size_t *size);

/// Copies up to `capacity` numbers of a binary element (an AT value as group * 65536 + element) and returns how many.
size_t cdcmtk_dataset_numbers(cdcmtk_dataset *dataset, const cdcmtk_step *path, size_t steps, uint16_t group, uint16_t element,
                              double *numbers, size_t capacity);

/// A raw DEFLATE stream (RFC 1951) being inflated.
typedef struct cdcmtk_inflater cdcmtk_inflater;
/// What a step of inflating found.
typedef enum cdcmtk_inflation {
    CDCMTK_INFLATED,
    CDCMTK_INFLATE_ENDED,
    CDCMTK_INFLATE_FAILED,
} cdcmtk_inflation;
/// NULL when memory ran out.
cdcmtk_inflater *cdcmtk_inflater_new(void);
/// Closes it; NULL is allowed.
void cdcmtk_inflater_free(cdcmtk_inflater *inflater);
/// Inflates what fits. The counts go in as what is there and come out as what was taken and given.
cdcmtk_inflation cdcmtk_inflate(cdcmtk_inflater *inflater, const uint8_t *input, size_t *input_count, uint8_t *output,
                                size_t *output_count);

#ifdef __cplusplus
}
#endif
#endif
