// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <array>
#include <bit>
#include <compare>
#include <cstddef>
#include <cstdint>
#include <iterator>
#include <memory>
#include <span>
#include <string_view>
#include <utility>

#include "base/textarena.h"

namespace portolan {

/** The pairs that occur in a pool, each once, by number. One thread adds; any may read what was added: nothing that was
 * added moves. */
class PairTable {
public:
    using Entry = std::pair<TextRef, TextRef>;

    const Entry &operator[](std::uint32_t number) const
    {
        const Place place = placeOf(number);
        return m_blocks[place.block][place.index];
    }
    std::uint32_t size() const { return m_size; }
    void add(const Entry &entry)
    {
        const Place place = placeOf(m_size);
        if (!m_blocks[place.block])
            m_blocks[place.block] = std::make_unique<Entry[]>(place.blockSize);
        m_blocks[place.block][place.index] = entry;
        ++m_size;
    }

private:
    struct Place {
        std::size_t block = 0;
        std::size_t index = 0;
        std::size_t blockSize = 0;
    };
    /** Four blocks of a size, then four of the double size: what is not used yet is a fifth at the most. */
    static Place placeOf(std::uint32_t number)
    {
        const std::uint64_t biased = std::uint64_t(number) + 64;
        const auto exponent = static_cast<std::size_t>(std::bit_width(biased)) - 1;
        const std::size_t blockSize = std::size_t(1) << (exponent - 2);
        return {(exponent - 6) * 4 + (biased / blockSize) % 4, biased % blockSize, blockSize};
    }

    std::array<std::unique_ptr<Entry[]>, 108> m_blocks;
    std::uint32_t m_size = 0;
};

/** Labels or annotations, sorted by key; shared by all objects that have the same ones.
 *
 *  Reads like a sorted list of pairs of texts. It holds four bytes a pair: of 150,000 pods many have a set of their
 * own, made of pairs that others have too.
 */
class Pairs {
public:
    using value_type = std::pair<std::string_view, std::string_view>;

    class iterator {
    public:
        using iterator_concept = std::random_access_iterator_tag;
        using iterator_category = std::input_iterator_tag;
        using value_type = Pairs::value_type;
        using difference_type = std::ptrdiff_t;
        using reference = Pairs::value_type;
        struct pointer {
            Pairs::value_type pair;
            const Pairs::value_type *operator->() const { return &pair; }
        };

        iterator() = default;
        reference operator*() const { return (*m_pairs)[static_cast<std::size_t>(m_at)]; }
        pointer operator->() const { return {**this}; }
        reference operator[](difference_type n) const { return *(*this + n); }
        iterator &operator+=(difference_type n)
        {
            m_at += n;
            return *this;
        }
        iterator &operator-=(difference_type n) { return *this += -n; }
        iterator &operator++() { return *this += 1; }
        iterator &operator--() { return *this += -1; }
        iterator operator++(int) { return std::exchange(*this, *this + 1); }
        iterator operator--(int) { return std::exchange(*this, *this - 1); }
        friend iterator operator+(iterator it, difference_type n) { return it += n; }
        friend iterator operator+(difference_type n, iterator it) { return it += n; }
        friend iterator operator-(iterator it, difference_type n) { return it -= n; }
        friend difference_type operator-(const iterator &a, const iterator &b) { return a.m_at - b.m_at; }
        bool operator==(const iterator &other) const { return m_at == other.m_at; }
        auto operator<=>(const iterator &other) const { return m_at <=> other.m_at; }

    private:
        friend class Pairs;
        iterator(const Pairs *pairs, difference_type at) : m_pairs(pairs), m_at(at) {}
        const Pairs *m_pairs = nullptr;
        difference_type m_at = 0;
    };

    /** A set whose `numbers` stand behind it in the memory that it was made in. */
    static const Pairs *make(TextArena &memory, const PairTable &table, std::span<const std::uint32_t> numbers);

    std::size_t size() const { return m_size; }
    bool empty() const { return m_size == 0; }
    iterator begin() const { return {this, 0}; }
    iterator end() const { return {this, static_cast<std::ptrdiff_t>(m_size)}; }
    value_type operator[](std::size_t index) const
    {
        const auto *numbers = reinterpret_cast<const std::uint32_t *>(this + 1);
        const auto &[key, value] = (*m_table)[numbers[index]];
        return {key.view(), value.view()};
    }

    friend bool operator==(const Pairs &a, const Pairs &b);

private:
    Pairs(const PairTable *table, std::uint32_t size) : m_table(table), m_size(size) {}

    const PairTable *m_table;
    std::uint32_t m_size;
};

/** The value of a key; empty if there is none. */
[[nodiscard]] std::string_view valueOf(const Pairs &pairs, std::string_view key);

}  // namespace portolan
