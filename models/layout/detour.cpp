// SPDX-License-Identifier: GPL-3.0-or-later
#include "layout/detour.h"

#include <algorithm>
#include <cmath>
#include <queue>
#include <unordered_map>

#include "layout/curve.h"
#include "layout/measures.h"

namespace portolan::chart {

namespace {

constexpr float distance = 8;                  ///< of a line from a box that it goes round
constexpr float bend = 40;                     ///< what a bend costs, as a length
constexpr std::size_t mostSolids = 600;        ///< among which a way is looked for
constexpr std::size_t mostSteps = 20'000'000;  ///< for all lines together

/** Boxes by place. */
class Solids {
public:
    Solids(const Chart &chart, const std::vector<BoxIndex> &boxes)
    {
        for (const BoxIndex box : boxes) {
            const RectF &r = chart.boxes[box].rect;
            eachCell(r, [&](std::int64_t cell) { m_cells[cell].push_back(r); });
            m_all.push_back(r);
        }
    }
    const std::vector<RectF> &all() const { return m_all; }

    /** A point above or below the box at whose upper or lower edge this point lies; the point itself if it is at none.
     */
    PointF offFrom(PointF p) const
    {
        for (const RectF &r : m_all) {
            const bool isBeside = p.x >= r.x && p.x <= r.right();
            if (isBeside && (p.y == r.y || p.y == r.bottom()))
                return {p.x, p.y + (p.y == r.y ? -distance : distance)};
        }
        return p;
    }

    bool isCrossedBy(const RectF &area) const
    {
        bool isHit = false;
        eachCell(area, [&](std::int64_t cell) {
            const auto at = m_cells.find(cell);
            isHit = isHit || (at != m_cells.end() &&
                              std::ranges::any_of(at->second, [&](const RectF &r) { return lies(r, area); }));
        });
        return isHit;
    }

private:
    static bool lies(const RectF &r, const RectF &area)
    {
        return area.x < r.right() - 1 && area.right() > r.x + 1 && area.y < r.bottom() - 1 && area.bottom() > r.y + 1;
    }
    template <class Visit>
    static void eachCell(const RectF &r, Visit visit)
    {
        constexpr float size = 256;
        for (auto y = static_cast<std::int64_t>(std::floor(r.y / size));
             y <= static_cast<std::int64_t>(std::floor(r.bottom() / size)); ++y) {
            for (auto x = static_cast<std::int64_t>(std::floor(r.x / size));
                 x <= static_cast<std::int64_t>(std::floor(r.right() / size)); ++x)
                visit(y * 1'000'003 + x);
        }
    }
    std::unordered_map<std::int64_t, std::vector<RectF>> m_cells;
    std::vector<RectF> m_all;
};

RectF around(std::span<const PointF> points)
{
    const auto [left, right] = std::ranges::minmax(points, {}, &PointF::x);
    const auto [top, bottom] = std::ranges::minmax(points, {}, &PointF::y);
    return {left.x, top.y, right.x - left.x, bottom.y - top.y};
}

bool isCrossing(const Solids &solids, std::span<const PointF> points)
{
    for (std::size_t i = 0; i + 3 < points.size(); i += 3) {
        if (solids.isCrossedBy(around(points.subspan(i, 4))))
            return true;
    }
    return false;
}

/** A search for a way of level and upright pieces along the edges of the boxes in a part of the chart. */
class Search {
public:
    Search(const std::vector<RectF> &solids, PointF from, PointF to)
    {
        m_xs = {from.x, to.x};
        m_ys = {from.y, to.y};
        for (const RectF &r : solids) {
            m_xs.insert(m_xs.end(), {r.x - distance, r.right() + distance});
            m_ys.insert(m_ys.end(), {r.y - distance, r.bottom() + distance});
        }
        for (auto *values : {&m_xs, &m_ys}) {
            std::ranges::sort(*values);
            values->erase(std::unique(values->begin(), values->end()), values->end());
        }
        m_blockedLevel.assign(m_xs.size() * m_ys.size(), false);
        m_blockedUpright.assign(m_xs.size() * m_ys.size(), false);
        for (const RectF &r : solids)
            block(r);
        m_from = at(from);
        m_to = at(to);
    }

    /** The corners of the cheapest way, both ends included; empty if there is none. `startsLevel` and `endsLevel`: how
     * the line comes from its start and goes on at its end. */
    std::vector<PointF> run(bool startsLevel, bool endsLevel, std::size_t &steps)
    {
        const std::size_t size = m_xs.size() * m_ys.size() * 2;
        std::vector<float> cost(size, INFINITY);
        std::vector<std::uint32_t> cameFrom(size, none);
        using Entry = std::pair<float, std::uint32_t>;
        std::priority_queue<Entry, std::vector<Entry>, std::greater<>> queue;
        const auto start = static_cast<std::uint32_t>(m_from * 2 + (startsLevel ? 0 : 1));
        cost[start] = 0;
        queue.emplace(0.0f, start);
        while (!queue.empty() && steps < mostSteps) {
            const auto [estimate, state] = queue.top();
            queue.pop();
            ++steps;
            const std::size_t place = state / 2;
            if (place == m_to && (state % 2 == 0) == endsLevel)
                return wayTo(state, cameFrom);
            if (estimate > cost[state] + guess(place) + 0.5f)
                continue;
            const auto go = [&](std::uint32_t next, float extra) {
                if (cost[state] + extra < cost[next]) {
                    cost[next] = cost[state] + extra;
                    cameFrom[next] = state;
                    queue.emplace(cost[next] + guess(next / 2), next);
                }
            };
            go(state ^ 1u, bend);
            const std::size_t x = place % m_xs.size(), y = place / m_xs.size();
            if (state % 2 == 0) {
                if (x + 1 < m_xs.size() && !m_blockedLevel[place])
                    go(state + 2, m_xs[x + 1] - m_xs[x]);
                if (x > 0 && !m_blockedLevel[place - 1])
                    go(state - 2, m_xs[x] - m_xs[x - 1]);
            } else {
                const auto row = static_cast<std::uint32_t>(m_xs.size() * 2);
                if (y + 1 < m_ys.size() && !m_blockedUpright[place])
                    go(state + row, m_ys[y + 1] - m_ys[y]);
                if (y > 0 && !m_blockedUpright[place - m_xs.size()])
                    go(state - row, m_ys[y] - m_ys[y - 1]);
            }
        }
        return {};
    }

private:
    std::size_t at(PointF p) const
    {
        const auto x = std::ranges::lower_bound(m_xs, p.x) - m_xs.begin();
        const auto y = std::ranges::lower_bound(m_ys, p.y) - m_ys.begin();
        return static_cast<std::size_t>(y) * m_xs.size() + static_cast<std::size_t>(x);
    }
    PointF pointOf(std::size_t place) const { return {m_xs[place % m_xs.size()], m_ys[place / m_xs.size()]}; }
    float guess(std::size_t place) const
    {
        const PointF a = pointOf(place), b = pointOf(m_to);
        return std::abs(a.x - b.x) + std::abs(a.y - b.y);
    }

