// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <cstring>
#include <string_view>

namespace portolan {

/** A text in a TextArena, in the size of a pointer: for records of which there are very many. Reads like the
 * std::string_view that it converts to. */
class TextRef {
public:
    TextRef() = default;

    std::string_view view() const { return m_at ? std::string_view(m_at + prefix, size()) : std::string_view(); }
    operator std::string_view() const { return view(); }

    bool empty() const { return !m_at; }
    std::size_t size() const
    {
        std::uint32_t size = 0;
        if (m_at)
            std::memcpy(&size, m_at, prefix);
        return size;
    }
    std::size_t find(std::string_view part) const { return view().find(part); }

    friend bool operator==(TextRef a, TextRef b) { return a.m_at == b.m_at || a.view() == b.view(); }
    friend bool operator==(TextRef a, std::string_view b) { return a.view() == b; }

private:
    friend class TextArena;
    static constexpr std::size_t prefix = sizeof(std::uint32_t);
    explicit TextRef(const char *at) : m_at(at) {}

    const char *m_at = nullptr;  ///< its size, then the text; null: empty
};

}  // namespace portolan
