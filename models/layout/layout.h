// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <map>
#include <memory>
#include <optional>
#include <set>
#include <span>
#include <stop_token>
#include <string>
#include <vector>

#include "access/access.h"
#include "overview/overview.h"
#include "topology/filter.h"
#include "topology/graph.h"

namespace portolan {

enum class Lens : std::uint8_t { Traffic, Machines, Components, Policy };
/** All lenses, in the order of the enumeration. */
inline constexpr Lens allLenses[] = {Lens::Traffic, Lens::Machines, Lens::Components, Lens::Policy};
[[nodiscard]] std::string_view name(Lens lens);  ///< "traffic", "machines", "components", "policy"
[[nodiscard]] std::optional<Lens> lensByName(std::string_view name);

struct PointF {
    float x = 0, y = 0;
    bool operator==(const PointF &) const = default;
};
struct RectF {
    float x = 0, y = 0, width = 0, height = 0;
    float right() const { return x + width; }
    float bottom() const { return y + height; }
    PointF center() const { return {x + width / 2, y + height / 2}; }
    bool contains(PointF p) const { return p.x >= x && p.x < right() && p.y >= y && p.y < bottom(); }
    bool contains(const RectF &r) const
    {
        return r.x >= x && r.y >= y && r.right() <= right() && r.bottom() <= bottom();
    }
    bool intersects(const RectF &r) const { return r.x < right() && x < r.right() && r.y < bottom() && y < r.bottom(); }
    bool operator==(const RectF &) const = default;
};

using ItemIndex = std::uint32_t;

/** What stands on the chart: a container (namespace, node, group of nodes), a card, a chip in a card, or a
 *  container that is rolled up into one card with counts. Pods without a node stand in the NodeGroup "not scheduled".
 */
enum class ItemKind : std::uint8_t {
    Root,
    Namespace,
    NodeGroup,
    Node,
    Card,
    Chip,
    Topic,     ///< what fills a role; named by the role
    Band,      ///< what it has on each machine
    Pill,      ///< a pod or a word in a band
    Addresses  ///< a part of the addresses outside; named by them
};

/** Counts of what an item holds, for roll-ups and for status bars. */
struct Tally {
    std::uint32_t fine = 0, unknown = 0, warning = 0,
                  failing = 0;  ///< of the pods below; of the vertices if there are no pods
    std::uint32_t routes = 0, services = 0, workloads = 0, pods = 0, nodes = 0;
    bool operator==(const Tally &) const = default;
};

/** One box. Coordinates are absolute, in pixels at scale 1, x to the right, y down. */
struct LayoutItem {
    RectF rect;
    VertexIndex vertex = none;  ///< what it shows; none for Root, Namespace and NodeGroup
    ItemIndex parent = none;
    ItemIndex firstChild = none;  ///< children stand in a row: items[firstChild … firstChild + childCount)
    std::uint32_t childCount = 0;
    std::uint32_t name = none;   ///< index into Layout::names, of Namespace and NodeGroup
    std::uint32_t tally = none;  ///< index into Layout::tallies, of containers and of cards with pods
    ItemKind kind = ItemKind::Card;
    std::uint8_t lane = 0;      ///< index into Layout::lanes of its block; 0 where there are none
    State state = State::Fine;  ///< the worst inside
    bool isRolledUp = false;    ///< its contents are on the chart as counts only
    bool isPinned = false;      ///< stands where the user put it
};

/** One line between two items; stands for one or more edges of the graph. */
struct LayoutEdge {
    ItemIndex from = none;
    ItemIndex to = none;
    std::uint32_t firstPoint = 0,
                  pointCount = 0;  ///< in Layout::points: a start, then cubic Bézier triples (c1, c2, end)
    std::uint32_t firstEdge = 0, edgeCount = 0;  ///< in Layout::edgesBehind: indices into TopologyGraph::edges; into
                                                 ///< AccessMap::byRule where they are of EdgeType::Allows
    EdgeType type = EdgeType::Selects;
    State state = State::Fine;
    bool isBackbone =
        false;  ///< part of a bus that stands for a mesh: the bus from root to root, a tap from its item to root
};

/** The heading of a lane. */
struct LaneHeading {
    RectF rect;
    std::string name;
    std::uint32_t count = 0;
};

/** Where everything stands. items[0] is the root; a parent stands before its children. Invariants (tested): no two
 *  siblings overlap, children lie inside their parents, no line runs through a card that it does not belong to. */
struct Layout {
    Lens lens = Lens::Traffic;
    GraphPtr graph;
    OverviewPtr overview;  ///< what the topics say; null but for Lens::Components
    AccessMapPtr access;   ///< who may talk to whom; null but for Lens::Policy
    std::vector<LayoutItem> items;
    std::vector<LayoutEdge> edges;  ///< sorted by (from, to, type)
    std::vector<PointF> points;
    std::vector<EdgeIndex> edgesBehind;
    std::vector<LaneHeading> lanes;
    std::vector<std::string> names;
    std::vector<Tally> tallies;
    std::vector<ItemIndex>
        itemOfVertex;  ///< per vertex of the graph: the item that shows it, itself or rolled up; none if hidden
    RectF bounds;

