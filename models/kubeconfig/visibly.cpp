// SPDX-License-Identifier: GPL-3.0-or-later
#include "kubeconfig/visibly.h"

#include <algorithm>

#include "base/utf8.h"

namespace portolan {

namespace {

unsigned byteAt(std::string_view text, std::size_t i)
{
    return static_cast<unsigned char>(text[i]);
}

/** The character of a valid sequence. */
unsigned codeAt(std::string_view text, std::size_t i, std::size_t length)
{
    unsigned code = length == 1 ? byteAt(text, i) : byteAt(text, i) & (0xFFu >> (length + 1));
    for (std::size_t k = 1; k < length; ++k)
        code = (code << 6) | (byteAt(text, i + k) & 0x3Fu);
    return code;
}

/** Direction marks, isolates, joiners and the like. */
bool isUnseen(unsigned code)
{
    return code == 0xAD || code == 0x061C || (code >= 0x200B && code <= 0x200F) || (code >= 0x2028 && code <= 0x202E) ||
           (code >= 0x2060 && code <= 0x2069) || code == 0xFEFF;
}

std::string hex(unsigned number, int digits)
{
    constexpr char letters[] = "0123456789abcdef";
    std::string text;
    for (int shift = 4 * (digits - 1); shift >= 0; shift -= 4)
        text += letters[(number >> shift) & 15u];
    return text;
}

}  // namespace

std::string visibly(std::string_view text)
{
    std::string shown;
    for (std::size_t i = 0; i < text.size();) {
        const std::size_t length = utf8Length(text, i);
        const unsigned code = length == 0 ? byteAt(text, i) : codeAt(text, i, length);
        if (length == 0 || code < 0x20 || (code >= 0x7F && code < 0xA0))
            shown += "\\x" + hex(code, 2);
        else if (isUnseen(code))
            shown += "\\u" + hex(code, 4);
        else
            shown += text.substr(i, length);
        i += std::max<std::size_t>(length, 1);
    }
    return shown;
}

}  // namespace portolan
