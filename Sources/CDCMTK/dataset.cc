#include "dataset.hh"

#include "japanese.hh"

#include <algorithm>
#include <cstring>
#include <memory>

#include <dcmtk/dcmdata/dcistrmf.h>

namespace {

// Values above this stay on disk.
constexpr Uint32 longest_value_in_memory = 4096;

// The item of `step` below `parent`, found from where the last path passed, if that was this item or the one before it.
DcmItem *item_below(DcmItem *parent, const cdcmtk_step &step, const cdcmtk_place *last, DcmSequenceOfItems *&sequence) {
    const bool same_sequence = last != nullptr && last->parent == parent && last->step.group == step.group &&
                               last->step.element == step.element;
    if (same_sequence) {
        sequence = last->sequence;
        if (step.item == last->step.item) return last->item;
        if (step.item == last->step.item + 1) return dynamic_cast<DcmItem *>(sequence->nextInContainer(last->item));
    } else {
        DcmElement *element = nullptr;
        if (parent->findAndGetElement(DcmTagKey(step.group, step.element), element).bad()) return nullptr;
        sequence = dynamic_cast<DcmSequenceOfItems *>(element);
    }
    if (sequence == nullptr || step.item >= sequence->card()) return nullptr;
    return sequence->getItem(step.item);
}

DcmItem *item_at(cdcmtk_dataset *dataset, const cdcmtk_step *path, size_t steps) {
    DcmItem *item = dataset->file.getDataset();
    auto &places = dataset->places;
    for (size_t step = 0; step < steps; ++step) {
        DcmSequenceOfItems *sequence = nullptr;
        DcmItem *found = item_below(item, path[step], step < places.size() ? &places[step] : nullptr, sequence);
        if (found == nullptr) return nullptr;
        const bool is_new = step >= places.size() || places[step].item != found || places[step].parent != item;
        if (is_new) {
            places.resize(step);
            places.push_back({item, sequence, path[step], found});
        }
        item = found;
    }
    return item;
}

DcmElement *element_at(cdcmtk_dataset *dataset, const cdcmtk_step *path, size_t steps, uint16_t group, uint16_t element) {
    DcmItem *item = item_at(dataset, path, steps);
    DcmElement *found = nullptr;
    if (item == nullptr || item->findAndGetElement(DcmTagKey(group, element), found).bad()) return nullptr;
    return found;
}

// A value stored as UN, or as a VR that was made up, is read by the dictionary.
DcmEVR representation(DcmElement &element) {
    const DcmEVR stored = element.getVR();
    if (stored != EVR_UN && stored != EVR_UNKNOWN && stored != EVR_UNKNOWN2B) return stored;
    return DcmTag(element.getTag().getXTag()).getEVR();
}

size_t number_width(DcmEVR representation) {
    switch (representation) {
    case EVR_US:
    case EVR_SS:
    case EVR_xs: return 2;
    case EVR_UL:
    case EVR_up: // UL of a media directory's offsets
    case EVR_SL:
    case EVR_FL:
    case EVR_AT: return 4;
    case EVR_FD: return 8;
    default: return 0;
    }
}

bool is_text(DcmEVR representation) {
    switch (representation) {
    case EVR_AE: case EVR_AS: case EVR_CS: case EVR_DA: case EVR_DS: case EVR_DT: case EVR_IS: case EVR_LO: case EVR_LT:
    case EVR_PN: case EVR_SH: case EVR_ST: case EVR_TM: case EVR_UC: case EVR_UI: case EVR_UR: case EVR_UT:
        return true;
    default:
        return false;
    }
}

bool uses_character_set(DcmEVR representation) {
    switch (representation) {
    case EVR_LO: case EVR_LT: case EVR_PN: case EVR_SH: case EVR_ST: case EVR_UC: case EVR_UT: return true;
    default: return false;
    }
}

// The stored bytes, or nullptr. They belong to the element.
const char *stored_text(DcmElement &element, size_t &size) {
    char *text = nullptr;
    Uint32 length = 0;
    if (element.getString(text, length).good() && text != nullptr) {
        size = length;
        return text;
    }
    Uint8 *bytes = nullptr;
    if (element.getLengthField() != DCM_UndefinedLength && element.getUint8Array(bytes).good() && bytes != nullptr) {
        size = element.getLengthField();
        return reinterpret_cast<const char *>(bytes);
    }
    return nullptr;
}

OFString character_set_of(cdcmtk_dataset *dataset, const cdcmtk_step *path, size_t steps) {
    // An item without its own character set has that of what surrounds it (PS3.3 C.12.1.1.2).
    for (size_t remaining = steps + 1; remaining-- > 0;) {
        DcmItem *item = item_at(dataset, path, remaining);
        OFString value;
        if (item != nullptr && item->findAndGetOFStringArray(DCM_SpecificCharacterSet, value).good()) return value;
    }
    return OFString();
}

template <typename Value>
void read_little_endian(const Uint8 *bytes, size_t count, double *numbers) {
    for (size_t index = 0; index < count; ++index) {
        Value value;
        std::memcpy(&value, bytes + index * sizeof value, sizeof value);
        numbers[index] = static_cast<double>(value);
    }
}

template <typename Value, typename Get>
size_t copy_numbers(DcmElement &element, Get get, double *numbers, size_t capacity) {
    Value *values = nullptr;
    if ((element.*get)(values).bad() || values == nullptr) return 0;
    const size_t count = std::min<size_t>(element.getLengthField() / sizeof(Value), capacity);
    for (size_t index = 0; index < count; ++index) numbers[index] = static_cast<double>(values[index]);
    return count;
}

size_t copy_unknown_numbers(DcmElement &element, DcmEVR representation, double *numbers, size_t capacity) {
    Uint8 *bytes = nullptr;
    if (element.getUint8Array(bytes).bad() || bytes == nullptr) return 0;
    const size_t count = std::min<size_t>(element.getLengthField() / number_width(representation), capacity);
    switch (representation) {
    case EVR_US: read_little_endian<Uint16>(bytes, count, numbers); return count;
    case EVR_SS: read_little_endian<Sint16>(bytes, count, numbers); return count;
    case EVR_UL: read_little_endian<Uint32>(bytes, count, numbers); return count;
    case EVR_SL: read_little_endian<Sint32>(bytes, count, numbers); return count;
    case EVR_FL: read_little_endian<Float32>(bytes, count, numbers); return count;
    case EVR_FD: read_little_endian<Float64>(bytes, count, numbers); return count;
    default: return 0;
    }
}

size_t copy_attribute_tags(DcmElement &element, double *numbers, size_t capacity) {
    auto &tags = dynamic_cast<DcmAttributeTag &>(element);
    const size_t count = std::min<size_t>(element.getLengthField() / 4, capacity);
    for (size_t index = 0; index < count; ++index) {
        DcmTagKey key;
        if (tags.getTagVal(key, static_cast<unsigned long>(index)).bad()) return index;
        numbers[index] = key.getGroup() * 65536.0 + key.getElement();
    }
    return count;
}

}  // namespace

