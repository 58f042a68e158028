#ifndef CDCMTKNETWORK_NETWORK_HH
#define CDCMTKNETWORK_NETWORK_HH

#include "connection.hh"

#include <string>

/// DCMTK's network with a listening socket of ours. Lives as long as its process.
struct cdcmtknet_network {
    T_ASC_Network *network = nullptr;
    std::unique_ptr<Layer> layer;
    std::string implementationUID;
    std::string implementationVersion;
    bool isSecure = false;
    int socket = -1;
    int port = 0;
};

#endif
