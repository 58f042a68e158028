#include "network.hh"

#include <atomic>
#include <cerrno>
#include <cstdio>
#include <cstring>
#include <poll.h>
#include <sys/eventfd.h>
#include <sys/socket.h>
#include <unistd.h>
#include <vector>

#include <dcmtk/dcmnet/cond.h>
#include <dcmtk/dcmnet/dul.h>

#include "association.hh"

namespace {

/// The most time that is left to tell a peer why we part.
constexpr int64_t partingMs = 2000;

/// How DCMTK's verdict ends an association.
int ending(const cdcmtknet_association &association, const OFCondition &condition) {
    if (condition.good()) return CDCMTKNET_DONE;
    if (association.deadlines.passed) return CDCMTKNET_TIMED_OUT;
    if (condition == DUL_PEERREQUESTEDRELEASE) return CDCMTKNET_RELEASED;
    if (condition == DUL_PEERABORTEDASSOCIATION) return CDCMTKNET_ABORTED;
    if (condition == DUL_ASSOCIATIONREJECTED || condition == DUL_REQUESTASSOCIATIONFAILED) return CDCMTKNET_REFUSED;
    if (condition == DUL_NETWORKCLOSED || condition.code() == DULC_TCPIOERROR || condition.code() == DULC_TCPINITERROR
        || condition.code() == DULC_UNKNOWNHOST || condition.code() == DULC_TLSERROR)
        return CDCMTKNET_LOST;
    return CDCMTKNET_PROTOCOL;
}

void copyText(char *target, size_t size, const std::string &text) { snprintf(target, size, "%s", text.c_str()); }

/// Sends a PDU that DCMTK would only send and then wait for the peer's.
void sendRaw(cdcmtknet_association *association, const unsigned char *bytes, size_t count) {
    if (!association->association || !association->association->DULassociation) return;
    auto *connection = DUL_getTransportConnection(association->association->DULassociation);
    if (!connection) return;
    association->deadlines.end_ms = std::min(association->deadlines.end_ms, now_ms() + partingMs);
    if (association->deadlines.end_ms <= now_ms()) association->deadlines.end_ms = now_ms() + partingMs;
    std::vector<unsigned char> copy(bytes, bytes + count);
    (void)connection->write(copy.data(), copy.size());
}

}  // namespace

cdcmtknet_association::cdcmtknet_association(const cdcmtknet_limits &given, int64_t first)
    : limits(given), wakeUp(eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK)) {
    deadlines.idle_ms = std::max(given.idle_ms, first);
    deadlines.end_ms = now_ms() + first;
}

cdcmtknet_association::~cdcmtknet_association() {
    if (association) (void)ASC_destroyAssociation(&association);
    if (wakeUp >= 0) close(wakeUp);
}

void cdcmtknet_association::beginService() {
    deadlines.idle_ms = limits.idle_ms;
    deadlines.end_ms = now_ms() + limits.total_ms;
}

Connection *cdcmtknet_association::connection() const {
    if (!association || !association->DULassociation) return nullptr;
    return static_cast<Connection *>(DUL_getTransportConnection(association->DULassociation));
}

cdcmtknet_association *cdcmtknet_association_receive(cdcmtknet_network *network, int socket, cdcmtknet_limits limits,
                                                     int *result) {
    *result = CDCMTKNET_LOST;
    cdcmtknet_association *made = nullptr;
    try {
        made = new cdcmtknet_association(limits, limits.accept_ms);
        Layer::deadlines = &made->deadlines;
        Layer::made = false;
        Layer::handOver = std::unique_lock<std::mutex>(Layer::handOverMutex);
        dcmExternalSocketHandle.set(socket);
        const OFCondition condition =
            ASC_receiveAssociation(network->network, &made->association, limits.pdu_bytes, nullptr, nullptr,
                                   network->isSecure ? OFTrue : OFFalse, DUL_BLOCK, 0);
        if (Layer::handOver.owns_lock()) {
            dcmExternalSocketHandle.set(DCMNET_INVALID_SOCKET);
            Layer::handOver.unlock();
        }
        if (!Layer::made) (void)close(socket);
        *result = ending(*made, condition);
        if (condition.good()) {
            auto *params = made->association->params;
            char calling[65] = "", called[65] = "", responding[65] = "";
            (void)ASC_getAPTitles(params, calling, sizeof calling, called, sizeof called, responding, sizeof responding);
            made->calling = calling;
            made->called = called;
            copyText(params->ourImplementationClassUID, sizeof params->ourImplementationClassUID,
                     network->implementationUID);
            copyText(params->ourImplementationVersionName, sizeof params->ourImplementationVersionName,
                     network->implementationVersion);
            copyText(params->DULparams.calledImplementationClassUID, sizeof params->DULparams.calledImplementationClassUID,
                     network->implementationUID);
            copyText(params->DULparams.calledImplementationVersionName,
                     sizeof params->DULparams.calledImplementationVersionName, network->implementationVersion);
            made->beginService();
        }
        return made;
    } catch (...) {
        if (Layer::handOver.owns_lock()) {
            dcmExternalSocketHandle.set(DCMNET_INVALID_SOCKET);
            Layer::handOver.unlock();
        }
        if (!Layer::made) (void)close(socket);
        delete made;
        return nullptr;
    }
}

