// SPDX-License-Identifier: GPL-3.0-or-later
#include "canvas/hit.h"

#include <algorithm>
#include <cmath>

namespace portolan {

namespace {

RectF boundsOf(std::span<const PointF> points)
{
    if (points.empty())
        return {};
    float left = points[0].x, right = left, top = points[0].y, bottom = top;
    for (const PointF p : points) {
        left = std::min(left, p.x);
        right = std::max(right, p.x);
        top = std::min(top, p.y);
        bottom = std::max(bottom, p.y);
    }
    return {left, top, right - left, bottom - top};
}

PointF onCurve(const PointF *p, float t)
{
    const float u = 1 - t, a = u * u * u, b = 3 * u * u * t, c = 3 * u * t * t, d = t * t * t;
    return {a * p[0].x + b * p[1].x + c * p[2].x + d * p[3].x, a * p[0].y + b * p[1].y + c * p[2].y + d * p[3].y};
}

float distance(PointF p, PointF a, PointF b)
{
    const float dx = b.x - a.x, dy = b.y - a.y, length = dx * dx + dy * dy;
    const float t = length > 0 ? std::clamp(((p.x - a.x) * dx + (p.y - a.y) * dy) / length, 0.0f, 1.0f) : 0.0f;
    return std::hypot(p.x - a.x - t * dx, p.y - a.y - t * dy);
}

float distance(PointF p, std::span<const PointF> curve)
{
    constexpr int steps = 12;
    float least = 1e9f;
    for (std::size_t i = 0; i + 3 < curve.size(); i += 3) {
        PointF before = curve[i];
        for (int s = 1; s <= steps; ++s) {
            const PointF next = onCurve(&curve[i], static_cast<float>(s) / steps);
            least = std::min(least, distance(p, before, next));
            before = next;
        }
    }
    return least;
}

bool isContainer(ItemKind kind)
{
    return kind == ItemKind::Namespace || kind == ItemKind::NodeGroup || kind == ItemKind::Node ||
           kind == ItemKind::Band;
}

}  // namespace

std::vector<ItemIndex> itemsIn(const Scene &scene)
{
    std::vector<ItemIndex> shown;
    for (const auto name : {Scene::Containers, Scene::Cards}) {
        for (const SceneBox &box : scene.layers[name].boxes) {
            if (box.subject.kind == Subject::Kind::Item && (shown.empty() || shown.back() != box.subject.index))
                shown.push_back(box.subject.index);
        }
    }
    std::ranges::sort(shown);
    shown.erase(std::ranges::unique(shown).begin(), shown.end());
    return shown;
}

HitTest::HitTest(LayoutPtr layout) : m_layout(std::move(layout))
{
    m_bounds.reserve(m_layout->edges.size());
    for (const LayoutEdge &edge : m_layout->edges)
        m_bounds.push_back(boundsOf(m_layout->pointsOf(edge)));
}

Hit HitTest::at(PointF p, const std::vector<ItemIndex> &shown, float reach) const
{
    if (!m_layout || m_layout->items.empty())
        return {};
    ItemIndex item = m_layout->itemAt(p);
    while (item != none && item != 0 && !std::ranges::binary_search(shown, item))
        item = m_layout->items[item].parent;
    if (item == 0)
        item = none;
    const bool isOpenContainer =
        item != none && isContainer(m_layout->items[item].kind) && !m_layout->items[item].isRolledUp;
    if (item != none && !isOpenContainer)
        return {item, none};
    const std::uint32_t edge = edgeAt(p, reach);
    return edge != none ? Hit{none, edge} : Hit{item, none};
}

std::uint32_t HitTest::edgeAt(PointF p, float reach) const
{
    std::uint32_t nearest = none;
    float least = reach;
    for (std::uint32_t e = 0; e < m_bounds.size(); ++e) {
        const RectF &b = m_bounds[e];
        if (p.x < b.x - least || p.x > b.right() + least || p.y < b.y - least || p.y > b.bottom() + least)
            continue;
        const float away = distance(p, m_layout->pointsOf(m_layout->edges[e]));
        if (away <= least) {
            least = away;
            nearest = e;
        }
    }
    return nearest;
}

}  // namespace portolan
