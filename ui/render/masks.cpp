// SPDX-License-Identifier: GPL-3.0-or-later
#include "render/masks.h"

#include <QPainter>
#include <cmath>

namespace portolan {

namespace {

constexpr std::size_t mostBytes = 12 << 20;
constexpr int mostSide = 1024;

}  // namespace

void Masks::forgetIfFull()
{
    if (m_bytes.size() < mostBytes)
        return;
    m_bytes.clear();
    m_masks.clear();
    m_outlines.clear();
}

template <class Draw>
Masks::Mask Masks::make(const QRectF &bounds, Draw draw)
{
    Mask mask;
    mask.left = static_cast<int>(std::floor(bounds.left())) - 1;
    mask.top = static_cast<int>(std::floor(bounds.top())) - 1;
    mask.width = std::min(mostSide, static_cast<int>(std::ceil(bounds.right())) + 1 - mask.left);
    mask.height = std::min(mostSide, static_cast<int>(std::ceil(bounds.bottom())) + 1 - mask.top);
    if (m_sheet.width() < mask.width || m_sheet.height() < mask.height)
        m_sheet = QImage(std::max({64, m_sheet.width(), mask.width}), std::max({64, m_sheet.height(), mask.height}),
                         QImage::Format_ARGB32_Premultiplied);
    m_sheet.fill(Qt::transparent);
    {
        QPainter painter(&m_sheet);
        painter.setRenderHint(QPainter::Antialiasing);
        painter.translate(-mask.left, -mask.top);
        draw(painter);
    }
    mask.at = m_bytes.size();
    for (int y = 0; y < mask.height; ++y) {
        const auto *row = reinterpret_cast<const QRgb *>(m_sheet.constScanLine(y));
        for (int x = 0; x < mask.width; ++x)
            m_bytes.push_back(static_cast<std::uint8_t>(qAlpha(row[x])));
    }
    return mask;
}

const Masks::Mask &Masks::glyph(const Typesetter &typesetter, const ShapedText::Glyph &glyph, std::uint32_t quarterSize,
                                std::uint32_t quarterX)
{
    const std::uint64_t shape = std::uint64_t(glyph.face & 0xff) << 32 | glyph.index;
    const std::uint64_t key = shape | std::uint64_t(quarterSize & 0xfff) << 44 | std::uint64_t(quarterX) << 56;
    if (const auto known = m_masks.find(key); known != m_masks.end())
        return known->second;
    forgetIfFull();
    auto outline = m_outlines.find(shape);
    if (outline == m_outlines.end())
        outline = m_outlines.emplace(shape, typesetter.face(glyph.face).pathForGlyph(glyph.index)).first;
    const double scale = quarterSize / 4.0 / Typesetter::faceSize, shift = quarterX / 4.0;
    const QPainterPath path = QTransform(scale, 0, 0, scale, shift, 0).map(outline->second);
    const Mask mask = make(path.boundingRect(), [&](QPainter &painter) { painter.fillPath(path, Qt::black); });
    return m_masks.emplace(key, mask).first->second;
}

void Masks::paintGlyph(const Surface &surface, const Typesetter &typesetter, const ShapedText::Glyph &g, float size,
                       double x, int y, Pixel colour)
{
    const double whole = std::floor(x);
    const auto quarterX = static_cast<std::uint32_t>((x - whole) * 4);
    const auto quarterSize = static_cast<std::uint32_t>(std::clamp(std::lround(size * 4), 1L, 0xfffL));
    paint(surface, glyph(typesetter, g, quarterSize, quarterX), static_cast<int>(whole), y, colour);
}

void Masks::paintIcon(const Surface &surface, Icon icon, int x, int y, float side, Pixel colour)
{
    const auto quarterSide = static_cast<std::uint32_t>(std::clamp(std::lround(side * 4), 4L, 4L * mostSide));
    const std::uint64_t key =
        std::uint64_t(1) << 63 | std::uint64_t(quarterSide) << 16 | static_cast<std::uint64_t>(icon);
    auto known = m_masks.find(key);
    if (known == m_masks.end()) {
        forgetIfFull();
        const double scale = quarterSide / 4.0 / iconSide;
        const Mask mask = make({0, 0, quarterSide / 4.0, quarterSide / 4.0}, [&](QPainter &painter) {
            painter.scale(scale, scale);
            for (const IconPath &path : shapeOf(icon)) {
                if (path.strokeWidth > 0)
                    painter.strokePath(path.path,
                                       QPen(Qt::black, path.strokeWidth, Qt::SolidLine, Qt::RoundCap, Qt::RoundJoin));
                else
                    painter.fillPath(path.path, Qt::black);
            }
        });
        known = m_masks.emplace(key, mask).first;
    }
    paint(surface, known->second, x, y, colour);
}

void Masks::paint(const Surface &surface, const Mask &mask, int x, int y, Pixel colour) const
{
    const int left = x + mask.left, top = y + mask.top;
    const int firstX = std::max(left, surface.left), lastX = std::min(left + mask.width, surface.right);
    const int firstY = std::max(top, surface.top), lastY = std::min(top + mask.height, surface.bottom);
    for (int row = firstY; row < lastY; ++row) {
        const std::uint8_t *coverage =
            m_bytes.data() + mask.at + static_cast<std::size_t>(row - top) * static_cast<std::size_t>(mask.width);
        Pixel *pixels = surface.row(row);
        for (int column = firstX; column < lastX; ++column) {
            const std::uint32_t c = coverage[column - left];
            if (c != 0)
                blend(pixels[column], c == 255 ? colour : scaled(colour, c));
        }
    }
}

}  // namespace portolan
