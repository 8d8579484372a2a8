// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <unordered_set>

#include "scene/drawing.h"
#include "scene/measures.h"
#include "scene/signs.h"
#include "scene/words.h"

namespace portolan {

namespace {

constexpr std::size_t mostAtOnce = 160;  ///< lines of the Policy lens; of more, only those that stand out are drawn

/** The outermost closed container round an item, or the item. */
ItemIndex shownAs(const Drawing &d, ItemIndex item)
{
    ItemIndex shown = item;
    for (ItemIndex i = item; i != none; i = d.item(i).parent) {
        if (d.closed[i])
            shown = i;
    }
    return shown;
}

bool isInView(const Drawing &d, std::span<const PointF> points)
{
    float left = points[0].x, right = left, top = points[0].y, bottom = top;
    for (const PointF p : points) {
        left = std::min(left, p.x);
        right = std::max(right, p.x);
        top = std::min(top, p.y);
        bottom = std::max(bottom, p.y);
    }
    const bool isSpeck = right - left + bottom - top < d.pen.px(2);
    return !isSpeck && left <= d.part.right() && right >= d.part.x && top <= d.part.bottom() && bottom >= d.part.y;
}

/** The middle of a line, where signs go. */
PointF middleOf(std::span<const PointF> points)
{
    const std::size_t pieces = (points.size() - 1) / 3, piece = pieces / 2;
    if (pieces % 2 == 0)
        return points[piece * 3];
    const PointF *p = &points[piece * 3];
    return {(p[0].x + 3 * p[1].x + 3 * p[2].x + p[3].x) / 8, (p[0].y + 3 * p[1].y + 3 * p[2].y + p[3].y) / 8};
}

/** A cross on a disc of the paper's colour: this way is broken. */
void drawBreak(Pen &pen, PointF at)
{
    const float radius = pen.atLeast(7, 5), arm = pen.atLeast(3, 2.4f);
    const LineLook look{.role = Role::Failing, .width = pen.atLeast(1.8f, 1.4f)};
    pen.on(Scene::Over);
    pen.box({at.x - radius, at.y - radius, 2 * radius, 2 * radius},
            {.fill = Role::Paper, .stroke = Role::Failing, .radius = radius, .hidesBelow = true});
    pen.segment({at.x - arm, at.y - arm}, {at.x + arm, at.y + arm}, look);
    pen.segment({at.x + arm, at.y - arm}, {at.x - arm, at.y + arm}, look);
    pen.on(Scene::Lines);
}

/** All that a line stands for is only supposed. */
bool isSupposed(const Drawing &d, const LayoutEdge &edge)
{
    const auto behind = d.layout.edgesOf(edge);
    return d.layout.graph && !behind.empty() && std::ranges::all_of(behind, [&](EdgeIndex e) {
               return e < d.layout.graph->edges.size() && d.layout.graph->edges[e].isSupposed;
           });
}

LineLook lookOf(const Drawing &d, const LayoutEdge &edge, bool isLit)
{
    const float scale = d.pen.scale();
    LineLook look;
    const float width = edge.type == EdgeType::Tunnel || edge.isBackbone ? measure::tunnelWidth : measure::lineWidth;
    look.width = d.pen.atLeast(isLit && d.lit.isActive() ? width + 0.5f : width, 1);
    look.role = edge.state == State::Failing ? Role::Failing : roleOf(edge.type);
    look.isDashed = edge.type == EdgeType::Controls || edge.state == State::Unknown || isSupposed(d, edge);
    look.hasArrow =
        d.detail.lineArrows && scale >= measure::arrowScale && edge.type != EdgeType::Tunnel && !edge.isBackbone;
    look.opacity = scale < measure::arrowScale && !d.lit.isActive() ? 170 : 255;
    return look;
}

}  // namespace

void drawLines(Drawing &d)
{
    const Layout &layout = d.layout;
    std::unordered_set<std::uint64_t> drawn;
    std::vector<std::uint32_t> bright;
    d.pen.on(Scene::Lines);
    const auto draw = [&](std::uint32_t e) {
        const LayoutEdge &edge = layout.edges[e];
        const bool isLit = d.lit.edge(e);
        const auto points = layout.pointsOf(edge);
        d.pen.about({Subject::Kind::Edge, e}, Lit::opacity(isLit));
        d.pen.line(points, lookOf(d, edge, isLit));
        if (edge.state == State::Failing && d.pen.scale() >= measure::arrowScale)
            drawBreak(d.pen, middleOf(points));
    };
    const bool isQuiet = layout.lens == Lens::Policy && layout.edges.size() > mostAtOnce;
    for (std::uint32_t e = 0; e < layout.edges.size(); ++e) {
        const LayoutEdge &edge = layout.edges[e];
        if (isQuiet && !(d.lit.isActive() && d.lit.edge(e)))
            continue;
        if (edge.pointCount < 4 || !isInView(d, layout.pointsOf(edge)))
            continue;
        const ItemIndex from = shownAs(d, edge.from), to = shownAs(d, edge.to);
        const bool isMerged = from != edge.from || to != edge.to;
        if (from == to && isMerged)
            continue;
        if (isMerged && !drawn.insert((std::uint64_t(from) << 32) | to).second && !d.lit.isActive())
            continue;
        if (d.lit.isActive() && d.lit.edge(e))
            bright.push_back(e);
        else
            draw(e);
    }
    for (const std::uint32_t e : bright)
        draw(e);
}

void drawLaneHeadings(Drawing &d)
{
    Pen &pen = d.pen;
    const float size = pen.textSize(measure::groupSize), line = size * measure::nameLead;
    pen.on(Scene::Containers);
    pen.about({}, 255);
    for (const LaneHeading &lane : d.layout.lanes) {
        const RectF &r = lane.rect;
        if (lane.count == 0 || !r.intersects(d.part) || r.width < pen.px(36))
            continue;
        const std::string count = grouped(lane.count);
        const float countWidth = roughWidth(count, size) + pen.px(4),
                    top = std::min(r.y + (r.height - line) / 2, r.bottom() - line - pen.px(1));
        const bool hasCount = r.width - countWidth > pen.px(60);
        pen.text({r.x, top, r.width - (hasCount ? countWidth + pen.px(4) : 0), line}, lane.name,
                 {.font = Font::Heading, .size = size, .role = Role::Ink2});
        if (hasCount)
            pen.made({r.right() - countWidth, top, countWidth, line}, count,
                     {.font = Font::Count, .size = size, .role = Role::Ink2, .align = Align::Right});
        pen.box({r.x, r.bottom() - pen.px(1), r.width, pen.px(1)}, {.fill = Role::Line});
    }
}

}  // namespace portolan
