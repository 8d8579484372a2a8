// SPDX-License-Identifier: GPL-3.0-or-later
#include "render/coats.h"

#include <bit>

namespace portolan {

namespace {

constexpr int wordBits = 64;

/** The colour of so many coats over each other. */
std::array<Pixel, Coats::most + 1> coatsOf(Pixel colour)
{
    std::array<Pixel, Coats::most + 1> coats{};
    for (std::size_t i = 1; i < coats.size(); ++i) {
        coats[i] = coats[i - 1];
        blend(coats[i], colour);
    }
    return coats;
}

/** One coat more on the pixels of `mask`; what has most of them stays as it is. */
template <class Word>
void count(Word &word, std::uint64_t mask)
{
    std::uint64_t carry = mask;
    for (std::uint64_t &digits : word) {
        const std::uint64_t next = digits & carry;
        digits ^= carry;
        carry = next;
        if (carry == 0)
            return;
    }
    for (std::uint64_t &digits : word)
        digits |= carry;
}

}  // namespace

void Coats::Tracks::begin(int first, int last, int from, int to)
{
    m_first = first;
    m_last = last;
    m_from = from;
    m_to = to;
    m_words = static_cast<std::size_t>((to - from + wordBits - 1) / wordBits);
    const auto tracks = static_cast<std::size_t>(last - first);
    if (m_coats.size() < tracks * m_words)
        m_coats.resize(tracks * m_words);
    m_used.assign(tracks, {0, 0});
}

void Coats::Tracks::add(int track, int from, int to)
{
    from = std::max(from, m_from) - m_from;
    to = std::min(to, m_to) - m_from;
    if (track < m_first || track >= m_last || from >= to)
        return;
    const auto index = static_cast<std::size_t>(track - m_first);
    const auto first = static_cast<std::size_t>(from / wordBits), last = static_cast<std::size_t>((to - 1) / wordBits);
    auto &[begin, end] = m_used[index];
    if (begin == end) {
        m_touched.push_back(track);
        begin = first;
    }
    begin = std::min(begin, first);
    end = std::max(end, last + 1);
    Word *words = m_coats.data() + index * m_words;
    const std::uint64_t all = ~std::uint64_t(0), fromFirst = all << (from % wordBits),
                        toLast = all >> (wordBits - 1 - (to - 1) % wordBits);
    if (first == last) {
        count(words[first], fromFirst & toLast);
        return;
    }
    count(words[first], fromFirst);
    for (std::size_t w = first + 1; w < last; ++w)
        count(words[w], all);
    count(words[last], toLast);
}

template <class PaintPixel>
void Coats::Tracks::take(PaintPixel paintPixel)
{
    for (const int track : m_touched) {
        const auto index = static_cast<std::size_t>(track - m_first);
        auto &[begin, end] = m_used[index];
        for (std::size_t w = begin; w < end; ++w) {
            Word &word = m_coats[index * m_words + w];
            const int start = m_from + static_cast<int>(w) * wordBits;
            for (std::uint64_t left = word[0] | word[1] | word[2] | word[3]; left != 0; left &= left - 1) {
                const int bit = std::countr_zero(left);
                std::size_t coats = 0;
                for (std::size_t digit = 0; digit < planes; ++digit)
                    coats |= (word[digit] >> bit & 1) << digit;
                paintPixel(track, start + bit, coats);
            }
            word = {};
        }
        begin = end = 0;
    }
    m_touched.clear();
}

void Coats::begin(const Surface &surface)
{
    m_surface = surface;
    m_rows.begin(surface.top, surface.bottom, surface.left, surface.right);
    m_columns.begin(surface.left, surface.right, surface.top, surface.bottom);
}

void Coats::paint(Pixel colour)
{
    const auto coats = coatsOf(colour);
    m_rows.take([&](int y, int x, std::size_t count) { blend(m_surface.row(y)[x], coats[count]); });
    m_columns.take([&](int x, int y, std::size_t count) { blend(m_surface.row(y)[x], coats[count]); });
}

}  // namespace portolan
