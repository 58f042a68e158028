/// Decodes one JPEG 2000 code stream from memory, with bounds. Owned in Swift by Imaging only.
#ifndef COPENJPEG_H
#define COPENJPEG_H
const char *copenjpeg_version(void);
#endif
