// SPDX-License-Identifier: GPL-3.0-or-later
#include "layout/arranging.h"

#include <algorithm>
#include <numeric>
#include <tuple>

#include "layout/before.h"
#include "layout/measures.h"

namespace portolan::chart {

Neighbours::Neighbours(std::size_t pieces, const std::vector<Joint> &joints) : m_start(pieces + 1, 0)
{
    for (const Joint &joint : joints) {
        ++m_start[joint.from + 1];
        ++m_start[joint.to + 1];
    }
    std::partial_sum(m_start.begin(), m_start.end(), m_start.begin());
    m_all.resize(m_start.back());
    std::vector<std::uint32_t> next(m_start.begin(), m_start.end() - 1);
    for (const Joint &joint : joints) {
        m_all[next[joint.from]++] = joint.to;
        m_all[next[joint.to]++] = joint.from;
    }
}

namespace {

/** Pieces that hang together, and what their place among the others depends on. */
struct Band {
    std::vector<std::uint32_t> pieces;
    std::uint8_t firstLane = 0;
    std::string_view name;  ///< of its first piece in its first lane
    std::optional<float> before;
};

std::vector<std::uint32_t> byName(const std::vector<Piece> &pieces)
{
    std::vector<std::uint32_t> order(pieces.size());
    std::iota(order.begin(), order.end(), 0u);
    std::ranges::stable_sort(
        order, {}, [&](std::uint32_t p) { return std::tuple(pieces[p].lane, pieces[p].isDone, pieces[p].name); });
    return order;
}

/** The bands, each with its pieces by lane and name, from top to bottom. Loners are left out. */
std::vector<Band> bandsOf(const std::vector<Piece> &pieces, const Neighbours &neighbours,
                          const std::vector<std::uint32_t> &order)
{
    std::vector<std::uint32_t> bandOf(pieces.size(), none), todo;
    std::uint32_t bandCount = 0;
    for (const std::uint32_t start : order) {
        if (bandOf[start] != none || neighbours.of(start).size() == 0)
            continue;
        bandOf[start] = bandCount;
        for (todo = {start}; !todo.empty();) {
            const std::uint32_t piece = todo.back();
            todo.pop_back();
            for (const std::uint32_t next : neighbours.of(piece)) {
                if (bandOf[next] == none) {
                    bandOf[next] = bandCount;
                    todo.push_back(next);
                }
            }
        }
        ++bandCount;
    }
    std::vector<Band> bands(bandCount);
    for (const std::uint32_t piece : order) {
        if (bandOf[piece] == none)
            continue;
        Band &band = bands[bandOf[piece]];
        if (band.pieces.empty())
            band.firstLane = pieces[piece].lane, band.name = pieces[piece].name;
        band.pieces.push_back(piece);
        if (pieces[piece].before)
            band.before = std::min(band.before.value_or(*pieces[piece].before), *pieces[piece].before);
    }
    std::ranges::stable_sort(bands, {}, [](const Band &b) { return std::tuple(b.firstLane, b.name); });
    keepOrder(bands, [](const Band &b) { return b.before; });
    return bands;
}

LaneOrders lanesOf(const std::vector<std::uint32_t> &members, const std::vector<Piece> &pieces)
{
    LaneOrders lanes;
    for (const std::uint32_t piece : members) {
        lanes.resize(std::max<std::size_t>(lanes.size(), pieces[piece].lane + 1U));
        lanes[pieces[piece].lane].push_back(piece);
    }
    return lanes;
}

float placeBand(const Band &band, const std::vector<Piece> &pieces, const Neighbours &neighbours,
                std::vector<float> &tops)
{
    LaneOrders lanes = lanesOf(band.pieces, pieces);
    untangle(lanes, pieces, neighbours);
    for (auto &lane : lanes)
        keepOrder(lane, [&](std::uint32_t p) { return pieces[p].before; });
    return align(lanes, pieces, neighbours, tops);
}

/** Stacks what is connected to nothing from `top` downwards, each lane by itself; returns the lower end. */
float placeLoners(std::vector<std::uint32_t> loners, const std::vector<Piece> &pieces, float top,
                  std::vector<float> &tops)
{
    float lowest = top;
    for (auto &lane : lanesOf(loners, pieces)) {
        keepOrder(lane, [&](std::uint32_t p) {
            return pieces[p].before ? std::optional(std::pair(pieces[p].isDone, *pieces[p].before)) : std::nullopt;
        });
        float y = top;
        for (const std::uint32_t piece : lane) {
            tops[piece] = y;
            lowest = std::max(lowest, y + pieces[piece].height);
            y += pieces[piece].height + rowGap;
        }
    }
    return lowest;
}

}  // namespace

Arrangement arrange(const std::vector<Piece> &pieces, const std::vector<Joint> &joints)
{
    Arrangement result;
    result.tops.resize(pieces.size());
    const Neighbours neighbours(pieces.size(), joints);
    const std::vector<std::uint32_t> order = byName(pieces);
    float y = 0;
    for (const Band &band : bandsOf(pieces, neighbours, order)) {
        const float height = placeBand(band, pieces, neighbours, result.tops);
        for (const std::uint32_t piece : band.pieces)
            result.tops[piece] += y;
        result.height = y + height;
        y = result.height + rowGap;
    }
    std::vector<std::uint32_t> loners;
    std::ranges::copy_if(order, std::back_inserter(loners),
                         [&](std::uint32_t p) { return neighbours.of(p).size() == 0; });
    if (!loners.empty())
        result.height = placeLoners(std::move(loners), pieces, y, result.tops);
    return result;
}

void untangle(LaneOrders &lanes, const std::vector<Piece> &pieces, const Neighbours &neighbours)
{
    if (std::ranges::all_of(lanes, [](const auto &lane) { return lane.size() < 2; }))
        return;
    std::vector<float> place(pieces.size());
    const auto number = [&](const std::vector<std::uint32_t> &lane) {
        for (std::size_t i = 0; i < lane.size(); ++i)
            place[lane[i]] = (static_cast<float>(i) + 0.5f) / static_cast<float>(lane.size());
    };
    std::ranges::for_each(lanes, number);

    // What has no neighbour on the side that counts stays where it is, or goes below the rest.
    const auto sortByMean = [&](std::size_t lane, auto isReference, bool othersLast) {
        std::vector<std::pair<float, std::uint32_t>> keyed;
        for (const std::uint32_t piece : lanes[lane]) {
            float sum = 0, count = 0;
            for (const std::uint32_t other : neighbours.of(piece)) {
                if (isReference(pieces[other].lane)) {
                    sum += place[other];
                    ++count;
                }
            }
            keyed.emplace_back(count > 0 ? sum / count : othersLast ? 2 : place[piece], piece);
        }
        std::ranges::stable_sort(keyed, {}, &std::pair<float, std::uint32_t>::first);
        std::ranges::transform(keyed, lanes[lane].begin(), &std::pair<float, std::uint32_t>::second);
        number(lanes[lane]);
    };
    const auto sweepRight = [&] {
        for (std::size_t lane = 1; lane < lanes.size(); ++lane)
            sortByMean(
                lane, [=](std::size_t other) { return other < lane; }, true);
    };
    for (int sweep = 0; sweep < 2; ++sweep) {
        sweepRight();
        for (std::size_t lane = lanes.size() - 1; lane-- > 0;)
            sortByMean(
                lane, [=](std::size_t other) { return other > lane; }, false);
    }
    sweepRight();
}

}  // namespace portolan::chart
