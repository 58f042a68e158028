#include "dataset.hh"

#include <cstring>
#include <memory>
#include <vector>

#include <dcmtk/dcmdata/dccodec.h>
#include <dcmtk/dcmdata/dcfcache.h>
#include <dcmtk/dcmdata/dcpixel.h>
#include <dcmtk/dcmdata/dcpixseq.h>
#include <dcmtk/dcmdata/dcpxitem.h>

struct cdcmtk_frames {
    DcmPixelData *native = nullptr;
    std::vector<DcmPixelItem *> items;
    // Keeps the file open between pieces.
    DcmFileCache cache;
};

namespace {

bool failed(const OFCondition &status, cdcmtk_error *error) {
    if (status.good()) return false;
    cdcmtk_fail(error, status.text());
    return true;
}

// Reads straight from the file where the value is still there, so that no value stays loaded.
bool read_piece(
    DcmElement *element, DcmFileCache *cache, size_t offset, uint8_t *buffer, size_t count, cdcmtk_error *error) {
    const size_t length = element->getLength();
    if (offset > length || count > length - offset) {
        cdcmtk_fail(error, "piece outside the pixel data");
        return false;
    }
    if (count == 0) return true;
    return !failed(
        element->getPartialValue(buffer, static_cast<Uint32>(offset), static_cast<Uint32>(count), cache, EBO_LittleEndian), error);
}

bool find_items(DcmPixelData *pixels, cdcmtk_frames *frames, cdcmtk_error *error) {
    E_TransferSyntax syntax = EXS_Unknown;
    const DcmRepresentationParameter *parameter = nullptr;
    pixels->getOriginalRepresentationKey(syntax, parameter);
    if (!DcmXfer(syntax).isEncapsulated()) {
        frames->native = pixels;
        return true;
    }
    DcmPixelSequence *sequence = nullptr;
    if (failed(pixels->getEncapsulatedRepresentation(syntax, parameter, sequence), error)) return false;
    DcmObject *object = nullptr;
    while ((object = sequence->nextInContainer(object)) != nullptr) {
        auto *item = dynamic_cast<DcmPixelItem *>(object);
        if (item == nullptr) {
            cdcmtk_fail(error, "pixel data hold something that is no fragment");
            return false;
        }
        frames->items.push_back(item);
    }
    if (frames->items.empty()) {
        cdcmtk_fail(error, "encapsulated pixel data without an item");
        return false;
    }
    return true;
}

// A data set of one frame, made only of checked numbers, so that the codec sees nothing else of the file.
bool describe(const cdcmtk_frame_kind &kind, DcmDataset &dataset, cdcmtk_error *error) {
    // RGB keeps DCMTK from converting colours: that is Imaging's part.
    const char *photometric = kind.samples_per_pixel == 3 ? "RGB" : "MONOCHROME2";
    OFCondition status = dataset.putAndInsertUint16(DCM_SamplesPerPixel, kind.samples_per_pixel);
    if (status.good()) status = dataset.putAndInsertString(DCM_PhotometricInterpretation, photometric);
    if (status.good()) status = dataset.putAndInsertUint16(DCM_PlanarConfiguration, 0);
    if (status.good()) status = dataset.putAndInsertString(DCM_NumberOfFrames, "1");
    if (status.good()) status = dataset.putAndInsertUint16(DCM_Rows, kind.rows);
    if (status.good()) status = dataset.putAndInsertUint16(DCM_Columns, kind.columns);
    if (status.good()) status = dataset.putAndInsertUint16(DCM_BitsAllocated, kind.bits_allocated);
    if (status.good()) status = dataset.putAndInsertUint16(DCM_BitsStored, kind.bits_stored);
    if (status.good()) status = dataset.putAndInsertUint16(DCM_HighBit, static_cast<Uint16>(kind.bits_stored - 1));
    if (status.good()) status = dataset.putAndInsertUint16(DCM_PixelRepresentation, 0);
    return !failed(status, error);
}

bool add_item(DcmPixelSequence &sequence, const uint8_t *bytes, size_t length, cdcmtk_error *error) {
    auto item = std::make_unique<DcmPixelItem>(DCM_PixelItemTag);
    if (length > 0) {
        Uint8 *place = nullptr;
        if (failed(item->createUint8Array(static_cast<Uint32>(length), place), error)) return false;
        std::memcpy(place, bytes, length);
    }
    if (failed(sequence.insert(item.get()), error)) return false;
    item.release();
    return true;
}

}  // namespace

