#ifndef CDCMTK_FRAMES_H
#define CDCMTK_FRAMES_H
#ifdef __cplusplus
extern "C" {
#endif
#ifdef __cplusplus
}
#endif
#endif
