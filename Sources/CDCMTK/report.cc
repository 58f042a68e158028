#include "CDCMTK.h"
#include "dataset.hh"

#include <cstdlib>
#include <memory>
#include <vector>

#include <dcmtk/dcmdata/dcostrmb.h>
#include <dcmtk/dcmdata/dcvrui.h>
#include <dcmtk/dcmsr/dsrdoc.h>

struct cdcmtk_report {
    DcmFileFormat file;
    DSRDocumentTree tree{DSRTypes::DT_ComprehensiveSR};
    std::vector<DcmItem *> items;
    // Content items that are open; the tree's cursor stands on the innermost one, or on its last child once that is closed.
    size_t depth = 0;
    bool onClosedChild = false;
    // A reference names an instance by a UID that PS3.5 forbids, as some devices write: the strict reader would refuse it.
    bool hasIllegalReference = false;
};

namespace {

// Runs `body`, which gives an OFCondition, and turns what it throws or refuses into a failure.
template <typename Body>
bool guarded(cdcmtk_error *error, Body body) {
    try {
        const OFCondition status = body();
        if (status.good()) return true;
        cdcmtk_fail(error, status.text());
    } catch (...) {
        cdcmtk_fail(error, "out of memory");
    }
    return false;
}

DcmTagKey keyOf(uint32_t tag) { return DcmTagKey(tag >> 16, tag & 0xffff); }

DSRCodedEntryValue codeOf(const cdcmtk_code &code) {
    // Checked when it is set.
    return DSRCodedEntryValue(code.value, code.scheme, code.meaning, DSRTypes::CVT_auto, OFFalse);
}

bool isComplete(const cdcmtk_code &code) {
    return code.value != nullptr && code.scheme != nullptr && code.meaning != nullptr;
}

DSRTypes::E_RelationshipType relationshipOf(cdcmtk_relationship relationship) {
    switch (relationship) {
    case CDCMTK_SR_ROOT: return DSRTypes::RT_isRoot;
    case CDCMTK_SR_CONTAINS: return DSRTypes::RT_contains;
    case CDCMTK_SR_HAS_OBSERVATION_CONTEXT: return DSRTypes::RT_hasObsContext;
    case CDCMTK_SR_HAS_ACQUISITION_CONTEXT: return DSRTypes::RT_hasAcqContext;
    case CDCMTK_SR_HAS_CONCEPT_MODIFIER: return DSRTypes::RT_hasConceptMod;
    case CDCMTK_SR_HAS_PROPERTIES: return DSRTypes::RT_hasProperties;
    case CDCMTK_SR_SELECTED_FROM: return DSRTypes::RT_selectedFrom;
    }
    return DSRTypes::RT_invalid;
}

DSRTypes::E_ValueType valueTypeOf(cdcmtk_sr_value_type type) {
    switch (type) {
    case CDCMTK_SR_CONTAINER: return DSRTypes::VT_Container;
    case CDCMTK_SR_TEXT: return DSRTypes::VT_Text;
    case CDCMTK_SR_CODE: return DSRTypes::VT_Code;
    case CDCMTK_SR_NUMBER: return DSRTypes::VT_Num;
    case CDCMTK_SR_UID: return DSRTypes::VT_UIDRef;
    case CDCMTK_PERSON_NAME: return DSRTypes::VT_PName;
    case CDCMTK_SR_COORDINATES: return DSRTypes::VT_SCoord;
    case CDCMTK_SR_IMAGE: return DSRTypes::VT_Image;
    case CDCMTK_SR_COMPOSITE: return DSRTypes::VT_Composite;
    }
    return DSRTypes::VT_invalid;
}

DcmItem *openItem(cdcmtk_report *report) {
    return report->items.empty() ? report->file.getDataset() : report->items.back();
}

// Whether a value may be set: the tree's cursor stands on an open item.
bool isOpen(const cdcmtk_report *report) { return report->depth > 0 && !report->onClosedChild; }

}  // namespace

