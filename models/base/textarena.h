// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <algorithm>
#include <cstdint>
#include <cstring>
#include <memory>
#include <span>
#include <string_view>
#include <type_traits>
#include <vector>

#include "base/textref.h"

namespace portolan {

/** Owns text, and lists of plain values, that views point to. Nothing in it moves: a view lives as long as the arena.
 * Not thread-safe to add to; reading what was added is. */
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

    /** The same as a reference in the size of a pointer. */
    TextRef addRef(std::string_view text)
    {
        if (text.empty())
            return {};
        const auto size = static_cast<std::uint32_t>(text.size());
        if (text.size() + sizeof size > m_left)
            grow(text.size() + sizeof size);
        const char *at = m_next;
        std::memcpy(m_next, &size, sizeof size);
        std::memcpy(m_next + sizeof size, text.data(), text.size());
        m_next += text.size() + sizeof size;
        m_left -= text.size() + sizeof size;
        return TextRef(at);
    }

    /** A copy of `items` that lives as long as the arena. */
    template <class T>
    std::span<const T> copy(std::span<const T> items)
    {
        static_assert(std::is_trivially_copyable_v<T> && std::is_trivially_destructible_v<T>);
        if (items.empty())
            return {};
        void *at = allocate(items.size_bytes(), alignof(T));
        std::memcpy(at, items.data(), items.size_bytes());
        return {static_cast<const T *>(at), items.size()};
    }

    /** Room that lives as long as the arena, for what needs no destructor. */
    void *allocate(std::size_t bytes, std::size_t alignment)
    {
        align(alignment);
        if (bytes > m_left)
            grow(bytes);
        char *at = m_next;
        m_next += bytes;
        m_left -= bytes;
        return at;
    }

    /** Makes room for `bytes` in one piece, so that an arena of known size wastes nothing. */
    void reserve(std::size_t bytes)
    {
        if (bytes > m_left)
            addBlock(bytes);
    }

    std::size_t bytes() const { return m_bytes; }

private:
    void align(std::size_t alignment)
    {
        const std::size_t over = reinterpret_cast<std::uintptr_t>(m_next) % alignment;
        const std::size_t gap = over == 0 ? 0 : alignment - over;
        m_next += gap <= m_left ? gap : m_left;
        m_left -= gap <= m_left ? gap : m_left;
    }

    /** A new block is aligned for everything that is copied here. Blocks are an eighth of what there is: a large arena
     * has few, and the end of the last one, which may never be used, is little beside the rest. */
    void grow(std::size_t atLeast)
    {
        const std::size_t wanted = std::clamp(m_bytes / 8, minBlockSize, maxBlockSize);
        addBlock(std::max(atLeast, wanted));
    }

    void addBlock(std::size_t size)
    {
        m_blocks.push_back(std::make_unique_for_overwrite<char[]>(size));
        m_next = m_blocks.back().get();
        m_left = size;
        m_bytes += size;
    }

    static constexpr std::size_t minBlockSize = 1024;
    static constexpr std::size_t maxBlockSize = std::size_t(64) * 1024;
    std::vector<std::unique_ptr<char[]>> m_blocks;
    char *m_next = nullptr;
    std::size_t m_left = 0;
    std::size_t m_bytes = 0;
};

}  // namespace portolan
