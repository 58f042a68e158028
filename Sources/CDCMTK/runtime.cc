#include "CDCMTK.h"

#include <mutex>

#include <dcmtk/config/osconfig.h>
#include <dcmtk/dcmdata/dcdict.h>
#include <dcmtk/dcmdata/dcrledrg.h>
#include <dcmtk/dcmdata/dcuid.h>
#include <dcmtk/dcmjpeg/djdecode.h>
#include <dcmtk/dcmjpls/djdecode.h>
#include <dcmtk/oflog/oflog.h>

bool cdcmtk_start(void) {
    static std::once_flag once;
    static bool loaded = false;
    try {
        std::call_once(once, [] {
            OFLog::configure(OFLogger::OFF_LOG_LEVEL);
            DcmRLEDecoderRegistration::registerCodecs();
            DJDecoderRegistration::registerCodecs();
            DJLSDecoderRegistration::registerCodecs();
            loaded = dcmDataDict.isDictionaryLoaded();
        });
    } catch (...) {
        return false;
    }
    return loaded;
}

const char *cdcmtk_version(void) { return OFFIS_DCMTK_VERSION_STRING; }
