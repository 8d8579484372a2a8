// SPDX-License-Identifier: GPL-3.0-or-later
#include "layout/layers.h"

#include <algorithm>
#include <numeric>

namespace portolan::chart {

namespace {

/** Joints by the piece that they leave. */
struct Outgoing {
    std::vector<std::uint32_t> start, to;

    Outgoing(std::size_t pieces, std::span<const Joint> joints) : start(pieces + 1, 0), to(joints.size())
    {
        for (const Joint &joint : joints)
            ++start[joint.from + 1];
        std::partial_sum(start.begin(), start.end(), start.begin());
        std::vector<std::uint32_t> next(start.begin(), start.end() - 1);
        for (const Joint &joint : joints)
            to[next[joint.from]++] = joint.to;
    }
};

/** Pieces as a walk in depth leaves them, the last one first: what a piece leads to stands behind it, circles aside. */
std::vector<std::uint32_t> walkOrder(std::size_t pieces, std::span<const Joint> joints, const Outgoing &outgoing)
{
    std::vector<std::uint32_t> entering(pieces, 0);
    for (const Joint &joint : joints)
        ++entering[joint.to];
    std::vector<std::uint32_t> starts(pieces);
    std::iota(starts.begin(), starts.end(), 0u);
    std::ranges::stable_sort(starts, {}, [&](std::uint32_t piece) { return entering[piece]; });
    std::vector<std::uint32_t> next(outgoing.start.begin(), outgoing.start.end() - 1), order, way;
    std::vector<bool> isSeen(pieces, false);
    for (const std::uint32_t start : starts) {
        if (isSeen[start])
            continue;
        isSeen[start] = true;
        for (way = {start}; !way.empty();) {
            const std::uint32_t piece = way.back();
            if (next[piece] == outgoing.start[piece + 1]) {
                order.push_back(piece);
                way.pop_back();
                continue;
            }
            const std::uint32_t to = outgoing.to[next[piece]++];
            if (!isSeen[to]) {
                isSeen[to] = true;
                way.push_back(to);
            }
        }
    }
    std::ranges::reverse(order);
    return order;
}

}  // namespace

std::vector<std::uint8_t> layersOf(std::size_t pieces, std::span<const Joint> joints, std::uint8_t most)
{
    const Outgoing outgoing(pieces, joints);
    const std::vector<std::uint32_t> order = walkOrder(pieces, joints, outgoing);
    std::vector<std::uint32_t> place(pieces);
    for (std::uint32_t i = 0; i < order.size(); ++i)
        place[order[i]] = i;
    std::vector<std::uint8_t> layers(pieces, 0);
    for (const std::uint32_t piece : order) {
        for (std::uint32_t i = outgoing.start[piece]; i < outgoing.start[piece + 1]; ++i) {
            const std::uint32_t to = outgoing.to[i];
            if (place[to] > place[piece])
                layers[to] = std::max(
                    layers[to], static_cast<std::uint8_t>(std::min<std::uint32_t>(layers[piece] + 1U, most - 1U)));
        }
    }
    return layers;
}

}  // namespace portolan::chart
