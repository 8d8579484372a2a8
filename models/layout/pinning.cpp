// SPDX-License-Identifier: GPL-3.0-or-later
#include "layout/pinning.h"

#include <algorithm>
#include <set>

#include "layout/measures.h"

namespace portolan::chart {

namespace {

bool isTooNear(const RectF &a, const RectF &b)
{
    return a.x < b.right() + rowGap && b.x < a.right() + rowGap && a.y < b.bottom() + rowGap &&
           b.y < a.bottom() + rowGap;
}

class Pinning {
public:
    Pinning(Chart &chart, const Pins &pins, const TopologyGraph &graph) : m_chart(chart), m_children(chart.boxes.size())
    {
        for (BoxIndex b = 1; b < chart.boxes.size(); ++b)
            m_children[chart.boxes[b].parent].push_back(b);
        std::map<std::string, BoxIndex, std::less<>> named;
        for (BoxIndex b = 1; b < chart.boxes.size(); ++b) {
            if (chart.boxes[b].name != none)
                named[(chart.boxes[b].kind == ItemKind::Namespace ? "Namespace/" : "NodeGroup/") +
                      chart.names[chart.boxes[b].name]] = b;
        }
        for (const auto &[id, place] : pins) {
            const VertexIndex v = graph.find(id);
            const auto at = named.find(id);
            const BoxIndex box = v != none ? chart.boxOfVertex[v] : at != named.end() ? at->second : none;
            if (box != none && (v == none || chart.boxes[box].vertex == v))
                m_pins.emplace(box, place);
        }
    }

    void run()
    {
        // From the outside to the inside: what is pinned carries its contents with it.
        for (const auto &[box, place] : m_pins) {
            const RectF &rect = m_chart.boxes[box].rect;
            moveBy(box, {place.x - rect.x, place.y - rect.y});
            m_chart.boxes[box].isPinned = true;
            for (BoxIndex above = box; above != root; above = m_chart.boxes[above].parent)
                m_isAnchored.insert(above);
        }
        for (const auto &[box, place] : m_pins) {
            const RectF &rect = m_chart.boxes[box].rect;  // a container that came later may have taken it along
            moveBy(box, {place.x - rect.x, place.y - rect.y});
        }
        if (!m_pins.empty())
            settle(root);
    }

private:
    void moveBy(BoxIndex index, PointF by)
    {
        if (by == PointF{})
            return;
        Box &box = m_chart.boxes[index];
        box.rect.x += by.x;
        box.rect.y += by.y;
        box.firstChip.x += by.x;
        box.firstChip.y += by.y;
        for (const BoxIndex child : m_children[index])
            moveBy(child, by);
    }

    /** Clears the way inside a box, from the innermost outwards, and makes it hold what it has. */
    void settle(BoxIndex index)
    {
        std::vector<BoxIndex> anchored, others;
        for (const BoxIndex child : m_children[index]) {
            if (m_isAnchored.contains(child)) {
                settle(child);
                anchored.push_back(child);
            } else {
                others.push_back(child);
            }
        }
        if (anchored.empty())
            return;
        if (m_chart.boxes[index].isPinned)
            bringInside(index, anchored);
        std::ranges::stable_sort(anchored, std::greater(), [this](BoxIndex b) { return m_chart.boxes[b].isPinned; });
        std::ranges::stable_sort(
            others, {}, [this](BoxIndex b) { return std::pair(m_chart.boxes[b].rect.y, m_chart.boxes[b].rect.x); });
        std::vector<BoxIndex> placed;
        for (const auto *list : {&anchored, &others}) {
            for (const BoxIndex child : *list) {
                makeWay(child, placed);
                placed.push_back(child);
            }
        }
        if (index != root)
            hold(index);
    }

    /** Moves a box down until nothing that is placed is in its way. */
    void makeWay(BoxIndex index, const std::vector<BoxIndex> &placed)
    {
        bool hasMoved = false;
        for (bool isFree = false; !isFree;) {
            isFree = true;
            for (const BoxIndex other : placed) {
                const RectF &rect = m_chart.boxes[index].rect, &obstacle = m_chart.boxes[other].rect;
                if (!isTooNear(rect, obstacle))
                    continue;
                moveBy(index, {0, obstacle.bottom() + rowGap - rect.y});
                isFree = false;
                hasMoved = true;
            }
        }
        if (hasMoved && m_isAnchored.contains(index))
            release(index);
    }

    /** A container that stands where it is pinned cannot grow to the left or upwards. */
    void bringInside(BoxIndex index, const std::vector<BoxIndex> &children)
    {
        const RectF &outer = m_chart.boxes[index].rect;
        for (const BoxIndex child : children) {
            const RectF &rect = m_chart.boxes[child].rect;
            const PointF by{std::max(0.0f, outer.x + padding - rect.x),
                            std::max(0.0f, outer.y + headerHeight - rect.y)};
            if (by != PointF{}) {
                moveBy(child, by);
                release(child);
            }
        }
    }

    void release(BoxIndex index)
    {
        m_chart.boxes[index].isPinned = false;
        for (const BoxIndex child : m_children[index])
            release(child);
    }

    void hold(BoxIndex index)
    {
        RectF &rect = m_chart.boxes[index].rect;
        float left = rect.x, top = rect.y, right = rect.right(), bottom = rect.bottom();
        for (const BoxIndex child : m_children[index]) {
            const RectF &inner = m_chart.boxes[child].rect;
            left = std::min(left, inner.x - padding);
            top = std::min(top, inner.y - headerHeight);
            right = std::max(right, inner.right() + padding);
            bottom = std::max(bottom, inner.bottom() + padding);
        }
        rect = {left, top, right - left, bottom - top};
    }

    Chart &m_chart;
    std::vector<std::vector<BoxIndex>> m_children;
    std::map<BoxIndex, PointF> m_pins;  // a parent's number is smaller than its children's
    std::set<BoxIndex> m_isAnchored;
};

}  // namespace

void pin(Chart &chart, const Pins &pins, const TopologyGraph &graph)
{
    if (!pins.empty())
        Pinning(chart, pins, graph).run();
}

}  // namespace portolan::chart
