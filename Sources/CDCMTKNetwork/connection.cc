#include "connection.hh"

#include <cerrno>
#include <fcntl.h>
#include <poll.h>
#include <sys/socket.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <time.h>
#include <unistd.h>

#include <dcmtk/dcmnet/cond.h>
#include <openssl/err.h>

thread_local Deadlines *Layer::deadlines = nullptr;
thread_local std::unique_lock<std::mutex> Layer::handOver;
thread_local bool Layer::made = false;
std::mutex Layer::handOverMutex;

namespace {
/// How long a closing socket waits for the peer to read our last PDU; a reset could overtake it.
constexpr int lingerMs = 500;
constexpr int lingerReads = 64;
/// DCMTK sets 64 KiB, less than one of our PDUs.
constexpr int socketBuffer = 1 << 20;
}  // namespace

int64_t now_ms() {
    timespec time{};
    clock_gettime(CLOCK_MONOTONIC, &time);
    return int64_t(time.tv_sec) * 1000 + time.tv_nsec / 1000000;
}

Connection::Connection(int socket, SSL *ssl, Deadlines *deadlines)
    : DcmTransportConnection(socket), ssl(ssl), deadlines(deadlines) {
    int on = 1;
    (void)setsockopt(socket, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
    int buffer = socketBuffer;
    (void)setsockopt(socket, SOL_SOCKET, SO_RCVBUF, &buffer, sizeof buffer);
    (void)fcntl(socket, F_SETFL, fcntl(socket, F_GETFL) | O_NONBLOCK);
    if (ssl) SSL_set_fd(ssl, socket);
}

Connection::~Connection() {
    close();
    if (ssl) SSL_free(ssl);
}

bool Connection::waitFor(short events) {
    while (true) {
        const int64_t now = now_ms();
        const int64_t left = std::min(deadlines->idle_ms, deadlines->end_ms - now);
        if (left <= 0) break;
        pollfd entry{getSocket(), events, 0};
        const int ready = poll(&entry, 1, int(std::min<int64_t>(left, 1 << 30)));
        if (ready > 0) return true;
        if (ready == 0) break;
        if (errno != EINTR) return false;
    }
    deadlines->passed = true;
    return false;
}

bool Connection::waitAfter(int result) {
    switch (SSL_get_error(ssl, result)) {
    case SSL_ERROR_WANT_READ: return waitFor(POLLIN);
    case SSL_ERROR_WANT_WRITE: return waitFor(POLLOUT);
    default: return false;
    }
}

OFCondition Connection::handshake(int (*step)(SSL *)) {
    if (!ssl) return EC_Normal;
    while (true) {
        ERR_clear_error();
        const int result = step(ssl);
        if (result == 1) return EC_Normal;
        if (!waitAfter(result)) return DUL_NETWORKCLOSED;
    }
}

void Connection::acknowledgeAtOnce() {
    // A sender with Nagle's algorithm, DCMTK's default, waits for the acknowledgement before it sends the rest of a message, and
    // the kernel delays that by 40 ms. It forgets the option whenever we answer (tcp(7)).
    int on = 1;
    (void)setsockopt(getSocket(), IPPROTO_TCP, TCP_QUICKACK, &on, sizeof on);
}

ssize_t Connection::read(void *bytes, size_t count) {
    if (getSocket() < 0) return 0;
    while (true) {
        // A peer that sends now and then ends here too.
        if (now_ms() >= deadlines->end_ms) {
            deadlines->passed = true;
            return 0;
        }
        acknowledgeAtOnce();
        if (ssl) {
            ERR_clear_error();
            const int result = SSL_read(ssl, bytes, int(std::min<size_t>(count, 1 << 30)));
            if (result > 0) return result;
            if (!waitAfter(result)) return 0;
        } else {
            const ssize_t result = recv(getSocket(), bytes, count, 0);
            if (result >= 0) return result;
            if (errno == EINTR) continue;
            if ((errno != EAGAIN && errno != EWOULDBLOCK) || !waitFor(POLLIN)) return 0;
        }
    }
}

ssize_t Connection::write(void *bytes, size_t count) {
    if (getSocket() < 0) return 0;
    const char *next = static_cast<const char *>(bytes);
    size_t left = count;
    while (left > 0) {
        ssize_t result;
        if (ssl) {
            ERR_clear_error();
            result = SSL_write(ssl, next, int(std::min<size_t>(left, 1 << 30)));
            if (result <= 0) {
                if (!waitAfter(int(result))) return 0;
                continue;
            }
        } else {
            result = send(getSocket(), next, left, MSG_NOSIGNAL);
            if (result < 0) {
                if (errno == EINTR) continue;
                if ((errno != EAGAIN && errno != EWOULDBLOCK) || !waitFor(POLLOUT)) return 0;
                continue;
            }
        }
        next += result;
        left -= size_t(result);
    }
    return ssize_t(count);
}

OFBool Connection::networkDataAvailable(int) {
    return getSocket() >= 0 && (hasBuffered() || waitFor(POLLIN));
}

void Connection::close() {
    const int socket = getSocket();
    if (socket < 0) return;
    setSocket(-1);
    if (ssl && SSL_is_init_finished(ssl)) {
        ERR_clear_error();
        (void)SSL_shutdown(ssl);
    }
    (void)shutdown(socket, SHUT_WR);
    char away[16384];
    const int64_t end = now_ms() + lingerMs;
    for (int reads = 0; reads < lingerReads; ++reads) {
        pollfd entry{socket, POLLIN, 0};
        const int64_t left = end - now_ms();
        if (left <= 0 || poll(&entry, 1, int(left)) <= 0) break;
        if (recv(socket, away, sizeof away, 0) <= 0) break;
    }
    (void)::close(socket);
}

DcmTransportConnection *Layer::createConnection(DcmNativeSocketType socket, OFBool secure) {
    if (handOver.owns_lock()) {
        dcmExternalSocketHandle.set(DCMNET_INVALID_SOCKET);
        handOver.unlock();
    }
    made = true;
    if (!deadlines || bool(secure) != bool(tls)) {
        (void)::close(socket);
        return nullptr;
    }
    SSL *ssl = nullptr;
    if (tls) {
        ssl = SSL_new(tls->getNativeHandle());
        if (!ssl) {
            (void)::close(socket);
            return nullptr;
        }
    }
    return new Connection(socket, ssl, deadlines);
}
