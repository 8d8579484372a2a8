// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

namespace portolan::chart {

/** A card of one namespace, as far as its place in the namespace depends on it. */
struct Piece {
    std::string_view name;
    std::uint8_t lane = 0;  ///< from left to right
    float height = 0;
    bool isDone = false;          ///< ran to its end, so of less interest than the rest
    std::optional<float> before;  ///< where it stood before
};

/** A line between two pieces. */
struct Joint {
    std::uint32_t from = 0, to = 0;
};

struct Arrangement {
    std::vector<float> tops;  ///< per piece, from 0
    float height = 0;
};

/** Stacks the pieces in their lanes: what hangs together in a band of its own, in an order with few crossings, what is
 *  connected one to one at one height; below, what is connected to nothing. Cost: n log n. */
[[nodiscard]] Arrangement arrange(const std::vector<Piece> &pieces, const std::vector<Joint> &joints);

/** The parts that the above is made of, for a set of pieces that hang together. */
using LaneOrders = std::vector<std::vector<std::uint32_t>>;  ///< per lane: pieces from top to bottom

/** Which pieces a piece is joined to, as rows of one array. */
class Neighbours {
public:
    Neighbours(std::size_t pieces, const std::vector<Joint> &joints);
    struct Row {
        const std::uint32_t *first, *last;
        const std::uint32_t *begin() const { return first; }
        const std::uint32_t *end() const { return last; }
        std::size_t size() const { return static_cast<std::size_t>(last - first); }
    };
    Row of(std::uint32_t piece) const { return {m_all.data() + m_start[piece], m_all.data() + m_start[piece + 1]}; }

private:
    std::vector<std::uint32_t> m_start, m_all;
};

/** Sorts the lanes by the mean place of the neighbours, to and fro. */
void untangle(LaneOrders &lanes, const std::vector<Piece> &pieces, const Neighbours &neighbours);

/** Gives `tops` to the pieces in these lanes; returns the height that they take. */
float align(const LaneOrders &lanes, const std::vector<Piece> &pieces, const Neighbours &neighbours,
            std::vector<float> &tops);

}  // namespace portolan::chart
