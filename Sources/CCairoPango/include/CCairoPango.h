/// Draws on a picture with cairo and pango. Owned in Swift by Reporting's Overlay only.
#ifndef CCAIROPANGO_H
#define CCAIROPANGO_H
const char *ccairopango_version(void);
#endif