cdcmtk_report *cdcmtk_report_create(void) {
    try {
        return cdcmtk_start() ? std::make_unique<cdcmtk_report>().release() : nullptr;
    } catch (...) {
        return nullptr;
    }
}

void cdcmtk_report_free(cdcmtk_report *report) { delete report; }

bool cdcmtk_report_put(cdcmtk_report *report, uint32_t tag, const char *value, cdcmtk_error *error) {
    return guarded(error, [&]() -> OFCondition {
        if (*value == '\0') return openItem(report)->insertEmptyElement(keyOf(tag));
        return openItem(report)->putAndInsertString(keyOf(tag), value);
    });
}

bool cdcmtk_report_open_item(cdcmtk_report *report, uint32_t tag, cdcmtk_error *error) {
    return guarded(error, [&]() -> OFCondition {
        DcmItem *item = nullptr;
        const OFCondition status = openItem(report)->findOrCreateSequenceItem(keyOf(tag), item, -2);
        if (status.good()) report->items.push_back(item);
        return status;
    });
}

bool cdcmtk_report_close_item(cdcmtk_report *report, cdcmtk_error *error) {
    return guarded(error, [&]() -> OFCondition {
        if (report->items.empty()) return EC_IllegalCall;
        report->items.pop_back();
        return EC_Normal;
    });
}

bool cdcmtk_report_begin(
    cdcmtk_report *report, cdcmtk_relationship relationship, cdcmtk_sr_value_type type, cdcmtk_code concept_name,
    cdcmtk_error *error
) {
    return guarded(error, [&]() -> OFCondition {
        if ((relationship == CDCMTK_SR_ROOT) != (report->depth == 0)) return EC_IllegalCall;
        const auto mode = report->onClosedChild ? DSRTypes::AM_afterCurrent : DSRTypes::AM_belowCurrent;
        if (report->tree.addContentItem(relationshipOf(relationship), valueTypeOf(type), mode) == 0)
            return SR_EC_CannotAddContentItem;
        report->depth += 1;
        report->onClosedChild = false;
        if (!isComplete(concept_name)) return EC_Normal;
        return report->tree.getCurrentContentItem().setConceptName(codeOf(concept_name));
    });
}

bool cdcmtk_report_end(cdcmtk_report *report, cdcmtk_error *error) {
    return guarded(error, [&]() -> OFCondition {
        if (report->depth == 0) return EC_IllegalCall;
        if (report->onClosedChild && report->tree.goUp() == 0) return EC_IllegalCall;
        report->depth -= 1;
        report->onClosedChild = true;
        return EC_Normal;
    });
}

bool cdcmtk_report_set_template(cdcmtk_report *report, const char *identifier, cdcmtk_error *error) {
    return guarded(error, [&]() -> OFCondition {
        if (!isOpen(report)) return EC_IllegalCall;
        return report->tree.getCurrentContentItem().setTemplateIdentification(identifier, "DCMR");
    });
}

bool cdcmtk_report_set_string(cdcmtk_report *report, const char *value, cdcmtk_error *error) {
    return guarded(error, [&]() -> OFCondition {
        if (!isOpen(report)) return EC_IllegalCall;
        return report->tree.getCurrentContentItem().setStringValue(value);
    });
}

bool cdcmtk_report_set_code(cdcmtk_report *report, cdcmtk_code value, cdcmtk_error *error) {
    return guarded(error, [&]() -> OFCondition {
        if (!isOpen(report) || !isComplete(value)) return EC_IllegalCall;
        return report->tree.getCurrentContentItem().setCodeValue(codeOf(value));
    });
}

bool cdcmtk_report_set_number(cdcmtk_report *report, const char *value, cdcmtk_code unit, cdcmtk_error *error) {
    return guarded(error, [&]() -> OFCondition {
        if (!isOpen(report) || !isComplete(unit)) return EC_IllegalCall;
        const DSRNumericMeasurementValue number(value, codeOf(unit), OFFalse);
        return report->tree.getCurrentContentItem().setNumericValue(number);
    });
}

