#include "japanese.hh"

#include <iconv.h>

std::optional<std::string> convert_japanese(const std::string &character_set, const char *text, size_t size) {
    if (character_set.find("ISO 2022 IR 87") == std::string::npos &&
        character_set.find("ISO 2022 IR 159") == std::string::npos) {
        return std::nullopt;
    }
    // RFC 1554: ASCII, JIS X 0201 Roman, JIS X 0208 and JIS X 0212 by the escape sequences that DICOM uses.
    const iconv_t conversion = iconv_open("UTF-8", "ISO-2022-JP-2");
    if (conversion == reinterpret_cast<iconv_t>(-1)) return std::nullopt;
    std::string input(text, size);
    // Two bytes of a character become three at most; escape sequences become none.
    std::string output(size * 2 + 4, '\0');
    char *from = input.data();
    char *to = output.data();
    size_t from_left = input.size();
    size_t to_left = output.size();
    const size_t outcome = iconv(conversion, &from, &from_left, &to, &to_left);
    iconv_close(conversion);
    if (outcome == static_cast<size_t>(-1) || from_left > 0) return std::nullopt;
    output.resize(output.size() - to_left);
    return output;
}
