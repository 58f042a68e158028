#include "CCairoPango.h"
#include <cairo.h>
const char *ccairopango_version(void) { return cairo_version_string(); }
