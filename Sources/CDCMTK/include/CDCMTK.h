/// The one C face of DCMTK. Opaque handles, sizes, an error out-parameter; no C++ exception passes it.
/// Owned in Swift by Imaging only.
#ifndef CDCMTK_H
#define CDCMTK_H

#include "CDCMTKRuntime.h"
#include "CDCMTKDataSet.h"
#include "CDCMTKFrames.h"
#include "CDCMTKReport.h"
#include "CDCMTKWriter.h"

#endif
