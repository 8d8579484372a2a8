// SPDX-License-Identifier: GPL-3.0-or-later
// What the Policy lens shows of how workloads are held.
#include "scene/drawing.h"
#include "scene/measures.h"
#include "scene/signs.h"
#include "scene/words.h"

namespace portolan {

namespace {

constexpr float gateWidth = 4;

std::string labelOf(const Layout &layout, const LayoutEdge &edge)
{
    std::string label;
    for (const EdgeIndex pair : layout.edgesOf(edge)) {
        const std::string ports = portsText(layout.access->byRule[pair].ports);
        if (!label.empty() && ports != label)
            return "several";
        label = ports;
    }
    return label;
}

/** Where the label of a line stands: above its straight end at the card that is not the one in the middle. */
RectF placeOf(const Drawing &d, const LayoutEdge &edge, bool isAtTarget, float width, float height)
{
    const RectF &card = d.item(isAtTarget ? edge.to : edge.from).rect;
    const auto points = d.layout.pointsOf(edge);
    const PointF end = isAtTarget ? points.back() : points.front();
    const float gap = d.pen.px(7);
    return {isAtTarget ? card.x - gap - width : card.right() + gap, end.y - height - d.pen.px(2), width, height};
}

}  // namespace

const AccessEnd *accessEndOf(const Layout &layout, const LayoutItem &item)
{
    if (!layout.access || item.vertex == none || item.kind != ItemKind::Card)
        return nullptr;
    const std::uint32_t end = layout.access->endOf(item.vertex);
    return end == none ? nullptr : &layout.access->ends[end];
}

void drawGates(Drawing &d, const RectF &card, const AccessEnd &end)
{
    const float width = std::min(d.pen.atLeast(gateWidth, 2), card.width / 4), inset = std::min(6.f, card.height / 6);
    const auto gate = [&](float x) {
        d.pen.box({x, card.y + inset, width, card.height - 2 * inset}, {.fill = Role::Policy, .radius = width / 2});
    };
    if (end.isIngressIsolated)
        gate(card.x - width / 2);
    if (end.isEgressIsolated)
        gate(card.right() - width / 2);
}

void drawPortLabels(Drawing &d)
{
    const Layout &layout = d.layout;
    if (!layout.access || !d.lit.isActive() || d.pen.scale() < measure::arrowScale)
        return;
    const float size = d.pen.textSize(measure::factSize), height = size * measure::factLead;
    d.pen.on(Scene::Over);
    for (std::uint32_t e = 0; e < layout.edges.size(); ++e) {
        const LayoutEdge &edge = layout.edges[e];
        if (edge.type != EdgeType::Allows || edge.pointCount < 4 || !d.lit.edge(e) || d.closed[edge.from] ||
            d.closed[edge.to])
            continue;
        const bool isAtTarget = !d.lit.isSelected(edge.to) && !d.lit.isHovered(edge.to);
        const std::string text = labelOf(layout, edge);
        const RectF place = placeOf(d, edge, isAtTarget, std::min(roughWidth(text, size) + d.pen.px(6), 76.f), height);
        if (!place.intersects(d.part))
            continue;
        d.pen.about({Subject::Kind::Edge, e}, 255);
        d.pen.box(place, {.fill = Role::Paper, .radius = d.pen.px(3), .opacity = 215});
        d.pen.made(place, text, {.font = Font::Count, .size = size, .role = Role::Policy, .align = Align::Center});
    }
}

}  // namespace portolan
