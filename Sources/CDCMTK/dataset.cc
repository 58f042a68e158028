#include "dataset.hh"

#include <memory>

cdcmtk_dataset *cdcmtk_dataset_open(const char *path, cdcmtk_error *error) {
    try {
        auto dataset = std::make_unique<cdcmtk_dataset>();
        const OFCondition status = dataset->file.loadFile(path, EXS_Unknown, EGL_noChange, 4096, ERM_autoDetect);
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
