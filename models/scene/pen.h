// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <algorithm>
#include <string>

#include "scene/scene.h"

namespace portolan {

struct BoxLook {
    Role fill = Role::None;
    Role stroke = Role::None;
    float radius = 0;
    float strokeWidth = 1;  ///< in pixels of the view, at scale 1 and below
    bool isDashed = false;
    std::uint8_t opacity = 255;
    bool hidesBelow = false;  ///< its fill stays opaque when it is dimmed, so that no line shows through
};

struct TextLook {
    Font font = Font::Name;
    float size = 13;
    Role role = Role::Ink;
    Elide elide = Elide::End;
    Align align = Align::Left;
};

struct LineLook {
    Role role = Role::Line;
    float width = 1.5f;
    bool isDashed = false;
    bool hasArrow = false;
    std::uint8_t opacity = 255;
};

/** Puts primitives into a scene: knows the scale, and what the next of them belong to. */
class Pen {
public:
    Pen(Scene &scene, const Detail &detail);

    void on(Scene::LayerName layer) { m_layer = &m_scene.layers[layer]; }
    void about(Subject subject, std::uint8_t opacity)
    {
        m_subject = subject;
        m_opacity = opacity;
    }

    float scale() const { return m_scale; }
    /** Pixels of the view in lengths of the chart. */
    float px(float pixels) const { return pixels / m_scale; }
    /** A length that shrinks with the chart, but not below `pixels` of the view. */
    float atLeast(float length, float pixels) const { return std::max(length, px(pixels)); }
    /** The size of a text that is `nominal` at scale 1 and never too small to read. */
    float textSize(float nominal) const { return atLeast(nominal, m_smallest); }
    float smallestText() const { return m_smallest; }

    void box(const RectF &rect, const BoxLook &look);
    void icon(const RectF &rect, Icon icon, Role role);
    /** `text` must live as long as the scene: of the graph, the layout, or a literal. */
    void text(const RectF &slot, std::string_view text, const TextLook &look);
    void made(const RectF &slot, const std::string &text, const TextLook &look);
    void line(std::span<const PointF> points, const LineLook &look);
    void segment(PointF from, PointF to, const LineLook &look);

private:
    std::uint8_t dimmed(std::uint8_t opacity) const { return static_cast<std::uint8_t>(opacity * m_opacity / 255); }

    Scene &m_scene;
    SceneLayer *m_layer;
    float m_scale;
    float m_smallest;
    Subject m_subject;
    std::uint8_t m_opacity = 255;
};

inline RectF grown(const RectF &r, float by)
{
    return {r.x - by, r.y - by, r.width + 2 * by, r.height + 2 * by};
}

}  // namespace portolan
