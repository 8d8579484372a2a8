// SPDX-License-Identifier: GPL-3.0-or-later
#include "layout/mesh.h"

#include <algorithm>
#include <cmath>
#include <map>

#include "layout/curve.h"
#include "layout/links.h"
#include "layout/measures.h"

namespace portolan::chart {

namespace {

constexpr std::size_t mostLinked = 6;  ///< so many boxes are joined line by line
constexpr float firstLevel = 20;       ///< of the bus or the first line from the boxes
constexpr float levelPitch = 24;       ///< room for a label between two lines
constexpr float portPitch = 12;

/** The box that stands in a row and has this one in it, or is it. */
BoxIndex topOf(const Chart &chart, BoxIndex box)
{
    while (box != none && chart.boxes[box].parent != root)
        box = chart.boxes[box].parent;
    return box;
}

/** Boxes side by side, with room for lines above and below. */
struct Row {
    std::vector<BoxIndex> boxes;
    float top = 0, bottom = 0;
};

/** Whether a box stands for a mesh and not for one of those that are meshed. */
bool isOverlay(const TopologyGraph &graph, const Box &box)
{
    return box.vertex != none && graph.vertices[box.vertex].type == VertexType::Cidr;
}

/** Boxes that no level line with room enough parts, from top to bottom. */
std::vector<Row> rowsOf(const Chart &chart, std::vector<BoxIndex> boxes)
{
    std::ranges::stable_sort(boxes, {},
                             [&](BoxIndex b) { return std::pair(chart.boxes[b].rect.y, chart.boxes[b].rect.x); });
    std::vector<Row> rows;
    for (const BoxIndex box : boxes) {
        const RectF &rect = chart.boxes[box].rect;
        if (rows.empty() || rect.y >= rows.back().bottom + 2 * firstLevel)
            rows.push_back({{}, rect.y, rect.bottom()});
        rows.back().boxes.push_back(box);
        rows.back().bottom = std::max(rows.back().bottom, rect.bottom());
    }
    return rows;
}

class Mesh {
public:
    Mesh(Chart &chart, const TopologyGraph &graph, const std::vector<Row> &rows, EdgeType type)
        : m_chart(chart), m_graph(graph), m_rows(rows), m_type(type), m_side(type == EdgeType::Tunnel ? 1.0f : -1.0f)
    {
        for (std::size_t row = 0; row < rows.size(); ++row) {
            for (const BoxIndex box : rows[row].boxes)
                m_rowOf[box] = row;
        }
    }

    void draw()
    {
        for (EdgeIndex e = 0; e < m_graph.edges.size(); ++e) {
            const Edge &edge = m_graph.edges[e];
            if (edge.type != m_type)
                continue;
            const BoxIndex from = topOf(m_chart, m_chart.boxOfVertex[edge.from]);
            const BoxIndex to = topOf(m_chart, m_chart.boxOfVertex[edge.to]);
            if (from == none || to == none || from == to || !m_rowOf.contains(from) || !m_rowOf.contains(to))
                continue;
            m_edgesOf[from].push_back(e);
            m_edgesOf[to].push_back(e);
            auto &between = m_type == EdgeType::Tunnel ? m_between[std::minmax(from, to)] : m_between[{from, to}];
            between.push_back(e);
        }
        if (m_edgesOf.empty())
            return;
        if (m_edgesOf.size() <= mostLinked && areInOneRow() && !hasOverlay())
            drawLines();
        else
            drawBus();
    }

private:
    bool isOverlayBox(BoxIndex box) const { return isOverlay(m_graph, m_chart.boxes[box]); }
    bool hasOverlay() const
    {
        return std::ranges::any_of(m_edgesOf, [this](const auto &entry) { return isOverlayBox(entry.first); });
    }
    bool areInOneRow() const
    {
        const std::size_t row = m_rowOf.at(m_edgesOf.begin()->first);
        return std::ranges::all_of(m_edgesOf, [&](const auto &entry) { return m_rowOf.at(entry.first) == row; });
    }

    const RectF &rectOf(BoxIndex box) const { return m_chart.boxes[box].rect; }
    float edgeOf(BoxIndex box) const { return m_side > 0 ? rectOf(box).bottom() : rectOf(box).y; }
    float edgeOf(const Row &row) const { return m_side > 0 ? row.bottom : row.top; }

