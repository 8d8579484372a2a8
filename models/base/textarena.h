// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstring>
#include <memory>
#include <string_view>
#include <vector>

namespace portolan {

/** Owns text that views point to. Text never moves: a view lives as long as the arena. Not thread-safe to add to;
 * reading what was added is. */
class TextArena {
public:
    std::string_view add(std::string_view text)
    {
        if (text.empty())
            return {};
        if (text.size() > m_left)
            grow(text.size());
        char *at = m_next;
        std::memcpy(at, text.data(), text.size());
        m_next += text.size();
        m_left -= text.size();
        return {at, text.size()};
    }

    std::size_t bytes() const { return m_bytes; }

private:
    void grow(std::size_t atLeast)
    {
        const std::size_t size = atLeast > blockSize ? atLeast : blockSize;
        m_blocks.push_back(std::make_unique_for_overwrite<char[]>(size));
        m_next = m_blocks.back().get();
        m_left = size;
        m_bytes += size;
    }

    static constexpr std::size_t blockSize = 16 * 1024;
    std::vector<std::unique_ptr<char[]>> m_blocks;
    char *m_next = nullptr;
    std::size_t m_left = 0;
    std::size_t m_bytes = 0;
};

}  // namespace portolan
