#ifndef CDCMTK_REPORT_H
#define CDCMTK_REPORT_H
#ifdef __cplusplus
extern "C" {
#endif
#ifdef __cplusplus
}
#endif
#endif
