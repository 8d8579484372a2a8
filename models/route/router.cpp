// SPDX-License-Identifier: GPL-3.0-or-later
#include "route/router.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <numeric>

namespace portolan::route {

namespace {

struct Share {
    double part = 1;
    int weight = 1;
    const Target *target = nullptr;
};

/** The leaves, each with its part of the requests. */
void spread(const Target &target, double part, int weight, std::vector<Share> &shares)
{
    if (target.parts.empty()) {
        shares.push_back({part, weight, &target});
        return;
    }
    const int sum = std::accumulate(target.parts.begin(), target.parts.end(), 0,
                                    [](int all, const Target &one) { return all + std::max(one.weight, 0); });
    for (const Target &one : target.parts) {
        if (one.weight > 0)
            spread(one, part * one.weight / sum, weight * one.weight, shares);
    }
}

std::string percent(double part)
{
    return std::to_string(static_cast<int>(std::lround(part * 100))) + " %";
}

}  // namespace

Target Target::answering(int status, std::string caveat)
{
    Target target;
    target.status = status;
    target.caveat = std::move(caveat);
    return target;
}

Settled settle(const Target &target)
{
    std::vector<Share> shares;
    spread(target, 1, 1, shares);
    Settled settled;
    std::map<int, double> statuses;
    for (const Share &share : shares) {
        const Target &leaf = *share.target;
        statuses[leaf.status] += share.part;
        if (!leaf.caveat.empty() && std::ranges::find(settled.caveats, leaf.caveat) == settled.caveats.end())
            settled.caveats.push_back(leaf.caveat);
        if (leaf.status != 200)
            continue;
        RouteBackend backend = leaf.backend;
        backend.weight = shares.size() > 1 ? share.weight : 1;
        settled.backends.push_back(std::move(backend));
    }
    if (statuses.empty())
        statuses[503] = 1;  // all weights are 0
    settled.status = statuses.contains(200) ? 200 : statuses.begin()->first;
    for (const auto &[status, part] : statuses) {
        if (status != settled.status)
            settled.caveats.push_back(percent(part) + " of the requests are answered by " + std::to_string(status));
    }
    return settled;
}

}  // namespace portolan::route