bool cdcmtk_report_set_polyline(cdcmtk_report *report, const float *coordinates, size_t points, cdcmtk_error *error) {
    return guarded(error, [&]() -> OFCondition {
        if (!isOpen(report)) return EC_IllegalCall;
        DSRSpatialCoordinatesValue value(DSRTypes::GT_Polyline);
        for (size_t point = 0; point < points; ++point)
            value.getGraphicDataList().addItem(coordinates[2 * point], coordinates[2 * point + 1]);
        return report->tree.getCurrentContentItem().setSpatialCoordinates(value);
    });
}

bool cdcmtk_report_set_image(
    cdcmtk_report *report, const char *sop_class, const char *sop_instance, const int32_t *frames, size_t frame_count,
    cdcmtk_error *error
) {
    return guarded(error, [&]() -> OFCondition {
        if (!isOpen(report)) return EC_IllegalCall;
        DSRImageReferenceValue value(sop_class, sop_instance, OFFalse);
        for (size_t index = 0; index < frame_count; ++index) value.getFrameList().addItem(frames[index]);
        // Unchecked: a real device writes leading zeros, and a reference names its instance as it is.
        if (DcmUniqueIdentifier::checkStringValue(sop_instance, "1").bad()) report->hasIllegalReference = true;
        return report->tree.getCurrentContentItem().setImageReference(value, OFFalse);
    });
}

bool cdcmtk_report_set_composite(
    cdcmtk_report *report, const char *sop_class, const char *sop_instance, cdcmtk_error *error
) {
    return guarded(error, [&]() -> OFCondition {
        if (!isOpen(report)) return EC_IllegalCall;
        const DSRCompositeReferenceValue value(sop_class, sop_instance, OFFalse);
        // Unchecked, as an image's.
        if (DcmUniqueIdentifier::checkStringValue(sop_instance, "1").bad()) report->hasIllegalReference = true;
        return report->tree.getCurrentContentItem().setCompositeReference(value, OFFalse);
    });
}

uint8_t *cdcmtk_report_write(cdcmtk_report *report, bool is_latin_1, size_t *count, cdcmtk_error *error) {
    void *bytes = nullptr;
    const bool written = guarded(error, [&]() -> OFCondition {
        if (report->depth != 0 || !report->items.empty()) return EC_IllegalCall;
        DcmDataset *dataset = report->file.getDataset();
        OFCondition status = report->tree.write(*dataset);
        if (status.bad()) return status;
        if (is_latin_1) {
            status = dataset->convertCharacterSet("ISO_IR 100");
            if (status.bad()) return status;
        }
        DSRDocument reader;
        status = reader.read(*dataset, report->hasIllegalReference ? DSRTypes::RF_acceptInvalidContentItemValue : 0);
        if (status.bad()) return status;

        const E_TransferSyntax syntax = EXS_LittleEndianExplicit;
        status = report->file.validateMetaInfo(syntax, EWM_createNewMeta);
        if (status.bad()) return status;
        // The preamble and prefix are not in the calculated length.
        const size_t size = report->file.calcElementLength(syntax, EET_ExplicitLength) / 2 * 2 + 1024;
        bytes = std::malloc(size);
        if (bytes == nullptr) return EC_MemoryExhausted;
        DcmOutputBufferStream stream(bytes, static_cast<offile_off_t>(size));
        report->file.transferInit();
        status = report->file.write(
            stream, syntax, EET_ExplicitLength, nullptr, EGL_recalcGL, EPD_noChange, 0, 0, 0, EWM_dontUpdateMeta
        );
        report->file.transferEnd();
        if (status.bad()) return status;
        stream.flush();
        *count = static_cast<size_t>(stream.filled());
        return EC_Normal;
    });
    if (written) return static_cast<uint8_t *>(bytes);
    std::free(bytes);
    return nullptr;
}

void cdcmtk_report_free_bytes(uint8_t *bytes) { std::free(bytes); }