cdcmtknet_association *cdcmtknet_association_request(cdcmtknet_network *network, const char *host, int port,
                                                     const char *calling, const char *called,
                                                     const char *abstract_syntax, cdcmtknet_limits limits, int *result) {
    *result = CDCMTKNET_LOST;
    cdcmtknet_association *made = nullptr;
    T_ASC_Parameters *params = nullptr;
    try {
        made = new cdcmtknet_association(limits, limits.accept_ms);
        Layer::deadlines = &made->deadlines;
        const std::string address = std::string(host) + ":" + std::to_string(port);
        const char *implicit[] = {"1.2.840.10008.1.2"};
        OFCondition condition = ASC_createAssociationParameters(&params, limits.pdu_bytes);
        if (condition.good()) condition = ASC_setAPTitles(params, calling, called, nullptr);
        if (condition.good()) condition = ASC_setPresentationAddresses(params, "localhost", address.c_str());
        if (condition.good()) condition = ASC_setTransportLayerType(params, network->isSecure ? OFTrue : OFFalse);
        if (condition.good())
            condition = ASC_addPresentationContext(params, 1, abstract_syntax, implicit, 1, ASC_SC_ROLE_SCP);
        if (condition.bad()) {
            if (params) (void)ASC_destroyAssociationParameters(&params);
            *result = CDCMTKNET_PROTOCOL;
            return made;
        }
        copyText(params->ourImplementationClassUID, sizeof params->ourImplementationClassUID, network->implementationUID);
        copyText(params->ourImplementationVersionName, sizeof params->ourImplementationVersionName,
                 network->implementationVersion);
        copyText(params->DULparams.callingImplementationClassUID, sizeof params->DULparams.callingImplementationClassUID,
                 network->implementationUID);
        copyText(params->DULparams.callingImplementationVersionName,
                 sizeof params->DULparams.callingImplementationVersionName, network->implementationVersion);
        condition = ASC_requestAssociation(network->network, params, &made->association, nullptr, nullptr, DUL_NOBLOCK,
                                           int(limits.accept_ms / 1000));
        *result = ending(*made, condition);
        if (condition.good()) {
            T_ASC_PresentationContext accepted{};
            const bool taken = ASC_findAcceptedPresentationContext(params, 1, &accepted).good();
            *result = taken ? CDCMTKNET_DONE : CDCMTKNET_REFUSED;
            made->beginService();
        }
        return made;
    } catch (...) {
        delete made;
        return nullptr;
    }
}

void cdcmtknet_association_free(cdcmtknet_association *association) {
    try {
        delete association;
    } catch (...) {
    }
}

const char *cdcmtknet_association_calling(const cdcmtknet_association *association) {
    return association->calling.c_str();
}

const char *cdcmtknet_association_called(const cdcmtknet_association *association) {
    return association->called.c_str();
}

int cdcmtknet_association_context_count(const cdcmtknet_association *association) {
    return ASC_countPresentationContexts(association->association->params);
}

bool cdcmtknet_association_context(cdcmtknet_association *association, int index, cdcmtknet_context *context) {
    auto &proposed = association->proposed;
    if (ASC_getPresentationContext(association->association->params, index, &proposed).bad()) return false;
    for (int i = 0; i < proposed.transferSyntaxCount; ++i)
        association->syntaxes[i] = proposed.proposedTransferSyntaxes[i];
    *context = {proposed.presentationContextID, proposed.abstractSyntax, association->syntaxes,
                proposed.transferSyntaxCount};
    return true;
}

bool cdcmtknet_association_decide(cdcmtknet_association *association, uint8_t id, const char *transfer_syntax, int reason) {
    try {
        auto *params = association->association->params;
        const auto role = association->proposed.proposedRole;
        if (!transfer_syntax || role == ASC_SC_ROLE_SCP) {
            const auto why = transfer_syntax ? ASC_P_USERREJECTION : T_ASC_P_ResultReason(reason);
            return ASC_refusePresentationContext(params, id, why).good();
        }
        // Whoever asks for a role gets the user's; we are the provider.
        const auto accepted = role == ASC_SC_ROLE_DEFAULT || role == ASC_SC_ROLE_NONE ? ASC_SC_ROLE_DEFAULT : ASC_SC_ROLE_SCU;
        return ASC_acceptPresentationContext(params, id, transfer_syntax, accepted).good();
    } catch (...) {
        return false;
    }
}

int cdcmtknet_association_acknowledge(cdcmtknet_association *association) {
    try {
        return ending(*association, ASC_acknowledgeAssociation(association->association));
    } catch (...) {
        return CDCMTKNET_PROTOCOL;
    }
}

