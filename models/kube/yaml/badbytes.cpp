// SPDX-License-Identifier: GPL-3.0-or-later
#include "kube/yaml/badbytes.h"

#include "base/utf8.h"

namespace portolan {

namespace {

bool isAllowed(unsigned char c)
{
    return (c >= 0x20 && c < 0x7F) || c == '\n' || c == '\t' || c == '\r';
}

/** The control characters U+0080 to U+009F, of which YAML allows NEL alone. */
bool isControl(std::string_view sequence)
{
    const auto second = static_cast<unsigned char>(sequence[1]);
    return sequence.size() == 2 && static_cast<unsigned char>(sequence[0]) == 0xC2 && second < 0xA0 && second != 0x85;
}

}  // namespace

std::size_t firstBadByte(std::string_view text)
{
    for (std::size_t at = 0; at < text.size();) {
        const auto c = static_cast<unsigned char>(text[at]);
        if (c < 0x80) {
            if (!isAllowed(c))
                return at;
            ++at;
            continue;
        }
        const std::size_t length = utf8Length(text, at);
        if (length == 0 || isControl(text.substr(at, length)))
            return at;
        at += length;
    }
    return text.size();
}

}  // namespace portolan
