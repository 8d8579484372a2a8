// SPDX-License-Identifier: GPL-3.0-or-later
#include "endpoints/choice.h"

#include <algorithm>

namespace portolan {

namespace {

using Hints = std::vector<std::string> Candidate::*;

bool has(const std::vector<std::string> &hints, const std::string &name)
{
    return std::ranges::find(hints, name) != hints.end();
}

/** Whether hints of this sort decide here: every ready candidate has one, and some are for `here`. */
bool decide(std::span<const Candidate> candidates, Hints hints, const std::string &here)
{
    bool isHintedHere = false;
    for (const Candidate &candidate : candidates) {
        if (!candidate.isReady)
            continue;
        if ((candidate.*hints).empty())
            return false;
        isHintedHere = isHintedHere || has(candidate.*hints, here);
    }
    return isHintedHere;
}

template <class Predicate>
std::vector<std::size_t> those(std::span<const Candidate> candidates, Predicate fits)
{
    std::vector<std::size_t> found;
    for (std::size_t i = 0; i < candidates.size(); ++i) {
        if (fits(candidates[i]))
            found.push_back(i);
    }
    return found;
}

bool isLastResort(const Candidate &candidate)
{
    return candidate.isServing && candidate.isTerminating;
}

std::vector<std::size_t> clusterWide(std::span<const Candidate> candidates, const std::string &node,
                                     const std::string &zone)
{
    const bool byNode = decide(candidates, &Candidate::nodeHints, node);
    const bool byZone = !byNode && decide(candidates, &Candidate::zoneHints, zone);
    auto chosen = those(candidates, [&](const Candidate &candidate) {
        return candidate.isReady && (!byNode || has(candidate.nodeHints, node)) &&
               (!byZone || has(candidate.zoneHints, zone));
    });
    return chosen.empty() ? those(candidates, isLastResort) : chosen;
}

std::vector<std::size_t> onThisNode(std::span<const Candidate> candidates)
{
    auto chosen = those(candidates, [](const Candidate &candidate) { return candidate.isLocal && candidate.isReady; });
    if (!chosen.empty())
        return chosen;
    return those(candidates, [](const Candidate &candidate) { return candidate.isLocal && isLastResort(candidate); });
}

}  // namespace

Choice chooseEndpoints(std::span<const Candidate> candidates, const TrafficPolicies &policies, const std::string &node,
                       const std::string &zone)
{
    Choice choice;
    if (policies.usesCluster())
        choice.cluster = clusterWide(candidates, node, zone);
    if (policies.usesLocal())
        choice.local = onThisNode(candidates);
    choice.hasAny = std::ranges::any_of(
        candidates, [](const Candidate &candidate) { return candidate.isReady || isLastResort(candidate); });
    return choice;
}

}  // namespace portolan
