// SPDX-License-Identifier: GPL-3.0-or-later
#include "scene/pen.h"

namespace portolan {

Pen::Pen(Scene &scene, const Detail &detail)
    : m_scene(scene),
      m_layer(&scene.layers[Scene::Containers]),
      m_scale(scene.scale),
      m_smallest(std::max(1.f, detail.smallestText))
{
}

void Pen::box(const RectF &rect, const BoxLook &look)
{
    SceneBox box;
    box.rect = rect;
    box.radius = std::min({look.radius, rect.width / 2, rect.height / 2});
    box.strokeWidth = atLeast(look.strokeWidth, look.strokeWidth);
    box.fill = look.fill;
    box.stroke = look.stroke;
    box.isDashed = look.isDashed;
    box.opacity = dimmed(look.opacity);
    box.subject = m_subject;
    if (look.hidesBelow && m_opacity != 255) {
        SceneBox cover = box;
        cover.stroke = Role::None;
        cover.opacity = look.opacity;
        m_layer->boxes.push_back(cover);
        box.fill = Role::None;
    }
    m_layer->boxes.push_back(box);
}

void Pen::icon(const RectF &rect, Icon icon, Role role)
{
    m_layer->icons.push_back({rect, icon, role, m_opacity, m_subject});
}

void Pen::text(const RectF &slot, std::string_view text, const TextLook &look)
{
    if (text.empty() || slot.width <= 0)
        return;
    SceneText item;
    item.slot = slot;
    item.size = look.size;
    item.text = static_cast<std::uint32_t>(m_scene.texts.size());
    item.role = look.role;
    item.font = look.font;
    item.elide = look.elide;
    item.align = look.align;
    item.opacity = m_opacity;
    item.subject = m_subject;
    m_scene.texts.push_back(text);
    m_layer->texts.push_back(item);
}

void Pen::made(const RectF &slot, const std::string &text, const TextLook &look)
{
    if (!text.empty() && slot.width > 0)
        this->text(slot, m_scene.made.add(text), look);
}

void Pen::line(std::span<const PointF> points, const LineLook &look)
{
    if (points.size() < 4)
        return;
    SceneLine line;
    line.firstPoint = static_cast<std::uint32_t>(m_scene.points.size());
    line.pointCount = static_cast<std::uint32_t>(points.size());
    line.width = look.width;
    line.role = look.role;
    line.isDashed = look.isDashed;
    line.hasArrow = look.hasArrow;
    line.opacity = dimmed(look.opacity);
    line.subject = m_subject;
    m_scene.points.insert(m_scene.points.end(), points.begin(), points.end());
    m_layer->lines.push_back(line);
}

void Pen::segment(PointF from, PointF to, const LineLook &look)
{
    const PointF points[] = {from, from, to, to};
    line(points, look);
}

}  // namespace portolan
