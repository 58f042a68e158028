/// The C face of DCMTK's network and TLS. Opaque handles, sizes, an error out-parameter; no C++ exception passes it.
/// Owned in Swift by DICOMNetwork only.
#ifndef CDCMTKNETWORK_H
#define CDCMTKNETWORK_H
#endif
