// SPDX-License-Identifier: GPL-3.0-or-later
#include "kube/input/encoding.h"

#include <cstdint>
#include <string>

namespace portolan {

namespace {

struct Encoding {
    std::size_t unit = 1;  ///< bytes
    bool isBigEndian = false;
    std::size_t mark = 0;  ///< bytes of the byte order mark
};

Encoding encodingOf(std::string_view text)
{
    const auto starts = [&](std::string_view bytes) { return text.starts_with(bytes); };
    using namespace std::string_view_literals;
    if (starts("\xEF\xBB\xBF"sv))
        return {1, false, 3};
    if (starts("\xFF\xFE\0\0"sv))
        return {4, false, 4};
    if (starts("\0\0\xFE\xFF"sv))
        return {4, true, 4};
    if (starts("\xFF\xFE"sv))
        return {2, false, 2};
    if (starts("\xFE\xFF"sv))
        return {2, true, 2};
    if (text.size() >= 4 && text[0] != 0 && text[1] == 0 && text[2] != 0 && text[3] == 0)
        return {2, false, 0};
    if (text.size() >= 4 && text[0] == 0 && text[1] != 0 && text[2] == 0 && text[3] != 0)
        return {2, true, 0};
    return {};
}

std::uint32_t unitAt(std::string_view text, std::size_t at, const Encoding &encoding)
{
    std::uint32_t value = 0;
    for (std::size_t i = 0; i < encoding.unit; ++i) {
        const auto byte = static_cast<unsigned char>(text[at + i]);
        const std::size_t place = encoding.isBigEndian ? encoding.unit - 1 - i : i;
        value |= static_cast<std::uint32_t>(byte) << (8 * place);
    }
    return value;
}

void appendUtf8(std::string &out, std::uint32_t c)
{
    if (c > 0x10FFFF || (c >= 0xD800 && c < 0xE000))
        c = 0xFFFD;
    const auto tail = [&](unsigned shift) { out += static_cast<char>(0x80 | ((c >> shift) & 0x3F)); };
    if (c < 0x80) {
        out += static_cast<char>(c);
    } else if (c < 0x800) {
        out += static_cast<char>(0xC0 | (c >> 6));
        tail(0);
    } else if (c < 0x10000) {
        out += static_cast<char>(0xE0 | (c >> 12));
        tail(6);
        tail(0);
    } else {
        out += static_cast<char>(0xF0 | (c >> 18));
        tail(12);
        tail(6);
        tail(0);
    }
}

std::string decoded(std::string_view text, const Encoding &encoding)
{
    std::string out;
    out.reserve(text.size());
    for (std::size_t at = 0; at + encoding.unit <= text.size(); at += encoding.unit) {
        std::uint32_t c = unitAt(text, at, encoding);
        if (encoding.unit == 2 && c >= 0xD800 && c < 0xDC00 && at + 4 <= text.size()) {
            const std::uint32_t low = unitAt(text, at + 2, encoding);
            if (low >= 0xDC00 && low < 0xE000) {
                c = 0x10000 + ((c - 0xD800) << 10) + (low - 0xDC00);
                at += 2;
            }
        }
        appendUtf8(out, c);
    }
    return out;
}

}  // namespace

void toUtf8(PaddedText &text)
{
    const Encoding encoding = encodingOf(text.view());
    if (encoding.unit > 1) {
        text = PaddedText(decoded(text.view().substr(encoding.mark), encoding));
    } else if (encoding.mark > 0) {
        const std::size_t size = text.view().size() - encoding.mark;
        std::memmove(text.data(), text.data() + encoding.mark, size);
        text.resize(size);
    }
}

}  // namespace portolan
