// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QPainterPath>
#include <cstdint>
#include <unordered_map>
#include <vector>

#include "render/icons.h"
#include "render/pixels.h"
#include "render/typesetter.h"

namespace portolan {

/** The shapes of glyphs and icons at their sizes, as coverage to be painted in any colour. Memory: bounded; when it is
 * full, all is forgotten and what is needed comes back. */
class Masks {
public:
    /** Paints a glyph with its origin at x (of which quarters of a pixel count) and on the baseline y. */
    void paintGlyph(const Surface &surface, const Typesetter &typesetter, const ShapedText::Glyph &glyph, float size,
                    double x, int y, Pixel colour);
    /** Paints an icon into a square. */
    void paintIcon(const Surface &surface, Icon icon, int x, int y, float side, Pixel colour);

private:
    struct Mask {
        int left = 0, top = 0, width = 0, height = 0;
        std::size_t at = 0;  ///< in m_bytes
    };
    const Mask &glyph(const Typesetter &typesetter, const ShapedText::Glyph &glyph, std::uint32_t quarterSize,
                      std::uint32_t quarterX);
    template <class Draw>
    Mask make(const QRectF &bounds, Draw draw);
    void paint(const Surface &surface, const Mask &mask, int x, int y, Pixel colour) const;
    void forgetIfFull();

    std::unordered_map<std::uint64_t, Mask> m_masks;
    std::unordered_map<std::uint64_t, QPainterPath> m_outlines;
    std::vector<std::uint8_t> m_bytes;
    QImage m_sheet;
};

}  // namespace portolan
