/// libarchive, as far as unpacking needs it: zip by its directory and tar, plain or compressed. Owned in Swift by Intake only.
#ifndef CARCHIVE_H
#define CARCHIVE_H
#include <archive.h>
#include <archive_entry.h>
#include <stdbool.h>

/// What an entry stands for.
typedef enum carchive_kind {
    CARCHIVE_REGULAR,
    CARCHIVE_FOLDER,
    CARCHIVE_SYMBOLIC_LINK,
    CARCHIVE_HARD_LINK,
    CARCHIVE_SPECIAL,
} carchive_kind;

/// Opens an archive; NULL when memory ran out. Whether it is one, `*opened` tells.
struct archive *carchive_open(const char *path, bool *opened);
/// What the entry stands for.
carchive_kind carchive_entry_kind(struct archive_entry *entry);
/// The path of the entry as it is written, or as UTF-8 where it is written so; NULL where it can be neither.
const char *carchive_entry_path(struct archive_entry *entry);
#endif
