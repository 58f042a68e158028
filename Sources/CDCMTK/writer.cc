#include "dataset.hh"

#include <cstdlib>
#include <limits>
#include <memory>
#include <mutex>
#include <vector>

#include <dcmtk/dcmdata/dcostrmb.h>
#include <dcmtk/dcmdata/dcrleerg.h>
#include <dcmtk/dcmjpeg/djencode.h>
#include <dcmtk/dcmjpeg/djrplol.h>
#include <dcmtk/dcmjpeg/djrploss.h>
#include <dcmtk/dcmjpls/djencode.h>

struct cdcmtk_writer {
    DcmFileFormat file;
    std::vector<DcmItem *> open_items;

    DcmItem *innermost() { return open_items.empty() ? file.getDataset() : open_items.back(); }
};

namespace {

DcmTagKey key(uint32_t tag) { return DcmTagKey(static_cast<Uint16>(tag >> 16), static_cast<Uint16>(tag & 0xFFFF)); }

bool report(const OFCondition &status, cdcmtk_error *error) {
    if (status.bad()) cdcmtk_fail(error, status.text());
    return status.good();
}

bool accepts_length(size_t bytes, cdcmtk_error *error) {
    if (bytes < std::numeric_limits<Uint32>::max() - 1) return true;
    cdcmtk_fail(error, "the value is longer than an element can be");
    return false;
}

/// Makes the element of the dictionary's value representation, has it filled, and inserts it.
template <typename Fill>
bool put(cdcmtk_writer *writer, uint32_t tag, cdcmtk_error *error, Fill fill) {
    try {
        std::unique_ptr<DcmElement> element(DcmItem::newDicomElement(key(tag)));
        if (!element) {
            cdcmtk_fail(error, "the tag is not in the data dictionary");
            return false;
        }
        if (!report(fill(*element), error)) return false;
        if (!report(writer->innermost()->insert(element.get(), OFTrue), error)) return false;
        element.release();
        return true;
    } catch (...) {
        cdcmtk_fail(error, "out of memory");
        return false;
    }
}

template <typename Stored, typename Given>
std::vector<Stored> converted(const Given *values, size_t count) {
    return std::vector<Stored>(values, values + count);
}

void register_encoders() {
    static std::once_flag once;
    std::call_once(once, [] {
        DcmRLEEncoderRegistration::registerCodecs();
        // An instance keeps its UID: the caller chose it.
        DJEncoderRegistration::registerCodecs(ECC_lossyYCbCr, EUC_never);
        DJLSEncoderRegistration::registerCodecs(0, 0, 0, 0, OFTrue, 0, OFTrue, EJLSUC_never);
    });
}

/// Meta elements in full, so that no version of DCMTK adds its own name.
OFCondition fill_meta(DcmFileFormat &file, const char *transfer_syntax, const char *implementation, const char *version) {
    DcmMetaInfo &meta = *file.getMetaInfo();
    OFString sop_class, sop_instance;
    (void)file.getDataset()->findAndGetOFString(DCM_SOPClassUID, sop_class);
    (void)file.getDataset()->findAndGetOFString(DCM_SOPInstanceUID, sop_instance);
    const Uint8 meta_version[2] = {0, 1};
    OFCondition status = meta.clear();
    if (status.good()) status = meta.putAndInsertUint32(DCM_FileMetaInformationGroupLength, 0);
    if (status.good()) status = meta.putAndInsertUint8Array(DCM_FileMetaInformationVersion, meta_version, 2);
    if (status.good()) status = meta.putAndInsertOFStringArray(DCM_MediaStorageSOPClassUID, sop_class);
    if (status.good()) status = meta.putAndInsertOFStringArray(DCM_MediaStorageSOPInstanceUID, sop_instance);
    if (status.good()) status = meta.putAndInsertString(DCM_TransferSyntaxUID, transfer_syntax);
    if (status.good()) status = meta.putAndInsertString(DCM_ImplementationClassUID, implementation);
    if (status.good()) status = meta.putAndInsertString(DCM_ImplementationVersionName, version);
    if (status.good()) {
        status = meta.computeGroupLengthAndPadding(EGL_withGL, EPD_noChange, META_HEADER_DEFAULT_TRANSFERSYNTAX, EET_ExplicitLength);
    }
    return status;
}

}  // namespace