cdcmtk_dataset *cdcmtk_dataset_open(const char *path, uint64_t offset, const char *transfer_syntax, cdcmtk_error *error) {
    try {
        const E_TransferSyntax syntax = DcmXfer(transfer_syntax).getXfer();
        if (syntax == EXS_Unknown) {
            cdcmtk_fail(error, "the transfer syntax is unknown to DCMTK");
            return nullptr;
        }
        // Skipped, not opened there: DCMTK finds values that stay on disk by the bytes that this stream has passed.
        DcmInputFileStream stream{OFFilename(path)};
        if (stream.good() && stream.skip(static_cast<offile_off_t>(offset)) != static_cast<offile_off_t>(offset)) {
            cdcmtk_fail(error, "the file ends in its meta information");
            return nullptr;
        }
        auto dataset = std::make_unique<cdcmtk_dataset>();
        if (stream.eos()) return dataset.release();
        DcmDataset &content = *dataset->file.getDataset();
        OFCondition status = stream.status();
        if (status.good()) {
            content.transferInit();
            status = content.read(stream, syntax, EGL_noChange, longest_value_in_memory);
            content.transferEnd();
        }
        // Bytes too few for another element; the bounds check has counted them.
        if (status == EC_StreamNotifyClient) status = EC_Normal;
        if (status.bad()) {
            cdcmtk_fail(error, status.text());
            return nullptr;
        }
        return dataset.release();
    } catch (...) {
        cdcmtk_fail(error, "out of memory");
        return nullptr;
    }
}

void cdcmtk_dataset_free(cdcmtk_dataset *dataset) { delete dataset; }

