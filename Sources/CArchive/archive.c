#include "CArchive.h"

// What libarchive reads at a time.
static const size_t block_bytes = 64 << 10;

struct archive *carchive_open(const char *path, bool *opened) {
    *opened = false;
    struct archive *archive = archive_read_new();
    if (archive == NULL) return NULL;
    // A zip is read by its directory alone: without one it isn't whole, and what lies between its members is nobody's.
    if (archive_read_support_format_zip_seekable(archive) < ARCHIVE_WARN ||
        archive_read_support_format_tar(archive) < ARCHIVE_WARN || archive_read_support_filter_gzip(archive) < ARCHIVE_WARN ||
        archive_read_support_filter_bzip2(archive) < ARCHIVE_WARN || archive_read_support_filter_xz(archive) < ARCHIVE_WARN ||
        archive_read_support_filter_zstd(archive) < ARCHIVE_WARN)
        return archive;
    *opened = archive_read_open_filename(archive, path, block_bytes) == ARCHIVE_OK;
    return archive;
}

carchive_kind carchive_entry_kind(struct archive_entry *entry) {
    if (archive_entry_hardlink(entry) != NULL || archive_entry_hardlink_utf8(entry) != NULL) return CARCHIVE_HARD_LINK;
    switch (archive_entry_filetype(entry)) {
    case AE_IFREG: return CARCHIVE_REGULAR;
    case AE_IFDIR: return CARCHIVE_FOLDER;
    case AE_IFLNK: return CARCHIVE_SYMBOLIC_LINK;
    default: return CARCHIVE_SPECIAL;
    }
}

const char *carchive_entry_path(struct archive_entry *entry) {
    const char *path = archive_entry_pathname(entry);
    return path != NULL ? path : archive_entry_pathname_utf8(entry);
}
