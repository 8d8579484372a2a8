// SPDX-License-Identifier: GPL-3.0-or-later
#include "render/xmltext.h"

#include <QList>
#include <algorithm>

namespace portolan {

namespace {

constexpr std::string_view replacement = "\xEF\xBF\xBD";

bool isPlain(char c)
{
    return c >= 0x20 && c < 0x7f && c != '&' && c != '<' && c != '>' && c != '"';
}

/** Source: XML 1.0, "Char": no other control characters, no surrogates, not U+FFFE or U+FFFF. */
bool isXmlCharacter(char32_t c)
{
    return c == '\t' || c == '\n' || c == '\r' || (c >= 0x20 && c < 0xD800 && c != 0x7f) ||
           (c >= 0xE000 && c < 0xFFFE) || (c >= 0x10000 && c <= 0x10FFFF);
}

}  // namespace

XmlText &XmlText::hundredths(std::int64_t value)
{
    char buffer[24];
    char *at = buffer;
    if (value < 0) {
        *at++ = '-';
        value = -value;
    }
    const std::int64_t whole = value / 100, rest = value % 100;
    if (whole != 0 || rest == 0)
        at = std::to_chars(at, buffer + sizeof buffer, whole).ptr;
    if (rest != 0) {
        *at++ = '.';
        *at++ = static_cast<char>('0' + rest / 10);
        if (rest % 10 != 0)
            *at++ = static_cast<char>('0' + rest % 10);
    }
    m_text.append(buffer, at);
    return *this;
}

XmlText &XmlText::attribute(std::string_view name, double value)
{
    *this << ' ' << name << "=\"";
    return number(value) << '"';
}

XmlText &XmlText::attribute(std::string_view name, std::string_view value)
{
    *this << ' ' << name << "=\"";
    return escaped(value) << '"';
}

void XmlText::escapedAscii(char c)
{
    switch (c) {
        case '&':
            m_text += "&amp;";
            break;
        case '<':
            m_text += "&lt;";
            break;
        case '>':
            m_text += "&gt;";
            break;
        case '"':
            m_text += "&quot;";
            break;
        case '\n':
            m_text += "&#10;";
            break;
        case '\t':
            m_text += "&#9;";
            break;
        case '\r':
            m_text += "&#13;";
            break;
        default:
            if (isPlain(c))
                m_text += c;
            else
                m_text += replacement;
    }
}

XmlText &XmlText::escaped(std::string_view utf8)
{
    if (std::ranges::all_of(utf8, isPlain)) {
        m_text += utf8;
        return *this;
    }
    return escaped(QString::fromUtf8(utf8.data(), static_cast<qsizetype>(utf8.size())));
}

XmlText &XmlText::escaped(const QString &text)
{
    for (const uint c : text.toUcs4()) {
        if (c < 0x80)
            escapedAscii(static_cast<char>(c));
        else if (!isXmlCharacter(c))
            m_text += replacement;
        else
            m_text += QString::fromUcs4(reinterpret_cast<const char32_t *>(&c), 1).toUtf8().toStdString();
    }
    return *this;
}

}  // namespace portolan
