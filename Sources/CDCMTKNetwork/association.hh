#ifndef CDCMTKNETWORK_ASSOCIATION_HH
#define CDCMTKNETWORK_ASSOCIATION_HH

#include "connection.hh"

#include <string>

/// One association and its limits of time. Used by one thread; only `wakeUp` is touched by others.
struct cdcmtknet_association {
    cdcmtknet_association(const cdcmtknet_limits &limits, int64_t first);
    ~cdcmtknet_association();

    /// From the request on, the limits of service count.
    void beginService();
    Connection *connection() const;
    /// The next presentation data value.
    int nextFragment(DUL_PDV &fragment);

    cdcmtknet_limits limits;
    Deadlines deadlines;
    T_ASC_Association *association = nullptr;
    T_ASC_PresentationContext proposed{};
    const char *syntaxes[DICOM_MAXTRANSFERSYNTAXES]{};
    std::string calling, called;
    /// A fragment that `wait` found in the PDU before it.
    DUL_PDV next{};
    bool hasNext = false;
    int wakeUp;
};

#endif
