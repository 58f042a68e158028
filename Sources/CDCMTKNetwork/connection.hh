#ifndef CDCMTKNETWORK_CONNECTION_HH
#define CDCMTKNETWORK_CONNECTION_HH

#include "CDCMTKNetwork.h"

#include <memory>
#include <mutex>

#include <dcmtk/config/osconfig.h>
#include <dcmtk/dcmnet/assoc.h>
#include <dcmtk/dcmnet/dcmlayer.h>
#include <dcmtk/dcmnet/dcmtrans.h>
#include <dcmtk/dcmtls/tlslayer.h>
#include <openssl/ssl.h>

/// Milliseconds of the monotonic clock.
int64_t now_ms();

/// When an association's waits end, and whether one did.
struct Deadlines {
    int64_t idle_ms = 0;
    int64_t end_ms = 0;
    bool passed = false;
};

/// A socket that never blocks longer than its association's deadlines, with TLS or without. DCMTK's own connections wait for
/// ever inside a record or a PDU.
class Connection final : public DcmTransportConnection {
public:
    Connection(int socket, SSL *ssl, Deadlines *deadlines);
    ~Connection() override;

    OFCondition serverSideHandshake() override { return handshake(SSL_accept); }
    OFCondition clientSideHandshake() override { return handshake(SSL_connect); }
    OFCondition renegotiate(const char *) override { return EC_IllegalCall; }
    ssize_t read(void *bytes, size_t count) override;
    ssize_t write(void *bytes, size_t count) override;
    void close() override;
    void closeTransportConnection() override { close(); }
    unsigned long getPeerCertificateLength() override { return 0; }
    unsigned long getPeerCertificate(void *, unsigned long) override { return 0; }
    OFBool networkDataAvailable(int) override;
    OFBool isTransparentConnection() override { return ssl == nullptr; }
    OFString &dumpConnectionParameters(OFString &text) override { return text; }

    int descriptor() { return getSocket(); }
    bool hasBuffered() const { return ssl && SSL_pending(ssl) > 0; }
    bool waitFor(short events);

private:
    OFCondition handshake(int (*step)(SSL *));
    bool waitAfter(int result);
    void acknowledgeAtOnce();

    SSL *ssl;
    Deadlines *deadlines;
};

/// Makes our connections; holds the TLS context.
class Layer final : public DcmTransportLayer {
public:
    explicit Layer(std::unique_ptr<DcmTLSTransportLayer> tls) : tls(std::move(tls)) {}
    DcmTransportConnection *createConnection(DcmNativeSocketType socket, OFBool secure) override;

    /// What the connection that this thread is about to make is bound to.
    static thread_local Deadlines *deadlines;
    /// Held from when an accepted socket is put into DCMTK's global variable until DCMTK has read it.
    static thread_local std::unique_lock<std::mutex> handOver;
    static thread_local bool made;
    static std::mutex handOverMutex;

private:
    std::unique_ptr<DcmTLSTransportLayer> tls;
};

#endif