cdcmtk_value cdcmtk_dataset_value(cdcmtk_dataset *dataset, const cdcmtk_step *path, size_t steps, uint16_t group,
                                  uint16_t element, size_t *size) {
    *size = 0;
    try {
        DcmElement *found = element_at(dataset, path, steps, group, element);
        if (found == nullptr) return CDCMTK_ABSENT;
        if (auto *sequence = dynamic_cast<DcmSequenceOfItems *>(found)) {
            *size = sequence->card();
            return CDCMTK_ITEMS;
        }
        const Uint32 length = found->getLengthField();
        if (length == DCM_UndefinedLength) return CDCMTK_BYTES;
        *size = length;
        const DcmEVR kind = representation(*found);
        if (is_text(kind)) return CDCMTK_TEXT;
        const size_t width = number_width(kind);
        if (width == 0) return CDCMTK_BYTES;
        *size = length / width;
        return CDCMTK_NUMBERS;
    } catch (...) {
        return CDCMTK_FAILED;
    }
}

const char *cdcmtk_dataset_text(cdcmtk_dataset *dataset, const cdcmtk_step *path, size_t steps, uint16_t group,
                                uint16_t element, size_t limit, size_t *size) {
    *size = 0;
    try {
        DcmElement *found = element_at(dataset, path, steps, group, element);
        if (found == nullptr || dynamic_cast<DcmSequenceOfItems *>(found) != nullptr) return nullptr;
        if (found->getLengthField() > limit) return nullptr;
        size_t stored_size = 0;
        const char *stored = stored_text(*found, stored_size);
        if (stored == nullptr) return nullptr;
        stored_size = std::min(stored_size, limit);

        const DcmEVR kind = representation(*found);
        const bool plain = std::all_of(stored, stored + stored_size, [](char byte) {
            return static_cast<unsigned char>(byte) < 0x80 && byte != 0x1b;
        });
        if (!plain && uses_character_set(kind)) {
            const OFString character_set = character_set_of(dataset, path, steps);
            if (!dataset->converts || dataset->character_set != character_set) {
                dataset->converts = false;
                dataset->character_set = character_set;
                dataset->converts = dataset->converter.selectCharacterSet(character_set, "ISO_IR 192").good();
            }
            // The characters that reset a code extension (PS3.5 section 6.1.2.5.3).
            const char *delimiters = kind == EVR_PN ? "\\^=" : kind == EVR_LO || kind == EVR_SH || kind == EVR_UC ? "\\" : "";
            if (dataset->converts &&
                dataset->converter.convertString(stored, stored_size, dataset->text, delimiters).good()) {
                *size = dataset->text.length();
                return dataset->text.c_str();
            }
            if (const auto converted = convert_japanese(character_set.c_str(), stored, stored_size)) {
                dataset->text.assign(converted->data(), converted->size());
                *size = dataset->text.length();
                return dataset->text.c_str();
            }
        }
        dataset->text.assign(stored, stored_size);
        *size = stored_size;
        return dataset->text.c_str();
    } catch (...) {
        return nullptr;
    }
}

size_t cdcmtk_dataset_numbers(cdcmtk_dataset *dataset, const cdcmtk_step *path, size_t steps, uint16_t group, uint16_t element,
                              double *numbers, size_t capacity) {
    try {
        DcmElement *found = element_at(dataset, path, steps, group, element);
        if (found == nullptr || found->getLengthField() == DCM_UndefinedLength) return 0;
        const DcmEVR stored = found->getVR();
        if (representation(*found) != stored) return copy_unknown_numbers(*found, representation(*found), numbers, capacity);
        switch (stored) {
        case EVR_US:
        case EVR_xs: return copy_numbers<Uint16>(*found, &DcmElement::getUint16Array, numbers, capacity);
        case EVR_SS: return copy_numbers<Sint16>(*found, &DcmElement::getSint16Array, numbers, capacity);
        case EVR_UL:
        case EVR_up: return copy_numbers<Uint32>(*found, &DcmElement::getUint32Array, numbers, capacity);
        case EVR_SL: return copy_numbers<Sint32>(*found, &DcmElement::getSint32Array, numbers, capacity);
        case EVR_FL: return copy_numbers<Float32>(*found, &DcmElement::getFloat32Array, numbers, capacity);
        case EVR_FD: return copy_numbers<Float64>(*found, &DcmElement::getFloat64Array, numbers, capacity);
        case EVR_AT: return copy_attribute_tags(*found, numbers, capacity);
        default: return 0;
        }
    } catch (...) {
        return 0;
    }
}
