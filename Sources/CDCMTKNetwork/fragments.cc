#include "association.hh"

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <unistd.h>

#include <openssl/evp.h>

namespace {

/// The kernel is asked to write this often, so that the last sync has little left.
constexpr int64_t writeBackBytes = 8 << 20;

bool writeAll(int file, const uint8_t *bytes, size_t count) {
    while (count > 0) {
        const ssize_t written = write(file, bytes, count);
        if (written < 0) {
            if (errno == EINTR) continue;
            return false;
        }
        bytes += written;
        count -= size_t(written);
    }
    return true;
}

/// Reads the fragments of one message part until the last.
template <typename Take>
int readParts(cdcmtknet_association *association, DUL_DATAPDV type, uint8_t *context, bool contextIsGiven, Take take) {
    bool isFirst = !contextIsGiven;
    while (true) {
        DUL_PDV fragment{};
        const int result = association->nextFragment(fragment);
        if (result != CDCMTKNET_DONE) return result;
        if (fragment.pdvType != type) return CDCMTKNET_PROTOCOL;
        if (isFirst) *context = fragment.presentationContextID;
        isFirst = false;
        if (fragment.presentationContextID != *context) return CDCMTKNET_PROTOCOL;
        if (!take(static_cast<const uint8_t *>(fragment.data), size_t(fragment.fragmentLength))) return CDCMTKNET_PROTOCOL;
        if (fragment.lastPDV) return CDCMTKNET_DONE;
    }
}

}  // namespace

int cdcmtknet_receive_command(cdcmtknet_association *association, uint8_t *context, uint8_t *bytes, size_t capacity,
                              size_t *count) {
    try {
        *count = 0;
        return readParts(association, DUL_COMMANDPDV, context, false, [&](const uint8_t *part, size_t size) {
            if (size > capacity - *count) return false;
            std::memcpy(bytes + *count, part, size);
            *count += size;
            return true;
        });
    } catch (...) {
        return CDCMTKNET_PROTOCOL;
    }
}

int cdcmtknet_receive_data_set(cdcmtknet_association *association, uint8_t context, uint8_t *bytes, size_t capacity,
                               size_t *count) {
    try {
        *count = 0;
        return readParts(association, DUL_DATASETPDV, &context, true, [&](const uint8_t *part, size_t size) {
            const size_t room = *count < capacity ? capacity - *count : 0;
            if (size <= room) std::memcpy(bytes + *count, part, size);
            *count += size;
            return true;
        });
    } catch (...) {
        return CDCMTKNET_PROTOCOL;
    }
}

int cdcmtknet_receive_file(cdcmtknet_association *association, uint8_t context, int file, const uint8_t *head,
                           size_t head_count, int64_t limit, int64_t *size, uint8_t *digest, int *write_error,
                           bool *too_large) {
    try {
        *size = 0;
        *write_error = 0;
        *too_large = false;
        int64_t written = 0;
        std::unique_ptr<EVP_MD_CTX, void (*)(EVP_MD_CTX *)> hash(EVP_MD_CTX_new(), EVP_MD_CTX_free);
        if (!hash || EVP_DigestInit_ex(hash.get(), EVP_sha256(), nullptr) != 1) return CDCMTKNET_PROTOCOL;
        const auto keep = [&](const uint8_t *part, size_t count) {
            if (file < 0 || *write_error != 0 || *too_large) return true;
            if (int64_t(count) > limit - *size) {
                *too_large = true;
                return true;
            }
            if (!writeAll(file, part, count)) {
                *write_error = errno;
                return true;
            }
            EVP_DigestUpdate(hash.get(), part, count);
            *size += int64_t(count);
            if (*size - written >= writeBackBytes) {
                (void)sync_file_range(file, written, *size - written, SYNC_FILE_RANGE_WRITE);
                written = *size;
            }
            return true;
        };
        keep(head, head_count);
        const int result = readParts(association, DUL_DATASETPDV, &context, true, keep);
        EVP_DigestFinal_ex(hash.get(), digest, nullptr);
        return result;
    } catch (...) {
        return CDCMTKNET_PROTOCOL;
    }
}
