#include "CTurboJPEG.h"
#include <stdio.h>
#include <jpeglib.h>
#define TEXT(x) #x
#define VERSION_TEXT(x) TEXT(x)
const char *cturbojpeg_version(void) { return VERSION_TEXT(LIBJPEG_TURBO_VERSION); }
