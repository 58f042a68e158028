// What the C++ files of this target share of an open file.
#pragma once

#include "CDCMTK.h"

#include <cstdio>
#include <string>

#include <dcmtk/config/osconfig.h>
#include <dcmtk/dcmdata/dctk.h>
#include <dcmtk/dcmdata/dcspchrs.h>

struct cdcmtk_dataset {
    // Its meta header stays empty: Imaging reads that itself.
    DcmFileFormat file;
    // The converter of the character set that was asked for last, since most elements share one.
    DcmSpecificCharacterSet converter;
    OFString character_set;
    bool converts = false;
    // What cdcmtk_dataset_text gave last.
    OFString text;
};

inline void cdcmtk_fail(cdcmtk_error *error, const char *text) {
    if (error != nullptr) std::snprintf(error->text, sizeof error->text, "%s", text);
}
