// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>
#include <charconv>
#include <cstdint>
#include <string>
#include <string_view>

namespace portolan {

/** Text that grows into an XML document. */
class XmlText {
public:
    XmlText &operator<<(std::string_view markup)
    {
        m_text += markup;
        return *this;
    }
    XmlText &operator<<(char c)
    {
        m_text += c;
        return *this;
    }
    /** Hundredths, as short as they can be written. */
    XmlText &hundredths(std::int64_t value);
    XmlText &number(double value)
    {
        return hundredths(static_cast<std::int64_t>(value * 100 + (value < 0 ? -0.5 : 0.5)));
    }
    /** ` name="value"`. */
    XmlText &attribute(std::string_view name, double value);
    XmlText &attribute(std::string_view name, std::string_view value);
    /** Characters as content or in an attribute; what XML 1.0 can't hold becomes U+FFFD. */
    XmlText &escaped(std::string_view utf8);
    XmlText &escaped(const QString &text);

    std::string &text() { return m_text; }
    void reserve(std::size_t bytes) { m_text.reserve(bytes); }

private:
    void escapedAscii(char c);

    std::string m_text;
};

}  // namespace portolan
