// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <array>
#include <utility>
#include <vector>

#include "render/pixels.h"

namespace portolan {

/** Level and upright hairlines of one colour, kept until all of them can be painted at once. Where a chart is small,
 * hundreds of lines share a track: here each pixel is painted once, with what so many coats of the colour give, and a
 * line costs a bit for each of its pixels. Beyond `most` coats nothing changes that could be seen.
 *
 * Coats of one colour give the same in any order, so what waits must be painted before another colour is used, and no
 * sooner. Memory: a byte for each pixel of the surface. */
class Coats {
public:
    static constexpr std::uint32_t most = 15;

    /** Begins a picture; nothing may wait. */
    void begin(const Surface &surface);
    void level(int y, int x0, int x1) { m_rows.add(y, x0, x1); }
    void upright(int x, int y0, int y1) { m_columns.add(x, y0, y1); }
    /** Paints what waits and forgets it. */
    void paint(Pixel colour);

private:
    static constexpr std::size_t planes = 4;  ///< a binary digit of the number of coats each
    using Word = std::array<std::uint64_t, planes>;

    /** The coats on the pixels of each row, or of each column. */
    class Tracks {
    public:
        void begin(int first, int last, int from, int to);
        void add(int track, int from, int to);
        /** Calls paintPixel(track, at, coats) for every pixel that has a coat, and removes them. */
        template <class PaintPixel>
        void take(PaintPixel paintPixel);

    private:
        int m_first = 0, m_last = 0;  ///< the tracks there are; last is one beyond
        int m_from = 0, m_to = 0;     ///< the pixels of each
        std::size_t m_words = 0;      ///< of each track
        std::vector<Word> m_coats;
        std::vector<std::pair<std::size_t, std::size_t>> m_used;  ///< per track: its words that have coats
        std::vector<int> m_touched;                               ///< tracks with coats
    };

    Surface m_surface;
    Tracks m_rows, m_columns;
};

}  // namespace portolan
