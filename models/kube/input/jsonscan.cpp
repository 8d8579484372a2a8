// SPDX-License-Identifier: GPL-3.0-or-later
#include "kube/input/jsonscan.h"

#include <vector>

namespace portolan {

namespace {

class Scan {
public:
    explicit Scan(std::string_view text) : m_text(text) {}

    JsonExtent run()
    {
        do {
            if (!value() || !closings())
                return {m_at, m_error};
        } while (!m_isObject.empty());
        return {m_at, {}};
    }

private:
    int peek() const { return m_at < m_text.size() ? static_cast<unsigned char>(m_text[m_at]) : -1; }

    void skipSpace()
    {
        while (m_at < m_text.size() &&
               (m_text[m_at] == ' ' || m_text[m_at] == '\n' || m_text[m_at] == '\t' || m_text[m_at] == '\r'))
            ++m_at;
    }

    bool fail(std::string_view error)
    {
        m_error = m_at >= m_text.size() ? "it ends too early" : error;
        return false;
    }

    /** Reads up to and including the next scalar or empty container, opening brackets on the way. */
    bool value()
    {
        for (;;) {
            skipSpace();
            const int c = peek();
            if (c != '{' && c != '[')
                return scalar();
            ++m_at;
            skipSpace();
            if (peek() == (c == '{' ? '}' : ']')) {
                ++m_at;
                return true;
            }
            m_isObject.push_back(c == '{');
            if (c == '{' && !key())
                return false;
        }
    }

    /** What stands behind a value: brackets that close, and a comma if more is to come. */
    bool closings()
    {
        while (!m_isObject.empty()) {
            skipSpace();
            const int c = peek();
            if (c == ',') {
                ++m_at;
                return !m_isObject.back() || key();
            }
            if (c != (m_isObject.back() ? '}' : ']'))
                return fail(m_isObject.back() ? "expected , or }" : "expected , or ]");
            ++m_at;
            m_isObject.pop_back();
        }
        return true;
    }

    bool key()
    {
        skipSpace();
        if (peek() != '"')
            return fail("expected a key in quotes");
        if (!string())
            return false;
        skipSpace();
        if (peek() != ':')
            return fail("expected :");
        ++m_at;
        return true;
    }

    bool scalar()
    {
        const int c = peek();
        if (c == '"')
            return string();
        if (c == '-' || (c >= '0' && c <= '9'))
            return number();
        for (const std::string_view word : {"true", "false", "null"}) {
            if (m_text.substr(m_at).starts_with(word)) {
                m_at += word.size();
                return true;
            }
        }
        return fail("expected a value");
    }

    bool string()
    {
        for (++m_at; m_at < m_text.size(); ++m_at) {
            const auto c = static_cast<unsigned char>(m_text[m_at]);
            if (c == '"') {
                ++m_at;
                return true;
            }
            if (c < 0x20)
                return fail("a control character in a string");
            if (c == '\\' && !escape())
                return fail("an escape that JSON does not have");
        }
        return fail({});
    }

    /** Leaves the place at the last character of the escape. */
    bool escape()
    {
        ++m_at;
        const int c = peek();
        if (c != 'u')
            return c > 0 && std::string_view("\"\\/bfnrt").find(static_cast<char>(c)) != std::string_view::npos;
        for (int i = 0; i < 4; ++i) {
            ++m_at;
            const int digit = peek() | 0x20;
            if (!((digit >= '0' && digit <= '9') || (digit >= 'a' && digit <= 'f')))
                return false;
        }
        return true;
    }

    bool digits()
    {
        if (peek() < '0' || peek() > '9')
            return fail("expected a digit");
        while (peek() >= '0' && peek() <= '9')
            ++m_at;
        return true;
    }

    bool number()
    {
        if (peek() == '-')
            ++m_at;
        if (peek() == '0')
            ++m_at;
        else if (!digits())
            return false;
        if (peek() == '.') {
            ++m_at;
            if (!digits())
                return false;
        }
        if ((peek() | 0x20) == 'e') {
            ++m_at;
            if (peek() == '+' || peek() == '-')
                ++m_at;
            return digits();
        }
        return true;
    }

    std::string_view m_text;
    std::size_t m_at = 0;
    std::string_view m_error;
    std::vector<bool> m_isObject;  ///< the brackets that are open
};

}  // namespace

JsonExtent firstJsonValue(std::string_view text)
{
    return Scan(text).run();
}

}  // namespace portolan
