// SPDX-License-Identifier: GPL-3.0-or-later
#include "layout/spreading.h"

#include <cmath>
#include <cstddef>

namespace portolan::chart {

// Pool adjacent violators: with i × pitch taken off, "at least pitch apart" is "does not fall".
void spread(std::vector<float> &tops, float pitch)
{
    struct Pool {
        double sum;
        std::size_t count;
        double mean() const { return sum / static_cast<double>(count); }
    };
    std::vector<Pool> pools;
    for (std::size_t i = 0; i < tops.size(); ++i) {
        pools.push_back({static_cast<double>(tops[i]) - static_cast<double>(i) * pitch, 1});
        while (pools.size() > 1 && pools[pools.size() - 2].mean() > pools.back().mean()) {
            const Pool last = pools.back();
            pools.pop_back();
            pools.back().sum += last.sum;
            pools.back().count += last.count;
        }
    }
    std::size_t i = 0;
    for (const Pool &pool : pools) {
        const double start = std::round(pool.mean() / 4) * 4;
        for (std::size_t end = i + pool.count; i < end; ++i)
            tops[i] = static_cast<float>(start + static_cast<double>(i) * pitch);
    }
}

}  // namespace portolan::chart
