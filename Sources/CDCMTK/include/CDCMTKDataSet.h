/// Reads a DICOM file that has passed Imaging's own bounds check.
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

/// Opens a file. NULL, with `error` set, when it can't be read.
cdcmtk_dataset *cdcmtk_dataset_open(const char *path, cdcmtk_error *error);
/// Closes it; NULL is allowed.
void cdcmtk_dataset_free(cdcmtk_dataset *dataset);

#ifdef __cplusplus
}
#endif
#endif