    void addLink(BoxIndex from, BoxIndex to, const std::vector<EdgeIndex> &edges, std::span<const PointF> corners,
                 bool isBackbone)
    {
        Link link{from,
                  to,
                  m_type,
                  State::Fine,
                  isBackbone,
                  static_cast<std::uint32_t>(m_chart.edgesBehind.size()),
                  static_cast<std::uint32_t>(edges.size()),
                  static_cast<std::uint32_t>(m_chart.points.size()),
                  0};
        for (const EdgeIndex e : edges) {
            link.state = worst(link.state, m_graph.edges[e].state);
            m_chart.edgesBehind.push_back(e);
        }
        appendRounded(m_chart.points, corners);
        link.pointCount = static_cast<std::uint32_t>(m_chart.points.size()) - link.firstPoint;
        m_chart.links.push_back(link);
    }

    /** Each pair on a level of its own where it would lie on another line; near ones nearest to the boxes. */
    void drawLines()
    {
        struct Line {
            BoxIndex from, to;
            float left, right;
            std::size_t level;
        };
        std::vector<Line> lines;
        for (const auto &[ends, edges] : m_between) {
            const float a = rectOf(ends.first).center().x, b = rectOf(ends.second).center().x;
            lines.push_back({ends.first, ends.second, std::min(a, b), std::max(a, b), 0});
        }
        std::ranges::stable_sort(lines, {}, [](const Line &l) { return std::pair(l.right - l.left, l.left); });
        std::vector<std::vector<const Line *>> levels;
        for (Line &line : lines) {
            const auto isFree = [&](const auto &level) {
                return std::ranges::all_of(
                    level, [&](const Line *other) { return other->right <= line.left || other->left >= line.right; });
            };
            line.level = static_cast<std::size_t>(std::ranges::find_if(levels, isFree) - levels.begin());
            levels.resize(std::max(levels.size(), line.level + 1));
            levels[line.level].push_back(&line);
        }
        const float base = edgeOf(m_rows[m_rowOf.at(lines.front().from)]);
        std::map<std::pair<BoxIndex, bool>, std::vector<std::pair<float, BoxIndex>>>
            ports;  // by box and side: how far, to whom
        for (const Line &line : lines) {
            const bool goesRight = rectOf(line.from).x < rectOf(line.to).x;
            ports[{line.from, goesRight}].emplace_back(line.right - line.left, line.to);
            ports[{line.to, !goesRight}].emplace_back(line.right - line.left, line.from);
        }
        const auto portOf = [&](BoxIndex box, BoxIndex other, bool toRight) {
            auto &all = ports[{box, toRight}];
            std::ranges::sort(all, std::greater());
            const auto number = std::ranges::find(all, other, &std::pair<float, BoxIndex>::second) - all.begin();
            const bool isBothSides = ports.contains({box, !toRight});
            const float room = rectOf(box).width / 2 / static_cast<float>(all.size() + 1);
            const float pitch = std::min(portPitch, std::floor(room / 4) * 4);
            const float offset = pitch * (static_cast<float>(number) + (isBothSides ? 1 : 0));
            return rectOf(box).center().x + (toRight ? offset : -offset);
        };
        for (const Line &line : lines) {
            const bool goesRight = rectOf(line.from).x < rectOf(line.to).x;
            const float y = base + m_side * (firstLevel + levelPitch * static_cast<float>(line.level));
            const float x1 = portOf(line.from, line.to, goesRight), x2 = portOf(line.to, line.from, !goesRight);
            const PointF corners[] = {{x1, edgeOf(line.from)}, {x1, y}, {x2, y}, {x2, edgeOf(line.to)}};
            addLink(line.from, line.to, m_between.at({line.from, line.to}), corners, false);
        }
    }

    /** The taps of one row, and how far its part of the bus reaches. */
    struct RowOfBus {
        float y = 0, left = 0, right = 0;
        std::vector<EdgeIndex> edges;
    };

