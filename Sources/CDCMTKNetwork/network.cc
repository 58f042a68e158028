#include "connection.hh"

#include <cerrno>
#include <cstdio>
#include <cstring>
#include <netdb.h>
#include <poll.h>
#include <string>
#include <sys/socket.h>
#include <unistd.h>

#include <dcmtk/oflog/oflog.h>

#include "network.hh"

namespace {

/// What DCMTK itself waits for, seconds; our connections end sooner.
constexpr int dcmtkSeconds = 30;
constexpr size_t requestBytes = 1 << 18;

bool fails(const OFCondition &condition, const char *what, char *words, size_t size) {
    if (condition.good()) return false;
    snprintf(words, size, "%s", what);
    return true;
}

std::unique_ptr<DcmTLSTransportLayer> makeSecurity(const cdcmtknet_security &security, char *words, size_t size) {
    auto tls = std::make_unique<DcmTLSTransportLayer>(NET_ACCEPTORREQUESTOR, nullptr, OFTrue);
    SSL_CTX *context = tls->getNativeHandle();
    if (!context) {
        snprintf(words, size, "OpenSSL gives no context");
        return nullptr;
    }
    // A key with a passphrase is refused; nobody is there to be asked.
    tls->setPrivateKeyPasswd("");
    const auto profile = security.extended ? TSP_Profile_BCP195_Extended : TSP_Profile_BCP195_ND;
    if (fails(tls->setTLSProfile(profile), "this OpenSSL lacks the BCP 195 profile", words, size)) return nullptr;
    if (fails(tls->activateCipherSuites(), "this OpenSSL lacks the profile's cipher suites", words, size)) return nullptr;
    if (fails(tls->setPrivateKeyFile(security.private_key, DCF_Filetype_PEM), "the private key can't be read", words, size))
        return nullptr;
    if (fails(tls->setCertificateFile(security.certificate, DCF_Filetype_PEM), "the certificate can't be read", words, size))
        return nullptr;
    if (!tls->checkPrivateKeyMatchesCertificate()) {
        snprintf(words, size, "the private key is not the certificate's");
        return nullptr;
    }
    if (security.authorities
        && fails(tls->addTrustedCertificateFile(security.authorities, DCF_Filetype_PEM),
                 "the authorities' certificates can't be read", words, size))
        return nullptr;
    tls->setCertificateVerification(security.verification == 2   ? DCV_requireCertificate
                                    : security.verification == 1 ? DCV_checkCertificate
                                                                 : DCV_ignoreCertificate);
    (void)tls->setBuiltInDHParameters();
    // Associations are long; a resumed session would skip the check of the client's certificate.
    SSL_CTX_set_session_cache_mode(context, SSL_SESS_CACHE_OFF);
    SSL_CTX_set_options(context, SSL_OP_NO_TICKET);
    return tls;
}

int listenAt(const char *address, int port, int *actual, char *words, size_t size) {
    addrinfo hints{};
    hints.ai_family = address ? AF_UNSPEC : AF_INET6;
    hints.ai_socktype = SOCK_STREAM;
    hints.ai_flags = AI_PASSIVE | AI_NUMERICSERV | (address ? AI_NUMERICHOST : 0);
    addrinfo *found = nullptr;
    const std::string service = std::to_string(port);
    if (getaddrinfo(address, service.c_str(), &hints, &found) != 0 || !found) {
        snprintf(words, size, "the address to listen at is not an IP address");
        return -1;
    }
    std::unique_ptr<addrinfo, void (*)(addrinfo *)> owner(found, freeaddrinfo);
    int socket = ::socket(found->ai_family, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
    sockaddr_storage any{};
    const sockaddr *bound = found->ai_addr;
    socklen_t length = found->ai_addrlen;
    int on = 1, off = 0;
    if (socket < 0 && !address && errno == EAFNOSUPPORT) {
        // A kernel without IPv6.
        auto *v4 = reinterpret_cast<sockaddr_in *>(&any);
        v4->sin_family = AF_INET;
        v4->sin_port = htons(uint16_t(port));
        bound = reinterpret_cast<sockaddr *>(&any);
        length = sizeof *v4;
        socket = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
    } else if (!address) {
        (void)setsockopt(socket, IPPROTO_IPV6, IPV6_V6ONLY, &off, sizeof off);
    }
    sockaddr_storage name{};
    socklen_t nameLength = sizeof name;
    if (socket < 0 || setsockopt(socket, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on) != 0 || bind(socket, bound, length) != 0
        || listen(socket, 128) != 0 || getsockname(socket, reinterpret_cast<sockaddr *>(&name), &nameLength) != 0) {
        char reason[128];
        snprintf(words, size, "port %d: %s", port, strerror_r(errno, reason, sizeof reason));
        if (socket >= 0) close(socket);
        return -1;
    }
    *actual = ntohs(name.ss_family == AF_INET6 ? reinterpret_cast<sockaddr_in6 *>(&name)->sin6_port
                                               : reinterpret_cast<sockaddr_in *>(&name)->sin_port);
    return socket;
}

}  // namespace

cdcmtknet_network *cdcmtknet_listen(const char *address, int port, const cdcmtknet_security *security,
                                    const char *implementation_uid, const char *implementation_version, char *words,
                                    size_t words_size) {
    try {
        // DCMTK's log prints names and values of what it reads (law 7).
        OFLog::configure(OFLogger::OFF_LOG_LEVEL);
        dcmDisableGethostbyaddr.set(OFTrue);
        dcmAssociatePDUSizeLimit.set(requestBytes);
        dcmConnectionTimeout.set(dcmtkSeconds);
        std::unique_ptr<cdcmtknet_network> made(new cdcmtknet_network);
        made->implementationUID = implementation_uid;
        made->implementationVersion = implementation_version;
        std::unique_ptr<DcmTLSTransportLayer> tls;
        if (security) {
            tls = makeSecurity(*security, words, words_size);
            if (!tls) return nullptr;
            made->isSecure = true;
        }
        made->layer = std::make_unique<Layer>(std::move(tls));
        const int socket = listenAt(address, port, &made->port, words, words_size);
        if (socket < 0) return nullptr;
        made->socket = socket;
        // With a socket in this variable DCMTK opens none of its own, which would listen at every address.
        dcmExternalSocketHandle.set(socket);
        const OFCondition condition = ASC_initializeNetwork(NET_ACCEPTORREQUESTOR, 0, dcmtkSeconds, &made->network);
        dcmExternalSocketHandle.set(DCMNET_INVALID_SOCKET);
        if (fails(condition, "DCMTK can't start its network", words, words_size)
            || fails(ASC_setTransportLayer(made->network, made->layer.get(), 0), "DCMTK refuses our connections", words,
                     words_size)) {
            close(socket);
            return nullptr;
        }
        return made.release();
    } catch (...) {
        snprintf(words, words_size, "no memory");
        return nullptr;
    }
}

int cdcmtknet_port(const cdcmtknet_network *network) { return network->port; }

int cdcmtknet_accept(cdcmtknet_network *network, int timeout_ms, char *peer, size_t peer_size) {
    pollfd entry{network->socket, POLLIN, 0};
    if (poll(&entry, 1, timeout_ms) <= 0) return -1;
    sockaddr_storage from{};
    socklen_t length = sizeof from;
    const int accepted = accept4(network->socket, reinterpret_cast<sockaddr *>(&from), &length, SOCK_CLOEXEC);
    if (accepted < 0) return errno == EMFILE || errno == ENFILE || errno == ENOBUFS || errno == ENOMEM ? -2 : -1;
    if (getnameinfo(reinterpret_cast<sockaddr *>(&from), length, peer, socklen_t(peer_size), nullptr, 0, NI_NUMERICHOST) != 0)
        snprintf(peer, peer_size, "?");
    return accepted;
}

void cdcmtknet_stop_listening(cdcmtknet_network *network) { (void)shutdown(network->socket, SHUT_RDWR); }
