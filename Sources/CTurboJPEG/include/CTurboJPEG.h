/// Decodes one baseline JPEG stream from memory with libjpeg-turbo. Owned in Swift by Imaging only.
#ifndef CTURBOJPEG_H
#define CTURBOJPEG_H
const char *cturbojpeg_version(void);
#endif
