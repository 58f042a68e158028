/// libarchive, as far as unpacking needs it. Owned in Swift by Intake only.
#ifndef CARCHIVE_H
#define CARCHIVE_H
#include <archive.h>
#include <archive_entry.h>
#endif