void cdcmtknet_association_reject(cdcmtknet_association *association, int result, int source, int reason) {
    try {
        const unsigned char pdu[] = {DUL_TYPEASSOCIATERJ,   0, 0, 0, 0, 4, 0, (unsigned char)result, (unsigned char)source,
                                     (unsigned char)reason};
        sendRaw(association, pdu, sizeof pdu);
    } catch (...) {
    }
}

void cdcmtknet_association_abort(cdcmtknet_association *association) {
    try {
        const unsigned char pdu[] = {DUL_TYPEABORT, 0, 0, 0, 0, 4, 0, 0, DUL_ABORTSERVICEPROVIDER, DUL_ABORTNOREASON};
        sendRaw(association, pdu, sizeof pdu);
    } catch (...) {
    }
}

void cdcmtknet_association_release(cdcmtknet_association *association) {
    try {
        association->deadlines.end_ms = std::min(association->deadlines.end_ms, now_ms() + partingMs);
        (void)ASC_releaseAssociation(association->association);
    } catch (...) {
    }
}

int cdcmtknet_association_acknowledge_release(cdcmtknet_association *association) {
    try {
        return ending(*association, ASC_acknowledgeRelease(association->association));
    } catch (...) {
        return CDCMTKNET_PROTOCOL;
    }
}

int cdcmtknet_association_wait(cdcmtknet_association *association) {
    auto *connection = association->connection();
    if (!connection) return CDCMTKNET_LOST;
    if (association->hasNext || connection->hasBuffered()) return CDCMTKNET_DONE;
    // A PDU may hold the next command behind the last data set's end.
    association->hasNext = DUL_NextPDV(&association->association->DULassociation, &association->next).good();
    if (association->hasNext) return CDCMTKNET_DONE;
    const int64_t start = now_ms();
    while (true) {
        pollfd entries[] = {{connection->descriptor(), POLLIN, 0}, {association->wakeUp, POLLIN, 0}};
        const int64_t now = now_ms();
        const int64_t left =
            std::min(association->limits.idle_ms - (now - start), association->deadlines.end_ms - now);
        if (left <= 0) return CDCMTKNET_TIMED_OUT;
        const int ready = poll(entries, 2, int(std::min<int64_t>(left, 1 << 30)));
        if (ready < 0 && errno != EINTR) return CDCMTKNET_LOST;
        if (ready <= 0) continue;
        if (entries[0].revents) return CDCMTKNET_DONE;
        uint64_t count;
        (void)!read(association->wakeUp, &count, sizeof count);
        return CDCMTKNET_WOKEN;
    }
}

void cdcmtknet_association_wake(cdcmtknet_association *association) {
    const uint64_t one = 1;
    (void)!write(association->wakeUp, &one, sizeof one);
}

bool cdcmtknet_association_is_gone(cdcmtknet_association *association) {
    auto *connection = association->connection();
    if (!connection) return true;
    pollfd entry{connection->descriptor(), POLLRDHUP, 0};
    return poll(&entry, 1, 0) > 0;
}

void cdcmtknet_association_end_within(cdcmtknet_association *association, int64_t total_ms) {
    association->deadlines.end_ms = std::min(association->deadlines.end_ms, now_ms() + total_ms);
}

int cdcmtknet_association::nextFragment(DUL_PDV &fragment) {
    if (hasNext) {
        hasNext = false;
        fragment = next;
        return CDCMTKNET_DONE;
    }
    if (DUL_NextPDV(&association->DULassociation, &fragment).good()) return CDCMTKNET_DONE;
    DUL_PDVLIST list{};
    const OFCondition condition = DUL_ReadPDVs(&association->DULassociation, &list, DUL_BLOCK, 0);
    if (condition != DUL_PDATAPDUARRIVED && condition.bad()) return ending(*this, condition);
    if (condition == DUL_PDATAPDUARRIVED || condition.good()) {
        if (DUL_NextPDV(&association->DULassociation, &fragment).good()) return CDCMTKNET_DONE;
    }
    return CDCMTKNET_PROTOCOL;
}

int cdcmtknet_send(cdcmtknet_association *association, uint8_t context, bool is_command, const uint8_t *bytes,
                   size_t count) {
    try {
        DUL_PDV fragment{};
        fragment.fragmentLength = count;
        fragment.presentationContextID = context;
        fragment.pdvType = is_command ? DUL_COMMANDPDV : DUL_DATASETPDV;
        fragment.lastPDV = OFTrue;
        fragment.data = const_cast<uint8_t *>(bytes);
        DUL_PDVLIST list{};
        list.count = 1;
        list.pdv = &fragment;
        return ending(*association, DUL_WritePDVs(&association->association->DULassociation, &list));
    } catch (...) {
        return CDCMTKNET_PROTOCOL;
    }
}
