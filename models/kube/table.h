// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <cstdint>
#include <iterator>
#include <memory>
#include <vector>

#include "kube/pod.h"

namespace portolan {

/** A sorted, immutable list in chunks that versions of it share.
 *
 *  A changed element costs a copy of its chunk and of the list of chunks; "did this part change?" is a comparison of
 *  two chunk pointers. A chunk owns what its elements' views point into (`memory`).
 */
template <class T>
class Table {
public:
    struct Chunk {
        std::vector<T> items;
        std::shared_ptr<const void> memory;
        std::uint32_t layers = 0;  ///< how many changes it has seen since all its views pointed into one place
    };
    using ChunkPtr = std::shared_ptr<const Chunk>;

    class iterator {
    public:
        using iterator_category = std::forward_iterator_tag;
        using value_type = T;
        using difference_type = std::ptrdiff_t;
        using pointer = const T *;
        using reference = const T &;

        iterator() = default;
        iterator(const ChunkPtr *chunk, std::size_t index) : m_chunk(chunk), m_index(index) {}
        reference operator*() const { return (*m_chunk)->items[m_index]; }
        pointer operator->() const { return &**this; }
        iterator &operator++()
        {
            if (++m_index == (*m_chunk)->items.size()) {
                ++m_chunk;
                m_index = 0;
            }
            return *this;
        }
        iterator operator++(int)
        {
            iterator before = *this;
            ++*this;
            return before;
        }
        bool operator==(const iterator &) const = default;

    private:
        const ChunkPtr *m_chunk = nullptr;
        std::size_t m_index = 0;
    };

    Table() = default;
    /** No chunk may be empty; order is the caller's. */
    explicit Table(std::vector<ChunkPtr> chunks) : m_chunks(std::move(chunks))
    {
        for (const auto &chunk : m_chunks)
            m_size += chunk->items.size();
    }

    std::size_t size() const { return m_size; }
    bool empty() const { return m_size == 0; }
    iterator begin() const { return {m_chunks.data(), 0}; }
    iterator end() const { return {m_chunks.data() + m_chunks.size(), 0}; }
    const std::vector<ChunkPtr> &chunks() const { return m_chunks; }

private:
    std::vector<ChunkPtr> m_chunks;
    std::size_t m_size = 0;
};

using PodTable = Table<Pod>;
using ObjectTable = Table<ObjectPtr>;

}  // namespace portolan