cdcmtk_writer *cdcmtk_writer_new(void) {
    try {
        return new cdcmtk_writer;
    } catch (...) {
        return nullptr;
    }
}

void cdcmtk_writer_free(cdcmtk_writer *writer) { delete writer; }

bool cdcmtk_writer_put_text(cdcmtk_writer *writer, uint32_t tag, const char *text, size_t length, cdcmtk_error *error) {
    if (!accepts_length(length, error)) return false;
    return put(writer, tag, error, [=](DcmElement &element) {
        return length == 0 ? EC_Normal : element.putString(text, static_cast<Uint32>(length));
    });
}

bool cdcmtk_writer_put_unsigned(
    cdcmtk_writer *writer, uint32_t tag, const uint32_t *values, size_t count, cdcmtk_error *error) {
    return put(writer, tag, error, [=](DcmElement &element) -> OFCondition {
        const auto number = static_cast<unsigned long>(count);
        if (element.ident() == EVR_UL) return element.putUint32Array(converted<Uint32>(values, count).data(), number);
        if (element.ident() == EVR_AT) {
            std::vector<Uint16> halves;
            for (size_t index = 0; index < count; index++) {
                halves.push_back(static_cast<Uint16>(values[index] >> 16));
                halves.push_back(static_cast<Uint16>(values[index] & 0xFFFF));
            }
            return element.putUint16Array(halves.data(), number);
        }
        for (size_t index = 0; index < count; index++) {
            if (values[index] > std::numeric_limits<Uint16>::max()) return EC_InvalidValue;
        }
        return element.putUint16Array(converted<Uint16>(values, count).data(), number);
    });
}

bool cdcmtk_writer_put_signed(
    cdcmtk_writer *writer, uint32_t tag, const int32_t *values, size_t count, cdcmtk_error *error) {
    return put(writer, tag, error, [=](DcmElement &element) -> OFCondition {
        const auto number = static_cast<unsigned long>(count);
        if (element.ident() == EVR_SL) return element.putSint32Array(converted<Sint32>(values, count).data(), number);
        for (size_t index = 0; index < count; index++) {
            if (values[index] > std::numeric_limits<Sint16>::max()) return EC_InvalidValue;
            if (values[index] < std::numeric_limits<Sint16>::min()) return EC_InvalidValue;
        }
        return element.putSint16Array(converted<Sint16>(values, count).data(), number);
    });
}

bool cdcmtk_writer_put_reals(cdcmtk_writer *writer, uint32_t tag, const double *values, size_t count, cdcmtk_error *error) {
    return put(writer, tag, error, [=](DcmElement &element) {
        const auto number = static_cast<unsigned long>(count);
        if (element.ident() == EVR_FL) return element.putFloat32Array(converted<Float32>(values, count).data(), number);
        return element.putFloat64Array(values, number);
    });
}

bool cdcmtk_writer_put_bytes(
    cdcmtk_writer *writer, uint32_t tag, const uint8_t *bytes, size_t count, cdcmtk_error *error) {
    if (!accepts_length(count, error)) return false;
    std::vector<Uint16> pairs;
    try {
        pairs.resize((count + 1) / 2);
    } catch (...) {
        cdcmtk_fail(error, "out of memory");
        return false;
    }
    for (size_t index = 0; index < count; index++) {
        pairs[index / 2] |= static_cast<Uint16>(bytes[index] << (index % 2 == 0 ? 0 : 8));
    }
    Uint16 allocated = 8;
    (void)writer->innermost()->findAndGetUint16(DCM_BitsAllocated, allocated);
    return put(writer, tag, error, [&](DcmElement &element) -> OFCondition {
        const auto number = static_cast<unsigned long>(pairs.size());
        const bool is_pixels = key(tag) == DCM_PixelData;
        if (is_pixels) (void)element.setVR(allocated > 8 ? EVR_OW : EVR_OB);
        if (is_pixels ? allocated > 8 : element.ident() != EVR_OB) return element.putUint16Array(pairs.data(), number);
        return element.putUint8Array(bytes, static_cast<unsigned long>(count));
    });
}

