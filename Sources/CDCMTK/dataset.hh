// What the C++ files of this target share of an open file.
#pragma once

#include "CDCMTK.h"

#include <cstdio>

#include <dcmtk/config/osconfig.h>
#include <dcmtk/dcmdata/dctk.h>

struct cdcmtk_dataset {
    DcmFileFormat file;
};

inline void cdcmtk_fail(cdcmtk_error *error, const char *text) {
    if (error != nullptr) std::snprintf(error->text, sizeof error->text, "%s", text);
}