    /** No piece may come nearer to a box than this. */
    void block(const RectF &r)
    {
        constexpr float near = 3;
        const auto range = [](const std::vector<float> &values, float low, float high) {
            return std::pair(std::ranges::upper_bound(values, low) - values.begin(),
                             std::ranges::lower_bound(values, high) - values.begin());
        };
        const auto [x1, x2] = range(m_xs, r.x - near, r.right() + near);
        const auto [y1, y2] = range(m_ys, r.y - near, r.bottom() + near);
        for (auto y = y1; y < y2; ++y) {
            for (auto x = std::max<std::ptrdiff_t>(0, x1 - 1); x < x2; ++x)
                m_blockedLevel[static_cast<std::size_t>(y) * m_xs.size() + static_cast<std::size_t>(x)] = true;
        }
        for (auto y = std::max<std::ptrdiff_t>(0, y1 - 1); y < y2; ++y) {
            for (auto x = x1; x < x2; ++x)
                m_blockedUpright[static_cast<std::size_t>(y) * m_xs.size() + static_cast<std::size_t>(x)] = true;
        }
    }

    std::vector<PointF> wayTo(std::uint32_t state, const std::vector<std::uint32_t> &cameFrom) const
    {
        std::vector<PointF> way;
        for (; state != none; state = cameFrom[state])
            way.push_back(pointOf(state / 2));
        std::ranges::reverse(way);
        return way;
    }

    std::vector<float> m_xs, m_ys;
    std::vector<bool> m_blockedLevel, m_blockedUpright;  ///< from a crossing to the next one, rightwards and downwards
    std::size_t m_from = 0, m_to = 0;
};

/** The way of one line; empty if none is found. */
std::vector<PointF> findWay(const Solids &solids, std::span<const PointF> old, Ends ends, std::size_t &steps)
{
    const PointF first = old.front(), last = old.back();
    const bool isLevel = ends == Ends::Level;
    const PointF from = isLevel ? PointF{first.x + distance, first.y} : solids.offFrom(first);
    const PointF to = isLevel ? PointF{last.x - distance, last.y} : solids.offFrom(last);
    for (const float reach : {200.0f, 1000.0f, INFINITY}) {
        const PointF both[] = {from, to};
        RectF part = around(both);
        part = {part.x - reach, part.y - reach, part.width + 2 * reach, part.height + 2 * reach};
        std::vector<RectF> near;
        std::ranges::copy_if(solids.all(), std::back_inserter(near),
                             [&](const RectF &r) { return !std::isfinite(reach) || r.intersects(part); });
        if (near.size() > mostSolids)
            break;
        std::vector<PointF> way = Search(near, from, to).run(isLevel, isLevel, steps);
        if (way.empty())
            continue;
        way.insert(way.begin(), first);
        way.push_back(last);
        return way;
    }
    return {};
}

/** Only the corners: rounding works on whole pieces. */
std::vector<PointF> cornersOf(const std::vector<PointF> &way)
{
    std::vector<PointF> corners;
    for (const PointF p : way) {
        if (!corners.empty() && corners.back() == p)
            continue;
        const std::size_t n = corners.size();
        if (n >= 2 && ((corners[n - 2].x == corners[n - 1].x && corners[n - 1].x == p.x) ||
                       (corners[n - 2].y == corners[n - 1].y && corners[n - 1].y == p.y)))
            corners.back() = p;
        else
            corners.push_back(p);
    }
    return corners;
}

}  // namespace

void detour(Chart &chart, const std::vector<BoxIndex> &boxes, Ends ends)
{
    const Solids solids(chart, boxes);
    std::vector<PointF> points;
    points.reserve(chart.points.size());
    std::size_t steps = 0;
    for (Link &link : chart.links) {
        const auto old = std::span(chart.points).subspan(link.firstPoint, link.pointCount);
        link.firstPoint = static_cast<std::uint32_t>(points.size());
        std::vector<PointF> way;
        if (old.size() >= 4 && isCrossing(solids, old))
            way = findWay(solids, old, ends, steps);
        if (way.empty())
            points.insert(points.end(), old.begin(), old.end());
        else
            appendRounded(points, cornersOf(way));
        link.pointCount = static_cast<std::uint32_t>(points.size()) - link.firstPoint;
    }
    chart.points = std::move(points);
}

}  // namespace portolan::chart