bool cdcmtk_writer_begin_item(cdcmtk_writer *writer, uint32_t tag, cdcmtk_error *error) {
    try {
        constexpr signed long appended = -2;
        DcmItem *item = nullptr;
        if (!report(writer->innermost()->findOrCreateSequenceItem(key(tag), item, appended), error)) return false;
        writer->open_items.push_back(item);
        return true;
    } catch (...) {
        cdcmtk_fail(error, "out of memory");
        return false;
    }
}

bool cdcmtk_writer_end_item(cdcmtk_writer *writer, cdcmtk_error *error) {
    if (writer->open_items.empty()) {
        cdcmtk_fail(error, "no item is open");
        return false;
    }
    writer->open_items.pop_back();
    return true;
}

void cdcmtk_writer_remove(cdcmtk_writer *writer, uint32_t tag) {
    try {
        (void)writer->innermost()->findAndDeleteElement(key(tag));
    } catch (...) {
        return;
    }
}

bool cdcmtk_writer_save(
    cdcmtk_writer *writer, const char *path, const char *transfer_syntax, const char *implementation, const char *version,
    cdcmtk_error *error) {
    try {
        register_encoders();
        const E_TransferSyntax syntax = DcmXfer(transfer_syntax).getXfer();
        if (syntax == EXS_Unknown) {
            cdcmtk_fail(error, "the transfer syntax is unknown");
            return false;
        }
        DcmDataset &dataset = *writer->file.getDataset();
        std::unique_ptr<DcmRepresentationParameter> parameter;
        if (syntax == EXS_JPEGProcess1) parameter = std::make_unique<DJ_RPLossy>(90);
        if (syntax == EXS_JPEGProcess14SV1) parameter = std::make_unique<DJ_RPLossless>();
        if (!report(dataset.chooseRepresentation(syntax, parameter.get()), error)) return false;
        if (!report(fill_meta(writer->file, transfer_syntax, implementation, version), error)) return false;
        return report(
            writer->file.saveFile(
                path, syntax, EET_ExplicitLength, EGL_noChange, EPD_noChange, 0, 0, EWM_dontUpdateMeta),
            error);
    } catch (...) {
        cdcmtk_fail(error, "out of memory");
        return false;
    }
}

uint8_t *cdcmtk_writer_encode(
    cdcmtk_writer *writer, const char *implementation, const char *version, size_t *count, cdcmtk_error *error) {
    void *bytes = nullptr;
    try {
        const E_TransferSyntax syntax = EXS_LittleEndianExplicit;
        if (!report(fill_meta(writer->file, UID_LittleEndianExplicitTransferSyntax, implementation, version), error))
            return nullptr;
        // The preamble and prefix are not in the calculated length.
        const size_t size = writer->file.calcElementLength(syntax, EET_ExplicitLength) / 2 * 2 + 1024;
        bytes = std::malloc(size);
        if (bytes == nullptr) throw std::bad_alloc();
        DcmOutputBufferStream stream(bytes, static_cast<offile_off_t>(size));
        writer->file.transferInit();
        const OFCondition status = writer->file.write(
            stream, syntax, EET_ExplicitLength, nullptr, EGL_noChange, EPD_noChange, 0, 0, 0, EWM_dontUpdateMeta);
        writer->file.transferEnd();
        if (report(status, error)) {
            stream.flush();
            *count = static_cast<size_t>(stream.filled());
            return static_cast<uint8_t *>(bytes);
        }
    } catch (...) {
        cdcmtk_fail(error, "out of memory");
    }
    std::free(bytes);
    return nullptr;
}

void cdcmtk_writer_free_bytes(uint8_t *bytes) { std::free(bytes); }
