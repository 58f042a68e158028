#include "COpenJPEG.h"
#include <openjpeg-2.5/openjpeg.h>
const char *copenjpeg_version(void) { return opj_version(); }