    /** Stable name of an item: its vertex's id, or "Namespace/shop", "NodeGroup/zone-a", "Role/cni"; empty for the
     * root.
     */
    std::string idOf(ItemIndex item) const;
    /** The item with this id, or none. */
    ItemIndex find(std::string_view id) const;
    /** The innermost item at a point, or none. Cost: see P7. */
    ItemIndex itemAt(PointF p) const;
    std::span<const PointF> pointsOf(const LayoutEdge &edge) const
    {
        return {points.data() + edge.firstPoint, edge.pointCount};
    }
    std::span<const EdgeIndex> edgesOf(const LayoutEdge &edge) const
    {
        return {edgesBehind.data() + edge.firstEdge, edge.edgeCount};
    }

    /** Builds what find() and itemAt() read; layOut() has called it. */
    void index();

private:
    /** The children of one item by place: cells of equal size, row by row, each a run of m_inCell. */
    struct Cells {
        RectF area;
        std::uint32_t columns = 1, rows = 1;
        std::uint32_t firstStart = 0;  ///< in m_cellStart
    };
    std::pair<ItemKind, std::string_view> nameOf(ItemIndex item) const;
    void indexChildren(ItemIndex parent);
    ItemIndex childAt(const LayoutItem &parent, PointF p) const;
    ItemIndex childInCells(const Cells &cells, PointF p) const;

    std::vector<std::pair<ItemIndex, Cells>> m_cells;  ///< of items with many children, sorted by item
    std::vector<std::uint32_t> m_cellStart;
    std::vector<ItemIndex> m_inCell;
    std::vector<ItemIndex> m_named;  ///< items without a vertex, sorted by kind and name
};
using LayoutPtr = std::shared_ptr<const Layout>;

/** What the user decided about the chart. */
struct LayoutWish {
    Lens lens = Lens::Traffic;
    std::optional<Supposition> supposition = {};  ///< what if; the graph must be built for it
    Filter filter;
    std::set<std::string, std::less<>> expanded;      ///< ids of items opened by hand
    std::set<std::string, std::less<>> collapsed;     ///< ids of items closed by hand
    std::map<std::string, PointF, std::less<>> pins;  ///< upper left corners of items placed by hand, by id
    enum class RollUp {
        Auto,
        Never,
        Always
    } rollUp = RollUp::Auto;  ///< Auto: containers close where the chart would be too large to read
};

/** Places the graph. A pinned item stands where its pin says, unless that would lie over another pin. Chips cannot be
 *  pinned: they stand in their card. Deterministic; what did not change between `previous` and now stays where it was
 * where it can. Returns null if stopped. Cost: n log n at most; P5. */
[[nodiscard]] LayoutPtr layOut(GraphPtr graph, const LayoutWish &wish, const Layout *previous = nullptr,
                               std::stop_token stop = {});

}  // namespace portolan