cdcmtk_frames *cdcmtk_frames_open(cdcmtk_dataset *dataset, cdcmtk_error *error) {
    try {
        DcmElement *element = nullptr;
        if (failed(dataset->file.getDataset()->findAndGetElement(DCM_PixelData, element), error)) return nullptr;
        auto *pixels = dynamic_cast<DcmPixelData *>(element);
        if (pixels == nullptr) {
            cdcmtk_fail(error, "pixel data of another kind");
            return nullptr;
        }
        auto frames = std::make_unique<cdcmtk_frames>();
        if (!find_items(pixels, frames.get(), error)) return nullptr;
        return frames.release();
    } catch (...) {
        cdcmtk_fail(error, "out of memory");
        return nullptr;
    }
}

void cdcmtk_frames_free(cdcmtk_frames *frames) { delete frames; }

bool cdcmtk_frames_encapsulated(const cdcmtk_frames *frames) { return frames->native == nullptr; }

size_t cdcmtk_frames_native_length(const cdcmtk_frames *frames) {
    return frames->native == nullptr ? 0 : frames->native->getLength();
}

bool cdcmtk_frames_read_native(cdcmtk_frames *frames, size_t offset, uint8_t *buffer, size_t count, cdcmtk_error *error) {
    try {
        return frames->native != nullptr && read_piece(frames->native, &frames->cache, offset, buffer, count, error);
    } catch (...) {
        cdcmtk_fail(error, "out of memory");
        return false;
    }
}

size_t cdcmtk_frames_item_count(const cdcmtk_frames *frames) { return frames->items.size(); }

size_t cdcmtk_frames_item_length(const cdcmtk_frames *frames, size_t item) {
    return item < frames->items.size() ? frames->items[item]->getLength() : 0;
}

bool cdcmtk_frames_read_item(
    cdcmtk_frames *frames, size_t item, size_t offset, uint8_t *buffer, size_t count, cdcmtk_error *error) {
    try {
        return item < frames->items.size() && read_piece(frames->items[item], &frames->cache, offset, buffer, count, error);
    } catch (...) {
        cdcmtk_fail(error, "out of memory");
        return false;
    }
}

bool cdcmtk_frames_decode(
    const cdcmtk_frame_kind *kind, const uint8_t *stream, size_t length, uint8_t *buffer, size_t count, cdcmtk_error *error) {
    try {
        DcmDataset dataset;
        DcmPixelSequence sequence(DCM_PixelSequenceTag);
        if (length > UINT32_MAX - 1 || count > UINT32_MAX) {
            cdcmtk_fail(error, "frame too large");
            return false;
        }
        if (!describe(*kind, dataset, error) || !add_item(sequence, nullptr, 0, error) ||
            !add_item(sequence, stream, length, error))
            return false;
        Uint32 fragment = 1;
        OFString model;
        return !failed(
            DcmCodecList::decodeFrame(
                DcmXfer(kind->transfer_syntax), nullptr, &sequence, &dataset, 0, fragment, buffer, static_cast<Uint32>(count),
                model),
            error);
    } catch (...) {
        cdcmtk_fail(error, "the decoder gave up");
        return false;
    }
}

bool cdcmtk_frames_palette(
    cdcmtk_dataset *dataset, int channel, cdcmtk_palette *palette, uint8_t *table, size_t capacity, cdcmtk_error *error) {
    static const DcmTagKey descriptors[] = {
        DCM_RedPaletteColorLookupTableDescriptor, DCM_GreenPaletteColorLookupTableDescriptor,
        DCM_BluePaletteColorLookupTableDescriptor};
    static const DcmTagKey tables[] = {
        DCM_RedPaletteColorLookupTableData, DCM_GreenPaletteColorLookupTableData, DCM_BluePaletteColorLookupTableData};
    static const DcmTagKey segments[] = {
        DCM_SegmentedRedPaletteColorLookupTableData, DCM_SegmentedGreenPaletteColorLookupTableData,
        DCM_SegmentedBluePaletteColorLookupTableData};
    if (channel < 0 || channel > 2) return false;
    try {
        DcmDataset *root = dataset->file.getDataset();
        DcmElement *element = nullptr;
        if (failed(root->findAndGetElement(descriptors[channel], element), error)) return false;
        for (unsigned long index = 0; index < 3; index++) {
            Uint16 plain = 0;
            Sint16 whole = 0;
            if (element->getUint16(plain, index).good()) {
                palette->descriptor[index] = plain;
            } else if (!failed(element->getSint16(whole, index), error)) {
                palette->descriptor[index] = index == 1 ? whole : static_cast<Uint16>(whole);
            } else {
                return false;
            }
        }
        palette->segmented = false;
        if (root->findAndGetElement(tables[channel], element).bad()) {
            palette->segmented = true;
            if (failed(root->findAndGetElement(segments[channel], element), error)) return false;
        }
        palette->count = element->getLength();
        if (palette->count > capacity) {
            cdcmtk_fail(error, "palette larger than its limit");
            return false;
        }
        DcmFileCache cache;
        return read_piece(element, &cache, 0, table, palette->count, error);
    } catch (...) {
        cdcmtk_fail(error, "out of memory");
        return false;
    }
}
