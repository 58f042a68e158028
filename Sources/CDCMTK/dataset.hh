// What the C++ files of this target share of an open file.
#pragma once

#include "CDCMTK.h"

#include <cstdio>
#include <string>
#include <vector>

#include <dcmtk/config/osconfig.h>
#include <dcmtk/dcmdata/dctk.h>
#include <dcmtk/dcmdata/dcspchrs.h>

// An item that was reached, by the step that led to it from `parent`.
struct cdcmtk_place {
    DcmItem *parent;
    DcmSequenceOfItems *sequence;
    cdcmtk_step step;
    DcmItem *item;
};

struct cdcmtk_dataset {
    // Its meta header stays empty: Imaging reads that itself.
    DcmFileFormat file;
    // The converter of the character set that was asked for last, since most elements share one.
    DcmSpecificCharacterSet converter;
    OFString character_set;
    bool converts = false;
    // What cdcmtk_dataset_text gave last.
    OFString text;
    // Where the last path led, step by step. DCMTK counts items from the first each time, which costs the square of a long sequence.
    std::vector<cdcmtk_place> places;
};

inline void cdcmtk_fail(cdcmtk_error *error, const char *text) {
    if (error != nullptr) std::snprintf(error->text, sizeof error->text, "%s", text);
}
