// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <cmath>
#include <numeric>

#include "layout/layout.h"

namespace portolan {

namespace {

constexpr std::uint32_t fewChildren = 24;  ///< so many are looked at one by one

std::string_view prefixOf(ItemKind kind)
{
    switch (kind) {
        case ItemKind::Namespace:
            return "Namespace/";
        case ItemKind::Topic:
            return "Role/";
        case ItemKind::Band:
            return "Band/";
        case ItemKind::Pill:
            return "Pill/";
        case ItemKind::Addresses:
            return "Addresses/";
        default:
            return "NodeGroup/";
    }
}

/** Which of `count` cells of `size`, the first at `origin`, a coordinate lies in. */
std::uint32_t cellOf(float at, float origin, float size, std::uint32_t count)
{
    const float cell = (at - origin) / size * static_cast<float>(count);
    return static_cast<std::uint32_t>(std::clamp(cell, 0.0f, static_cast<float>(count - 1)));
}

}  // namespace

std::string Layout::idOf(ItemIndex item) const
{
    const LayoutItem &it = items[item];
    if (it.vertex != none)
        return std::string(graph->vertices[it.vertex].id);
    if (it.name == none)
        return {};
    return std::string(prefixOf(it.kind)) + names[it.name];
}

ItemIndex Layout::find(std::string_view id) const
{
    for (const ItemKind kind :
         {ItemKind::Namespace, ItemKind::NodeGroup, ItemKind::Topic, ItemKind::Band, ItemKind::Addresses}) {
        if (!id.starts_with(prefixOf(kind)))
            continue;
        const std::pair wanted(kind, id.substr(prefixOf(kind).size()));
        const auto at = std::ranges::lower_bound(m_named, wanted, {}, [this](ItemIndex i) { return nameOf(i); });
        if (at != m_named.end() && nameOf(*at) == wanted)
            return *at;
    }
    const VertexIndex v = graph->find(id);
    const ItemIndex item = v == none ? none : itemOfVertex[v];
    return item != none && items[item].vertex == v ? item : none;
}

ItemIndex Layout::itemAt(PointF p) const
{
    ItemIndex found = none;
    for (ItemIndex at = 0; at != none; at = childAt(items[at], p))
        found = at;
    return found == 0 ? none : found;
}

void Layout::index()
{
    m_cells.clear();
    m_cellStart.clear();
    m_inCell.clear();
    m_named.clear();
    for (ItemIndex i = 0; i < items.size(); ++i) {
        if (items[i].childCount > fewChildren)
            indexChildren(i);
        if (items[i].name != none)
            m_named.push_back(i);
    }
    std::ranges::sort(m_named, {}, [this](ItemIndex i) { return nameOf(i); });
}

std::pair<ItemKind, std::string_view> Layout::nameOf(ItemIndex item) const
{
    return {items[item].kind, names[items[item].name]};
}

void Layout::indexChildren(ItemIndex parent)
{
    const LayoutItem &item = items[parent];
    Cells cells;
    cells.area = item.rect;
    const float shape = std::max(1.0f, cells.area.width) / std::max(1.0f, cells.area.height);
    const float wanted = static_cast<float>(item.childCount);
    cells.columns = std::clamp(static_cast<std::uint32_t>(std::sqrt(wanted * shape)), 1u, item.childCount);
    cells.rows = std::clamp(item.childCount / cells.columns, 1u, item.childCount);
    cells.firstStart = static_cast<std::uint32_t>(m_cellStart.size());

    const auto eachCell = [&](ItemIndex child, auto &&visit) {
        const RectF &r = items[child].rect;
        const std::uint32_t left = cellOf(r.x, cells.area.x, cells.area.width, cells.columns);
        const std::uint32_t right = cellOf(r.right(), cells.area.x, cells.area.width, cells.columns);
        const std::uint32_t bottom = cellOf(r.bottom(), cells.area.y, cells.area.height, cells.rows);
        for (std::uint32_t y = cellOf(r.y, cells.area.y, cells.area.height, cells.rows); y <= bottom; ++y) {
            for (std::uint32_t x = left; x <= right; ++x)
                visit(y * cells.columns + x);
        }
    };
    const ItemIndex end = item.firstChild + item.childCount;
    std::vector<std::uint32_t> start(std::size_t{cells.columns} * cells.rows + 1, 0);
    for (ItemIndex child = item.firstChild; child < end; ++child)
        eachCell(child, [&](std::uint32_t cell) { ++start[cell + 1]; });
    std::partial_sum(start.begin(), start.end(), start.begin());
    const auto base = static_cast<std::uint32_t>(m_inCell.size());
    m_inCell.resize(base + start.back());
    std::vector<std::uint32_t> next(start.begin(), start.end() - 1);
    for (ItemIndex child = item.firstChild; child < end; ++child)
        eachCell(child, [&](std::uint32_t cell) { m_inCell[base + next[cell]++] = child; });
    for (const std::uint32_t s : start)
        m_cellStart.push_back(base + s);
    m_cells.emplace_back(parent, cells);
}

ItemIndex Layout::childAt(const LayoutItem &parent, PointF p) const
{
    if (parent.childCount > fewChildren) {
        const auto item = static_cast<ItemIndex>(&parent - items.data());
        const auto cells = std::ranges::lower_bound(m_cells, item, {}, [](const auto &entry) { return entry.first; });
        return childInCells(cells->second, p);
    }
    for (ItemIndex child = parent.firstChild; child < parent.firstChild + parent.childCount; ++child) {
        if (items[child].rect.contains(p))
            return child;
    }
    return none;
}

ItemIndex Layout::childInCells(const Cells &cells, PointF p) const
{
    if (!cells.area.contains(p))
        return none;
    const std::uint32_t x = cellOf(p.x, cells.area.x, cells.area.width, cells.columns);
    const std::uint32_t y = cellOf(p.y, cells.area.y, cells.area.height, cells.rows);
    const std::uint32_t cell = cells.firstStart + y * cells.columns + x;
    for (std::uint32_t i = m_cellStart[cell]; i < m_cellStart[cell + 1]; ++i) {
        if (items[m_inCell[i]].rect.contains(p))
            return m_inCell[i];
    }
    return none;
}

}  // namespace portolan
