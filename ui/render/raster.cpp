// SPDX-License-Identifier: GPL-3.0-or-later
#include "render/raster.h"

#include <cmath>

#include "render/coats.h"
#include "render/fonts.h"
#include "render/lineshape.h"
#include "render/masks.h"
#include "render/pixels.h"
#include "render/roundboxes.h"
#include "render/strokes.h"
#include "render/typesetter.h"

namespace portolan {

/** What every primitive of one picture needs. */
struct RasterPainter::Frame {
    const Scene &scene;
    const Theme &theme;
    const View &view;
    Surface surface;
    std::array<Pixel, roleCount + 1> colours;

    Pixel colour(Role role, std::uint8_t opacity) const
    {
        const Pixel full = colours[static_cast<std::size_t>(role)];
        return opacity == 255 ? full : scaled(full, opacity);
    }
    float x(float v) const { return static_cast<float>((static_cast<double>(v) - view.x) * view.scale); }
    float y(float v) const { return static_cast<float>((static_cast<double>(v) - view.y) * view.scale); }
    float length(float v) const { return static_cast<float>(v * view.scale); }
    PixelRect rect(const RectF &r) const
    {
        const auto whole = [](float v) { return static_cast<int>(std::lround(std::clamp(v, -1e6f, 1e6f))); };
        PixelRect at{whole(x(r.x)), whole(y(r.y)), whole(x(r.right())), whole(y(r.bottom()))};
        at.right = std::max(at.right, at.left + 1);
        at.bottom = std::max(at.bottom, at.top + 1);
        return at;
    }
    bool misses(const RectF &r) const
    {
        return x(r.x) > static_cast<float>(surface.right) || x(r.right()) < static_cast<float>(surface.left) ||
               y(r.y) > static_cast<float>(surface.bottom) || y(r.bottom()) < static_cast<float>(surface.top);
    }
};

struct RasterPainter::Kept {
    Typesetter typesetter;
    Masks masks;
    RoundBoxes boxes;
    Coats coats;
    std::vector<PointF> points;
};

RasterPainter::RasterPainter() : m_kept(std::make_unique<Kept>()) {}
RasterPainter::~RasterPainter() = default;

void RasterPainter::paint(QImage &image, const Scene &scene, const Theme &theme, const View &view, const QRect &clip)
{
    const QRect part = clip.isNull() ? image.rect() : clip.intersected(image.rect());
    if (part.isEmpty() || image.depth() != 32)
        return;
    Frame frame{scene, theme, view, {}, {}};
    frame.surface = {reinterpret_cast<Pixel *>(image.bits()),
                     static_cast<int>(image.bytesPerLine() / 4),
                     part.left(),
                     part.top(),
                     part.right() + 1,
                     part.bottom() + 1};
    for (std::size_t i = 0; i <= roleCount; ++i)
        frame.colours[i] = pixelOf(theme.colour(static_cast<Role>(i)));
    const Pixel paper = view.isTransparent ? 0 : frame.colour(Role::Paper, 255);
    for (int y = part.top(); y <= part.bottom(); ++y)
        std::fill(frame.surface.row(y) + part.left(), frame.surface.row(y) + part.right() + 1, paper);
    for (const SceneLayer &layer : scene.layers) {
        paintBoxes(frame, layer);
        paintLines(frame, layer);
        paintIcons(frame, layer);
        paintTexts(frame, layer);
    }
}

void RasterPainter::paintBoxes(const Frame &f, const SceneLayer &layer)
{
    for (const SceneBox &box : layer.boxes) {
        if (f.misses(box.rect))
            continue;
        const PixelRect rect = f.rect(box.rect);
        const Role strokeRole = strokeOf(box, f.theme);
        const Pixel fill = f.colour(box.fill, box.opacity), stroke = f.colour(strokeRole, box.opacity);
        const float radius = f.length(box.radius), width = std::max(1.f, f.length(box.strokeWidth));
        if (box.isDashed && stroke != 0) {
            m_kept->boxes.draw(f.surface, rect, radius, 0, fill, 0);
            m_kept->boxes.drawDashed(f.surface, rect, radius, width, stroke);
        } else {
            m_kept->boxes.draw(f.surface, rect, radius, static_cast<int>(std::lround(width)), fill, stroke);
        }
    }
}

void RasterPainter::paintLines(const Frame &f, const SceneLayer &layer)
{
    if (layer.lines.empty())
        return;
    Coats &coats = m_kept->coats;
    coats.begin(f.surface);
    Strokes strokes(f.surface, &coats);
    std::vector<PointF> &points = m_kept->points;
    Pixel before = 0;
    for (const SceneLine &line : layer.lines) {
        const Pixel colour = f.colour(line.role, line.opacity);
        if (colour != before)
            coats.paint(before);
        before = colour;
        const float width = std::max(1.f, f.length(line.width));
        points.clear();
        float left = 1e9f, right = -1e9f, top = 1e9f, bottom = -1e9f;
        for (std::uint32_t i = 0; i < line.pointCount; ++i) {
            const PointF &p = f.scene.points[line.firstPoint + i];
            points.push_back({f.x(p.x), f.y(p.y)});
            left = std::min(left, points.back().x);
            right = std::max(right, points.back().x);
            top = std::min(top, points.back().y);
            bottom = std::max(bottom, points.back().y);
        }
        const float reach = width * 6;
        if (right + reach < static_cast<float>(f.surface.left) || left - reach > static_cast<float>(f.surface.right) ||
            bottom + reach < static_cast<float>(f.surface.top) || top - reach > static_cast<float>(f.surface.bottom))
            continue;
        strokes.curve(points.data(), points.size(), width, colour, line.isDashed ? std::max(3.f, dashOf(width)) : 0);
        if (line.hasArrow) {
            const Arrow arrow = arrowOf(points, width);
            strokes.segment(arrow.left, arrow.tip, width, colour);
            strokes.segment(arrow.right, arrow.tip, width, colour);
        }
    }
    coats.paint(before);
}

void RasterPainter::paintIcons(const Frame &f, const SceneLayer &layer)
{
    for (const SceneIcon &icon : layer.icons) {
        if (f.misses(icon.rect))
            continue;
        m_kept->masks.paintIcon(f.surface, icon.icon, static_cast<int>(std::lround(f.x(icon.rect.x))),
                                static_cast<int>(std::lround(f.y(icon.rect.y))), f.length(icon.rect.width),
                                f.colour(icon.role, icon.opacity));
    }
}

void RasterPainter::paintTexts(const Frame &f, const SceneLayer &layer)
{
    for (const SceneText &text : layer.texts) {
        if (f.misses(text.slot))
            continue;
        const ShapedText &shaped = m_kept->typesetter.set(f.scene, text);
        const float size = f.length(text.size), slot = f.length(text.slot.width);
        const float spare =
            text.align == Align::Left ? 0 : (slot - shaped.width * size) / (text.align == Align::Center ? 2 : 1);
        const double left = static_cast<double>(f.x(text.slot.x)) + static_cast<double>(spare);
        const float middle = f.y(text.slot.y + text.slot.height / 2);
        const int baseline = static_cast<int>(std::lround(middle + size * static_cast<float>(capHeight) / 2));
        const Pixel colour = f.colour(text.role, text.opacity);
        for (const ShapedText::Glyph &glyph : shaped.glyphs)
            m_kept->masks.paintGlyph(f.surface, m_kept->typesetter, glyph, size,
                                     left + static_cast<double>(glyph.x * size), baseline, colour);
    }
}

QImage rasterize(const Scene &scene, const Theme &theme, const View &view)
{
    QImage image(view.size, QImage::Format_ARGB32_Premultiplied);
    RasterPainter().paint(image, scene, theme, view);
    return image;
}

}  // namespace portolan
