// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <numeric>

#include "layout/chart.h"
#include "layout/measures.h"

namespace portolan::chart {

namespace {

/** Boxes level by level, so that a parent stands before its children and these stand in a row. */
std::vector<BoxIndex> levelOrder(const std::vector<Box> &boxes)
{
    std::vector<std::uint32_t> start(boxes.size() + 1, 0);
    for (BoxIndex b = 1; b < boxes.size(); ++b)
        ++start[boxes[b].parent + 1];
    std::partial_sum(start.begin(), start.end(), start.begin());
    std::vector<BoxIndex> children(boxes.size() - 1);
    std::vector<std::uint32_t> next(start.begin(), start.end() - 1);
    for (BoxIndex b = 1; b < boxes.size(); ++b)
        children[next[boxes[b].parent]++] = b;

    std::vector<BoxIndex> order{root};
    order.reserve(boxes.size());
    for (std::size_t i = 0; i < order.size(); ++i) {
        const BoxIndex parent = order[i];
        order.insert(order.end(), children.begin() + start[parent], children.begin() + start[parent + 1]);
    }
    return order;
}

LayoutItem itemOf(const Box &box)
{
    LayoutItem item;
    item.rect = box.rect;
    item.vertex = box.vertex;
    item.name = box.name;
    item.tally = box.tally;
    item.kind = box.kind;
    item.lane = box.lane;
    item.state = box.state;
    item.isRolledUp = box.isRolledUp;
    item.isPinned = box.isPinned;
    return item;
}

void writeBoxes(Layout &layout, const Chart &chart, const std::vector<BoxIndex> &order,
                std::vector<ItemIndex> &itemOfBox)
{
    layout.items.reserve(chart.boxes.size() + chart.chips.size());
    for (ItemIndex i = 0; i < order.size(); ++i) {
        const Box &box = chart.boxes[order[i]];
        itemOfBox[order[i]] = i;
        LayoutItem item = itemOf(box);
        if (i > 0) {
            item.parent = itemOfBox[box.parent];
            LayoutItem &parent = layout.items[item.parent];
            if (parent.childCount++ == 0)
                parent.firstChild = i;
        }
        layout.items.push_back(item);
    }
}

void writeChips(Layout &layout, const Chart &chart, const Box &box, ItemIndex parent)
{
    LayoutItem chip;
    chip.kind = ItemKind::Chip;
    chip.parent = parent;
    layout.items[parent].firstChild = static_cast<ItemIndex>(layout.items.size());
    layout.items[parent].childCount = box.chipCount;
    for (std::uint32_t i = 0; i < box.chipCount; ++i) {
        const VertexIndex vertex = chart.chips[box.chipStart + i];
        chip.rect = {box.firstChip.x + chipPitch * static_cast<float>(i % box.chipsInRow),
                     box.firstChip.y + chipPitch * static_cast<float>(i / box.chipsInRow), chipSize, chipSize};
        chip.vertex = vertex;
        chip.state = layout.graph->vertices[vertex].state;
        layout.itemOfVertex[vertex] = static_cast<ItemIndex>(layout.items.size());
        layout.items.push_back(chip);
    }
}

void writeEdges(Layout &layout, const Chart &chart, const std::vector<ItemIndex> &itemOfBox)
{
    layout.edges.reserve(chart.links.size());
    for (const Link &link : chart.links) {
        LayoutEdge edge;
        edge.from = itemOfBox[link.from];
        edge.to = itemOfBox[link.to];
        edge.firstPoint = link.firstPoint;
        edge.pointCount = link.pointCount;
        edge.firstEdge = link.firstEdge;
        edge.edgeCount = link.edgeCount;
        edge.type = link.type;
        edge.state = link.state;
        edge.isBackbone = link.isBackbone;
        layout.edges.push_back(edge);
    }
    std::ranges::stable_sort(layout.edges, {}, [](const LayoutEdge &e) { return std::tuple(e.from, e.to, e.type); });
}

/** The paper: what is on it, with a margin, and the corner that everything starts from. */
RectF boundsOf(const Layout &layout)
{
    float left = 0, top = 0, right = 0, bottom = 0;
    const auto include = [&](float x1, float y1, float x2, float y2) {
        left = std::min(left, x1 - margin);
        top = std::min(top, y1 - margin);
        right = std::max(right, x2 + margin);
        bottom = std::max(bottom, y2 + margin);
    };
    for (const LayoutItem &item : std::span(layout.items).subspan(1)) {
        if (item.parent != root)
            break;
        include(item.rect.x, item.rect.y, item.rect.right(), item.rect.bottom());
    }
    for (const PointF p : layout.points)
        include(p.x, p.y, p.x, p.y);
    for (const LaneHeading &lane : layout.lanes)
        include(lane.rect.x, lane.rect.y, lane.rect.right(), lane.rect.bottom());
    return {left, top, right - left, bottom - top};
}

}  // namespace

LayoutPtr write(Chart chart, Lens lens, GraphPtr graph, OverviewPtr overview, AccessMapPtr access)
{
    auto layout = std::make_shared<Layout>();
    layout->lens = lens;
    layout->graph = std::move(graph);
    layout->overview = std::move(overview);
    layout->access = std::move(access);
    const std::vector<BoxIndex> order = levelOrder(chart.boxes);
    std::vector<ItemIndex> itemOfBox(chart.boxes.size(), none);
    writeBoxes(*layout, chart, order, itemOfBox);

    layout->itemOfVertex = std::move(chart.boxOfVertex);
    for (std::uint32_t &of : layout->itemOfVertex)
        of = of == none ? none : itemOfBox[of];
    for (const BoxIndex box : order) {
        if (chart.boxes[box].chipCount > 0)
            writeChips(*layout, chart, chart.boxes[box], itemOfBox[box]);
    }
    writeEdges(*layout, chart, itemOfBox);
    layout->points = std::move(chart.points);
    layout->edgesBehind = std::move(chart.edgesBehind);
    layout->lanes = std::move(chart.lanes);
    layout->names = std::move(chart.names);
    layout->tallies = std::move(chart.tallies);
    layout->bounds = boundsOf(*layout);
    layout->items[root].rect = layout->bounds;
    layout->index();
    return layout;
}

}  // namespace portolan::chart