    /** A bus along each row, joined at the side of the rows, and a tap from every box. The first and the last row's
     * parts are one line, so that its corners are round; those between end at it. */
    void drawBus()
    {
        std::vector<RowOfBus> parts;
        float left = INFINITY, right = -INFINITY;
        for (const Row &row : m_rows) {
            for (const BoxIndex box : row.boxes) {
                left = std::min(left, rectOf(box).x);
                right = std::max(right, rectOf(box).right());
            }
            if (RowOfBus part = drawTaps(row); !part.edges.empty())
                parts.push_back(std::move(part));
        }
        if (parts.empty())
            return;
        for (const Row &row : m_rows) {
            if (hasOnlyOverlays(row))
                hangOverlays(row, parts);
        }
        const float trunk = m_side > 0 ? left - firstLevel : right + firstLevel;
        const auto farEnd = [this](const RowOfBus &part) { return m_side > 0 ? part.right : part.left; };
        RowOfBus &first = parts.front(), &last = parts.back();
        if (parts.size() == 1) {
            if (first.left == first.right)
                return;
            const PointF bus[] = {{first.left, first.y}, {first.right, first.y}};
            addLink(root, root, first.edges, bus, true);
            return;
        }
        const PointF frame[] = {{farEnd(first), first.y}, {trunk, first.y}, {trunk, last.y}, {farEnd(last), last.y}};
        first.edges.insert(first.edges.end(), last.edges.begin(), last.edges.end());
        tidy(first.edges);
        addLink(root, root, first.edges, frame, true);
        for (const RowOfBus &part : std::span(parts).subspan(1, parts.size() - 2)) {
            const PointF bus[] = {{trunk, part.y}, {farEnd(part), part.y}};
            addLink(root, root, part.edges, bus, true);
        }
    }

    static void tidy(std::vector<EdgeIndex> &edges)
    {
        std::ranges::sort(edges);
        edges.erase(std::unique(edges.begin(), edges.end()), edges.end());
    }

    bool hasOnlyOverlays(const Row &row) const
    {
        return std::ranges::all_of(row.boxes,
                                   [this](BoxIndex box) { return isOverlayBox(box) || !m_edgesOf.contains(box); });
    }

    /** What stands for the mesh hangs on the bus of the row above, or else stands on that of the first row. */
    void hangOverlays(const Row &row, std::vector<RowOfBus> &parts)
    {
        for (const BoxIndex box : row.boxes) {
            const auto edges = m_edgesOf.find(box);
            if (edges == m_edgesOf.end())
                continue;
            const RectF &rect = rectOf(box);
            const auto above = std::ranges::find_if(parts.rbegin(), parts.rend(),
                                                    [&](const RowOfBus &part) { return part.y < rect.y; });
            RowOfBus &part = above == parts.rend() ? parts.front() : *above;
            const float x = rect.center().x;
            const PointF tap[] = {{x, part.y < rect.y ? rect.y : rect.bottom()}, {x, part.y}};
            addLink(box, root, edges->second, tap, true);
            part.left = std::min(part.left, x);
            part.right = std::max(part.right, x);
        }
    }

    RowOfBus drawTaps(const Row &row)
    {
        RowOfBus part{edgeOf(row) + m_side * firstLevel, INFINITY, -INFINITY, {}};
        if (hasOnlyOverlays(row))
            return part;
        for (const BoxIndex box : row.boxes) {
            const auto edges = m_edgesOf.find(box);
            if (edges == m_edgesOf.end())
                continue;
            const float x = rectOf(box).center().x;
            part.left = std::min(part.left, x);
            part.right = std::max(part.right, x);
            part.edges.insert(part.edges.end(), edges->second.begin(), edges->second.end());
            const PointF tap[] = {{x, edgeOf(box)}, {x, part.y}};
            addLink(box, root, edges->second, tap, true);
        }
        tidy(part.edges);
        return part;
    }

    Chart &m_chart;
    const TopologyGraph &m_graph;
    const std::vector<Row> &m_rows;
    EdgeType m_type;
    float m_side;  ///< 1: below the boxes, -1: above
    std::map<BoxIndex, std::size_t> m_rowOf;
    std::map<BoxIndex, std::vector<EdgeIndex>> m_edgesOf;
    std::map<std::pair<BoxIndex, BoxIndex>, std::vector<EdgeIndex>> m_between;
};

}  // namespace

void drawMeshes(Chart &chart, const TopologyGraph &graph, std::vector<BoxIndex> boxes)
{
    const std::vector<Row> rows = rowsOf(chart, std::move(boxes));
    Mesh(chart, graph, rows, EdgeType::Tunnel).draw();
    Mesh(chart, graph, rows, EdgeType::Controls).draw();
}

}  // namespace portolan::chart
