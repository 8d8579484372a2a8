// SPDX-License-Identifier: GPL-3.0-or-later
#include "layout/routing.h"

#include <algorithm>
#include <cmath>

#include "layout/curve.h"
#include "layout/measures.h"
#include "layout/tracks.h"

namespace portolan::chart {

namespace {

constexpr std::uint32_t busTracks = 6;
constexpr float clearance = 8;  ///< of a line from a card that it passes

/** A free height near `y` between spans: `y` itself, or the nearest one beside the spans that are in the way. */
float freeNear(const std::vector<Span> &spans, float y, float distance)
{
    const auto first = std::ranges::upper_bound(spans, y - clearance, {}, [](const Span &s) { return s.bottom; });
    if (first == spans.end() || first->top >= y + clearance)
        return y;
    const auto isOpen = [&](auto span, auto next) { return next->top - span->bottom >= 2 * clearance; };
    const auto into = [&](float room) { return room >= 2 * distance ? distance : room / 2; };
    auto up = first;
    while (up != spans.begin() && !isOpen(std::prev(up), up))
        --up;
    const float above = up == spans.begin() ? up->top - distance : up->top - into(up->top - std::prev(up)->bottom);
    auto down = first;
    while (std::next(down) != spans.end() && !isOpen(down, std::next(down)))
        ++down;
    const float below = std::next(down) == spans.end() ? down->bottom + distance
                                                       : down->bottom + into(std::next(down)->top - down->bottom);
    return y - above <= below - y ? above : below;
}

/** The way of one line: the heights at which it passes the lanes between its ends. */
struct Way {
    std::vector<std::pair<std::uint32_t, float>> heights;  // lane, height; in the order in which they are passed
    float cost = 0;
};

class Routing {
public:
    Routing(Chart &chart, RoutingGround ground) : m_chart(chart), m_ground(std::move(ground)), m_tracks(m_ground.gaps)
    {
        m_liftOf.assign(m_chart.boxes.size(), none);
        m_hasTrunkOut.assign(m_chart.boxes.size(), 0);
        m_hasTrunkIn.assign(m_chart.boxes.size(), 0);
    }

    void run(const std::vector<RoutingTask> &tasks)
    {
        m_jogStart.reserve(tasks.size() + 1);
        for (const RoutingTask &task : tasks) {
            if (!isNear(task)) {
                m_hasTrunkOut[m_chart.links[task.link].from] = 1;
                m_hasTrunkIn[m_chart.links[task.link].to] = 1;
            }
        }
        for (const RoutingTask &task : tasks) {
            m_jogStart.push_back(static_cast<std::uint32_t>(m_jogs.size()));
            addJogs(task);
        }
        m_jogStart.push_back(static_cast<std::uint32_t>(m_jogs.size()));
        m_tracks.assign(m_jogs);
        for (std::size_t i = 0; i < tasks.size(); ++i)
            draw(tasks[i], std::span(m_jogs).subspan(m_jogStart[i], m_jogStart[i + 1] - m_jogStart[i]));
    }

private:
    const std::vector<Span> &obstacles(std::uint32_t lane, const RoutingTask &task) const
    {
        const RoutingLane &l = m_ground.lanes[lane];
        const bool isForeign =
            l.block != m_ground.lanes[task.from.lane].block && l.block != m_ground.lanes[task.to.lane].block;
        return isForeign ? m_ground.blocks[l.block].containers : l.cards;
    }

    /** Passes each lane as near to the target's height as it can be. */
    Way wayNearTarget(const RoutingTask &task) const
    {
        Way way;
        float y = task.to.at.y;
        const bool isForward = task.to.lane > task.from.lane;
        const std::uint32_t first = isForward ? task.from.lane + 1 : task.to.lane;
        const std::uint32_t last = isForward ? task.to.lane : task.from.lane + 1;  // one beyond
        way.heights.reserve(last - first);
        for (std::uint32_t i = 0; i < last - first; ++i) {
            const std::uint32_t lane = isForward ? last - 1 - i : first + i;
            const float next = freeNear(
                obstacles(lane, task), y,
                m_ground.lanes[lane].block == m_ground.lanes[task.to.lane].block ? rowGap / 2 : containerGap / 2);
            way.cost += next == y ? 0 : std::abs(next - y) + bend;
            y = next;
            way.heights.emplace_back(lane, y);
        }
        way.cost += y == task.from.at.y ? 0 : std::abs(y - task.from.at.y) + bend;
        std::ranges::reverse(way.heights);
        return way;
    }

