/// Writes one Comprehensive SR document with DCMTK's dcmsr.
#ifndef CDCMTK_REPORT_H
#define CDCMTK_REPORT_H
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "CDCMTKDataSet.h"
#ifdef __cplusplus
extern "C" {
#endif

/// A document that is being built: the elements of its header and its content tree. One thread uses it at a time.
/// A call that fails leaves the document unusable.
typedef struct cdcmtk_report cdcmtk_report;

/// PS3.3 C.17.3.2.4.
typedef enum cdcmtk_relationship {
    CDCMTK_SR_ROOT,
    CDCMTK_SR_CONTAINS,
    CDCMTK_SR_HAS_OBSERVATION_CONTEXT,
    CDCMTK_SR_HAS_ACQUISITION_CONTEXT,
    CDCMTK_SR_HAS_CONCEPT_MODIFIER,
    CDCMTK_SR_HAS_PROPERTIES,
    CDCMTK_SR_SELECTED_FROM
} cdcmtk_relationship;

/// PS3.3 C.17.3.2.1: those that are written here.
typedef enum cdcmtk_sr_value_type {
    CDCMTK_SR_CONTAINER,
    CDCMTK_SR_TEXT,
    CDCMTK_SR_CODE,
    CDCMTK_SR_NUMBER,
    CDCMTK_SR_UID,
    CDCMTK_PERSON_NAME,
    CDCMTK_SR_COORDINATES,
    CDCMTK_SR_IMAGE,
    CDCMTK_SR_COMPOSITE
} cdcmtk_sr_value_type;

/// A coded concept; all NULL for an item without a concept name.
typedef struct cdcmtk_code {
    const char *value;
    const char *scheme;
    const char *meaning;
} cdcmtk_code;

/// An empty Comprehensive SR. NULL when memory or the data dictionary lacks.
cdcmtk_report *cdcmtk_report_create(void);
/// Ends it; NULL is allowed.
void cdcmtk_report_free(cdcmtk_report *report);

/// Puts an element, `tag` being group << 16 | element, into the innermost open item of the header. "" writes it empty.
bool cdcmtk_report_put(cdcmtk_report *report, uint32_t tag, const char *value, cdcmtk_error *error);
/// Appends an item to a sequence of the header, made where it is absent, and opens it.
bool cdcmtk_report_open_item(cdcmtk_report *report, uint32_t tag, cdcmtk_error *error);
/// Closes the innermost open item of the header.
bool cdcmtk_report_close_item(cdcmtk_report *report, cdcmtk_error *error);

/// Adds a content item as the last child of the innermost open one, and opens it.
bool cdcmtk_report_begin(
    cdcmtk_report *report, cdcmtk_relationship relationship, cdcmtk_sr_value_type type, cdcmtk_code concept_name,
    cdcmtk_error *error
);
/// Closes the innermost open content item.
bool cdcmtk_report_end(cdcmtk_report *report, cdcmtk_error *error);
/// The template of an open container, of mapping resource DCMR.
bool cdcmtk_report_set_template(cdcmtk_report *report, const char *identifier, cdcmtk_error *error);
/// The value of an open text, UID or person name.
bool cdcmtk_report_set_string(cdcmtk_report *report, const char *value, cdcmtk_error *error);
/// The value of an open code.
bool cdcmtk_report_set_code(cdcmtk_report *report, cdcmtk_code value, cdcmtk_error *error);
/// The value, a decimal string, and unit of an open number.
bool cdcmtk_report_set_number(cdcmtk_report *report, const char *value, cdcmtk_code unit, cdcmtk_error *error);
/// The polyline x0, y0, x1, y1, … of open coordinates.
bool cdcmtk_report_set_polyline(cdcmtk_report *report, const float *coordinates, size_t points, cdcmtk_error *error);
/// The instance, and frames from 1, of an open image reference.
bool cdcmtk_report_set_image(
    cdcmtk_report *report, const char *sop_class, const char *sop_instance, const int32_t *frames, size_t frame_count,
    cdcmtk_error *error
);
/// The instance of an open reference to an object that is no image.
bool cdcmtk_report_set_composite(
    cdcmtk_report *report, const char *sop_class, const char *sop_instance, cdcmtk_error *error
);

/// Checks the tree and the header with dcmsr's strict reader and gives the Part 10 file, explicit VR little endian, in memory
/// for `cdcmtk_report_free_bytes`. Where `is_latin_1`, the text, given as UTF-8, is written as ISO_IR 100. NULL, with `error` set, when dcmsr refuses it. Once for a report.
uint8_t *cdcmtk_report_write(cdcmtk_report *report, bool is_latin_1, size_t *count, cdcmtk_error *error);
/// Frees what `cdcmtk_report_write` gave; NULL is allowed.
void cdcmtk_report_free_bytes(uint8_t *bytes);

#ifdef __cplusplus
}
#endif
#endif
