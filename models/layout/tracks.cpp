// SPDX-License-Identifier: GPL-3.0-or-later
#include "layout/tracks.h"

#include <algorithm>
#include <cmath>
#include <unordered_map>

namespace portolan::chart {

namespace {

constexpr float trackWidth = 4;
constexpr float inset = 8;              ///< of the outermost tracks from the cards
constexpr std::size_t mostTracks = 64;  ///< more than any gap has room for

/** Upright pieces that share a place. */
struct Net {
    float top = 0, bottom = 0;
    std::uint32_t track = 0;
};

/** Jogs that share a box share a net: the box at which more of them meet. */
std::vector<std::uint32_t> netsOf(std::span<Jog *> jogs, std::vector<Net> &nets)
{
    std::unordered_map<BoxIndex, std::uint32_t> fromSource, toTarget, netOfSource, netOfTarget;
    for (const Jog *jog : jogs) {
        ++fromSource[jog->source];
        ++toTarget[jog->target];
    }
    std::vector<std::uint32_t> netOf;
    for (const Jog *jog : jogs) {
        const bool bySource = fromSource[jog->source] >= toTarget[jog->target];
        const auto [at, isNew] = bySource ? netOfSource.try_emplace(jog->source, nets.size())
                                          : netOfTarget.try_emplace(jog->target, nets.size());
        const auto [top, bottom] = std::minmax(jog->from, jog->to);
        if (isNew)
            nets.push_back({top, bottom, 0});
        Net &net = nets[at->second];
        net.top = std::min(net.top, top);
        net.bottom = std::max(net.bottom, bottom);
        netOf.push_back(at->second);
    }
    return netOf;
}

/** Numbers tracks so that nets on one track do not touch, as far as there are enough. */
void colour(std::vector<Net> &nets)
{
    std::vector<Net *> order;
    for (Net &net : nets)
        order.push_back(&net);
    std::ranges::stable_sort(order, {}, &Net::top);
    std::vector<float> filledTo;
    for (Net *net : order) {
        const auto free = std::ranges::find_if(filledTo, [&](float bottom) { return bottom < net->top; });
        net->track = static_cast<std::uint32_t>(free - filledTo.begin());
        if (free != filledTo.end())
            *free = net->bottom;
        else if (filledTo.size() < mostTracks)
            filledTo.push_back(net->bottom);
    }
}

/** How far track `number` is from the middle: 0, -1, 1, -2, … */
float offsetOf(std::uint32_t number)
{
    const auto step = static_cast<float>((number + 1) / 2);
    return number % 2 == 1 ? -step : step;
}

}  // namespace

void Tracks::assign(std::vector<Jog> &jogs) const
{
    std::vector<Jog *> byGap;
    byGap.reserve(jogs.size());
    for (Jog &jog : jogs)
        byGap.push_back(&jog);
    std::ranges::stable_sort(byGap, {}, &Jog::gap);
    for (std::size_t first = 0; first < byGap.size();) {
        std::size_t last = first;
        while (last < byGap.size() && byGap[last]->gap == byGap[first]->gap)
            ++last;
        assignGap(m_gaps[byGap[first]->gap], std::span(byGap).subspan(first, last - first));
        first = last;
    }
}

void Tracks::assignGap(const RoutingGap &gap, std::span<Jog *> jogs) const
{
    std::vector<Net> nets;
    const std::vector<std::uint32_t> netOf = netsOf(jogs, nets);
    colour(nets);
    const float middle = std::round((gap.left + gap.right) / 2 / trackWidth) * trackWidth;
    const auto room = static_cast<std::uint32_t>(std::max(0.0f, (gap.right - gap.left - 2 * inset) / trackWidth));
    for (std::size_t i = 0; i < jogs.size(); ++i)
        jogs[i]->x = middle + trackWidth * offsetOf(nets[netOf[i]].track % (room + 1));
}

}  // namespace portolan::chart