    /** Passes all lanes above, or below, everything. */
    static Way wayAround(const RoutingTask &task, float y)
    {
        Way way;
        const bool isForward = task.to.lane > task.from.lane;
        for (std::uint32_t lane = task.from.lane + (isForward ? 1 : 0);
             isForward ? lane < task.to.lane : lane + 1 > task.to.lane; isForward ? ++lane : --lane)
            way.heights.emplace_back(lane, y);
        way.cost = costAround(task, y);
        return way;
    }

    static float costAround(const RoutingTask &task, float y)
    {
        return std::abs(y - task.from.at.y) + std::abs(y - task.to.at.y) + 2 * bend;
    }

    Way bestWay(const RoutingTask &task)
    {
        Way best = wayNearTarget(task);
        if (best.heights.empty())
            return best;
        const float lift = liftOf(m_chart.links[task.link].from);
        for (const float y : {m_ground.above - lift, m_ground.below + lift}) {
            if (costAround(task, y) < best.cost)
                best = wayAround(task, y);
        }
        return best;
    }

    /** How much further out the lines of this box run than those of the first one that runs there. */
    float liftOf(BoxIndex source)
    {
        if (m_liftOf[source] == none)
            m_liftOf[source] = m_lifts++;
        return 4 * static_cast<float>(m_liftOf[source] % busTracks);
    }

    static bool isNear(const RoutingTask &task)
    {
        return task.to.lane == task.from.lane + 1 && std::abs(task.to.at.y - task.from.at.y) <= curveReach;
    }

    /** Where some lines of a box run upright, all do: curves beside them would look like loose threads. */
    bool isCurve(const RoutingTask &task) const
    {
        const Link &link = m_chart.links[task.link];
        return isNear(task) && m_hasTrunkOut[link.from] == 0 && m_hasTrunkIn[link.to] == 0;
    }

    void addJogs(const RoutingTask &task)
    {
        if (isCurve(task))
            return;
        const Link &link = m_chart.links[task.link];
        const auto jog = [&](std::uint32_t gap, float from, float to) {
            if (from != to)
                m_jogs.push_back({gap, from, to, link.from, link.to, 0});
        };
        float y = task.from.at.y;
        const bool isForward = task.to.lane > task.from.lane;
        for (const auto &[lane, height] : bestWay(task).heights) {
            jog(isForward ? lane : lane + 1, y, height);
            y = height;
        }
        jog(task.to.lane, y, task.to.at.y);
    }

    void draw(const RoutingTask &task, std::span<const Jog> jogs)
    {
        Link &link = m_chart.links[task.link];
        link.firstPoint = static_cast<std::uint32_t>(m_chart.points.size());
        if (isCurve(task) && task.from.at.y != task.to.at.y) {
            appendCurve(m_chart.points, task.from.at, task.to.at);
        } else {
            m_corners = {task.from.at};
            for (const Jog &jog : jogs) {
                m_corners.push_back({jog.x, jog.from});
                m_corners.push_back({jog.x, jog.to});
            }
            m_corners.push_back(task.to.at);
            appendRounded(m_chart.points, m_corners);
        }
        link.pointCount = static_cast<std::uint32_t>(m_chart.points.size()) - link.firstPoint;
    }

    static constexpr float bend = 40;  ///< how much longer a way may be to save one

    Chart &m_chart;
    RoutingGround m_ground;
    Tracks m_tracks;
    std::vector<Jog> m_jogs;
    std::vector<std::uint32_t> m_jogStart;
    std::vector<PointF> m_corners;
    std::vector<std::uint32_t> m_liftOf;                    ///< per box: which one it was to ask for a lift, or none
    std::uint32_t m_lifts = 0;                              ///< how many have asked
    std::vector<std::uint8_t> m_hasTrunkOut, m_hasTrunkIn;  ///< per box: 1 if it has
};

}  // namespace

void route(Chart &chart, RoutingGround ground, const std::vector<RoutingTask> &tasks)
{
    Routing(chart, std::move(ground)).run(tasks);
}

}  // namespace portolan::chart
