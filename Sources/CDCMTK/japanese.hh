// Japanese text with code extensions, which DCMTK built on glibc's iconv (as Debian builds it) can't convert.
#pragma once

#include <cstddef>
#include <optional>
#include <string>

// Converts to UTF-8 when `character_set`, the value of (0008,0005), asks for JIS X 0208 or JIS X 0212 (PS3.3 table
// C.12-4). Nothing when it doesn't, or when the bytes are no such text.
std::optional<std::string> convert_japanese(const std::string &character_set, const char *text, size_t size);
