/// Process-wide set-up of DCMTK: codecs, dictionary, log. Once, before threads.
#ifndef CDCMTK_RUNTIME_H
#define CDCMTK_RUNTIME_H
#include <stdbool.h>
#ifdef __cplusplus
extern "C" {
#endif
/// Registers the JPEG, JPEG-LS and RLE decoders, silences DCMTK's logger, and checks that a data dictionary is loaded.
/// Safe to call again. False when no data dictionary could be loaded.
bool cdcmtk_start(void);
/// For example "3.6.7".
const char *cdcmtk_version(void);
#ifdef __cplusplus
}
#endif
#endif
