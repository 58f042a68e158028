/// The C face of DCMTK's network and TLS. Opaque handles, sizes, an error out-parameter; no C++ exception passes it.
/// Owned in Swift by DICOMNetwork only.
#ifndef CDCMTKNETWORK_H
#define CDCMTKNETWORK_H
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/// How a call on an association went. Everything but the first two ends it.
enum cdcmtknet_result {
    CDCMTKNET_DONE = 0,
    /// cdcmtknet_association_wake was called while waiting.
    CDCMTKNET_WOKEN = 1,
    /// The peer asked for the release.
    CDCMTKNET_RELEASED = 2,
    /// The peer sent an A-ABORT.
    CDCMTKNET_ABORTED = 3,
    /// The connection was lost.
    CDCMTKNET_LOST = 4,
    /// A limit of time was passed.
    CDCMTKNET_TIMED_OUT = 5,
    /// What the peer sent breaks PS3.7 or PS3.8, or a bound of ours.
    CDCMTKNET_PROTOCOL = 6,
    /// The peer refused the association, or the presentation context.
    CDCMTKNET_REFUSED = 7,
};

/// Milliseconds. `accept` is for handshake and request together, `idle` for a wait for one byte, `total` for the association.
struct cdcmtknet_limits {
    int64_t accept_ms;
    int64_t idle_ms;
    int64_t total_ms;
    long pdu_bytes;
};

/// PEM files; `authorities` may be null. `verification`: 0 none, 1 checked if given, 2 required.
struct cdcmtknet_security {
    const char *certificate;
    const char *private_key;
    const char *authorities;
    int verification;
    bool extended;
};

/// One proposed presentation context.
struct cdcmtknet_context {
    uint8_t id;
    const char *abstract_syntax;
    const char *const *transfer_syntaxes;
    int transfer_syntax_count;
};

typedef struct cdcmtknet_network cdcmtknet_network;
typedef struct cdcmtknet_association cdcmtknet_association;

/// Listens; `security` null for plain TCP, `address` null for all addresses. Once a process.
/// Null: `words` says why.
cdcmtknet_network *cdcmtknet_listen(const char *address, int port, const struct cdcmtknet_security *security,
                                    const char *implementation_uid, const char *implementation_version, char *words,
                                    size_t words_size);
int cdcmtknet_port(const cdcmtknet_network *network);
/// A connected socket, -1 when none came within the time, -2 when the system refused one; `peer` gets the numeric address.
int cdcmtknet_accept(cdcmtknet_network *network, int timeout_ms, char *peer, size_t peer_size);
/// Closes the listening socket: nobody new comes.
void cdcmtknet_stop_listening(cdcmtknet_network *network);

/// Takes over `socket`, shakes hands and reads the A-ASSOCIATE-RQ. Null only when memory lacks; otherwise free it.
cdcmtknet_association *cdcmtknet_association_receive(cdcmtknet_network *network, int socket,
                                                     struct cdcmtknet_limits limits, int *result);
/// Asks a peer for an association with one presentation context (id 1), implicit little endian, in which we are the SCP.
cdcmtknet_association *cdcmtknet_association_request(cdcmtknet_network *network, const char *host, int port,
                                                     const char *calling, const char *called,
                                                     const char *abstract_syntax, struct cdcmtknet_limits limits,
                                                     int *result);
void cdcmtknet_association_free(cdcmtknet_association *association);

const char *cdcmtknet_association_calling(const cdcmtknet_association *association);
const char *cdcmtknet_association_called(const cdcmtknet_association *association);
int cdcmtknet_association_context_count(const cdcmtknet_association *association);
/// Valid until the next call for this association.
bool cdcmtknet_association_context(cdcmtknet_association *association, int index, struct cdcmtknet_context *context);
/// `transfer_syntax` null refuses it; `reason` as in PS3.8 table 9-18.
bool cdcmtknet_association_decide(cdcmtknet_association *association, uint8_t id, const char *transfer_syntax,
                                  int reason);
int cdcmtknet_association_acknowledge(cdcmtknet_association *association);
/// PS3.8 table 9-21.
void cdcmtknet_association_reject(cdcmtknet_association *association, int result, int source, int reason);
void cdcmtknet_association_abort(cdcmtknet_association *association);
/// Releases as requestor.
void cdcmtknet_association_release(cdcmtknet_association *association);
int cdcmtknet_association_acknowledge_release(cdcmtknet_association *association);

/// Waits until something can be read.
int cdcmtknet_association_wait(cdcmtknet_association *association);
/// Ends a wait, from any thread.
void cdcmtknet_association_wake(cdcmtknet_association *association);
/// Whether the peer has closed its side.
bool cdcmtknet_association_is_gone(cdcmtknet_association *association);
/// Shortens what is left of the total time.
void cdcmtknet_association_end_within(cdcmtknet_association *association, int64_t total_ms);

/// One command set (PS3.7 section 6.3.1).
int cdcmtknet_receive_command(cdcmtknet_association *association, uint8_t *context, uint8_t *bytes, size_t capacity,
                              size_t *count);
/// One data set to memory. More than `capacity` is read away, and `count` says how much came.
int cdcmtknet_receive_data_set(cdcmtknet_association *association, uint8_t context, uint8_t *bytes, size_t capacity,
                               size_t *count);
/// One data set to a file, after `head`. `size` and `digest` (32 bytes) are of the whole file. After a failed write
/// (`write_error`) or beyond `limit` bytes (`too_large`) the rest is read away. `file` -1: all is.
int cdcmtknet_receive_file(cdcmtknet_association *association, uint8_t context, int file, const uint8_t *head,
                           size_t head_count, int64_t limit, int64_t *size, uint8_t *digest, int *write_error,
                           bool *too_large);
/// One command set or data set.
int cdcmtknet_send(cdcmtknet_association *association, uint8_t context, bool is_command, const uint8_t *bytes,
                   size_t count);

#ifdef __cplusplus
}
#endif
#endif
