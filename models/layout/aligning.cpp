// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <map>

#include "layout/arranging.h"
#include "layout/measures.h"

namespace portolan::chart {

namespace {

constexpr std::uint32_t nobody = 0xffffffff;

/** Pairs of pieces of two neighbouring lanes that are to stand at one height; no two pairs cross. */
class Pairing {
public:
    bool fits(std::uint32_t left, std::uint32_t right) const
    {
        const auto after = m_rightOf.lower_bound(left);
        if (after != m_rightOf.end() && (after->first == left || after->second <= right))
            return false;
        return after == m_rightOf.begin() || std::prev(after)->second < right;
    }
    void add(std::uint32_t left, std::uint32_t right) { m_rightOf[left] = right; }
    const std::map<std::uint32_t, std::uint32_t> &all() const { return m_rightOf; }

private:
    std::map<std::uint32_t, std::uint32_t> m_rightOf;  // by place in the lane
};

/** Stacks pieces in lanes where groups of them stand at one height. */
class Aligner {
public:
    Aligner(const LaneOrders &lanes, const std::vector<Piece> &pieces, const Neighbours &neighbours)
        : m_lanes(lanes),
          m_pieces(pieces),
          m_neighbours(neighbours),
          m_place(pieces.size()),
          m_row(pieces.size(), nobody)
    {
        for (const auto &lane : lanes) {
            for (std::uint32_t i = 0; i < lane.size(); ++i)
                m_place[lane[i]] = i;
        }
    }

    float place(std::vector<float> &tops)
    {
        makeRows();
        stackRows();
        float height = 0;
        for (const auto &lane : m_lanes) {
            for (const std::uint32_t piece : lane) {
                tops[piece] = m_middle[m_row[piece]] - m_pieces[piece].height / 2;
                height = std::max(height, tops[piece] + m_pieces[piece].height);
            }
        }
        return height;
    }

private:
    /** Places of a piece's neighbours in one lane, from top to bottom. */
    std::vector<std::uint32_t> placesIn(std::uint8_t lane, std::uint32_t piece) const
    {
        std::vector<std::uint32_t> places;
        for (const std::uint32_t other : m_neighbours.of(piece)) {
            if (m_pieces[other].lane == lane)
                places.push_back(m_place[other]);
        }
        std::ranges::sort(places);
        places.erase(std::unique(places.begin(), places.end()), places.end());
        return places;
    }

    static std::uint32_t medianOf(const std::vector<std::uint32_t> &places)
    {
        return places.empty() ? nobody : places[(places.size() - 1) / 2];
    }

    /** First those who are each other's middle neighbour, then whoever fits between. */
    Pairing pair(std::uint8_t left, std::uint8_t right) const
    {
        Pairing pairing;
        std::vector<std::vector<std::uint32_t>> candidates;
        for (const std::uint32_t piece : m_lanes[right])
            candidates.push_back(placesIn(left, piece));
        for (std::uint32_t r = 0; r < candidates.size(); ++r) {
            const std::uint32_t l = medianOf(candidates[r]);
            if (l != nobody && medianOf(placesIn(right, m_lanes[left][l])) == r && pairing.fits(l, r))
                pairing.add(l, r);
        }
        std::vector<bool> isPaired(candidates.size(), false);
        for (const auto &[l, r] : pairing.all())
            isPaired[r] = true;
        for (std::uint32_t r = 0; r < candidates.size(); ++r) {
            if (isPaired[r])
                continue;
            const auto l =
                std::ranges::find_if(candidates[r], [&](std::uint32_t place) { return pairing.fits(place, r); });
            if (l != candidates[r].end())
                pairing.add(*l, r);
        }
        return pairing;
    }

    void makeRows()
    {
        for (const auto &lane : m_lanes) {
            for (const std::uint32_t piece : lane)
                m_row[piece] = nobody;
        }
        for (std::uint8_t lane = 0; lane < m_lanes.size(); ++lane) {
            if (lane > 0) {
                const Pairing pairing = pair(lane - 1, lane);
                for (const auto &[l, r] : pairing.all())
                    m_row[m_lanes[lane][r]] = m_row[m_lanes[lane - 1][l]];
            }
            for (const std::uint32_t piece : m_lanes[lane]) {
                if (m_row[piece] == nobody)
                    m_row[piece] = m_rowCount++;
            }
        }
    }

    /** Each row as high up as the pieces above its pieces let it: longest paths, in topological order. */
    void stackRows()
    {
        struct Step {
            std::uint32_t row;
            float distance;
        };
        std::vector<std::vector<Step>> below(m_rowCount);
        std::vector<std::uint32_t> waitsFor(m_rowCount, 0);
        m_middle.assign(m_rowCount, 0);
        for (const auto &lane : m_lanes) {
            for (std::size_t i = 0; i < lane.size(); ++i) {
                const std::uint32_t row = m_row[lane[i]];
                m_middle[row] = std::max(m_middle[row], m_pieces[lane[i]].height / 2);
                if (i == 0)
                    continue;
                below[m_row[lane[i - 1]]].push_back(
                    {row, (m_pieces[lane[i - 1]].height + m_pieces[lane[i]].height) / 2 + rowGap});
                ++waitsFor[row];
            }
        }
        std::vector<std::uint32_t> ready;
        for (std::uint32_t row = 0; row < m_rowCount; ++row) {
            if (waitsFor[row] == 0)
                ready.push_back(row);
        }
        for (std::size_t i = 0; i < ready.size(); ++i) {
            for (const Step &step : below[ready[i]]) {
                m_middle[step.row] = std::max(m_middle[step.row], m_middle[ready[i]] + step.distance);
                if (--waitsFor[step.row] == 0)
                    ready.push_back(step.row);
            }
        }
    }

    const LaneOrders &m_lanes;
    const std::vector<Piece> &m_pieces;
    const Neighbours &m_neighbours;
    std::vector<std::uint32_t> m_place;
    std::vector<std::uint32_t> m_row;
    std::vector<float> m_middle;
    std::uint32_t m_rowCount = 0;
};

}  // namespace

float align(const LaneOrders &lanes, const std::vector<Piece> &pieces, const Neighbours &neighbours,
            std::vector<float> &tops)
{
    return Aligner(lanes, pieces, neighbours).place(tops);
}

}  // namespace portolan::chart
