// SPDX-License-Identifier: GPL-3.0-or-later
#include "kube/assemble.h"

#include <algorithm>
#include <tuple>

#include "kube/tablebuild.h"

namespace portolan {

namespace {

auto fieldsOf(const Pod &pod)
{
    return std::tie(pod.name, pod.space, pod.node, pod.hostname, pod.ip, pod.secondIp, pod.hostIp, pod.ownerKind,
                    pod.ownerName, pod.reason, pod.message, pod.reasonPath, pod.created, pod.restarts,
                    pod.containersReady, pod.phase, pod.isReady, pod.hasStatus, pod.isTerminating);
}

/** Keeps the last of equal neighbours, and says which differed. */
template <class T, class IsSameKey, class IsSame, class Report>
void dropEarlier(std::vector<T> &sorted, IsSameKey isSameKey, IsSame isSame, Report report)
{
    std::size_t kept = 0;
    for (std::size_t i = 0; i < sorted.size(); ++i) {
        if (kept > 0 && isSameKey(sorted[kept - 1], sorted[i])) {
            if (!isSame(sorted[kept - 1], sorted[i]))
                report(sorted[kept - 1], sorted[i]);
            sorted[kept - 1] = std::move(sorted[i]);
            continue;
        }
        if (kept != i)
            sorted[kept] = std::move(sorted[i]);
        ++kept;
    }
    sorted.resize(kept);
}

PodTable assemblePods(Batch &batch, std::vector<Conflict> &conflicts)
{
    const auto key = [](const Pod &pod) { return std::tie(pod.space, pod.name); };
    if (!std::ranges::is_sorted(batch.pods, {}, key))
        std::ranges::stable_sort(batch.pods, {}, key);
    dropEarlier(
        batch.pods, [&](const Pod &a, const Pod &b) { return key(a) == key(b); }, isSamePod,
        [&](const Pod &before, const Pod &after) {
            conflicts.push_back({reference(Kind::Pod, after.space, after.name), before.origin, after.origin});
        });
    return podTable(batch.pods, batch.pools);
}

void assembleObjects(Batch &batch, ClusterSnapshot &into, std::vector<Conflict> &conflicts)
{
    const auto key = [](const ObjectPtr &o) { return std::tie(o->kind, o->space, o->name); };
    std::ranges::stable_sort(batch.objects, {}, key);
    dropEarlier(
        batch.objects, [&](const ObjectPtr &a, const ObjectPtr &b) { return key(a) == key(b); },
        [](const ObjectPtr &a, const ObjectPtr &b) { return a->root == b->root; },
        [&](const ObjectPtr &before, const ObjectPtr &after) {
            conflicts.push_back({reference(after->kind, after->space, after->name), before->origin, after->origin});
        });
    const std::span<const ObjectPtr> all = batch.objects;
    for (std::size_t from = 0; from < all.size();) {
        const Kind kind = all[from]->kind;
        std::size_t to = from + 1;
        while (to < all.size() && all[to]->kind == kind)
            ++to;
        into.objects[static_cast<std::size_t>(kind)] = objectTable(all.subspan(from, to - from));
        from = to;
    }
}

void assembleCounts(Batch &batch, ClusterSnapshot &into)
{
    into.otherCounts = std::move(batch.otherCounts);
    std::ranges::sort(batch.counted);
    const auto repeated = std::ranges::unique(batch.counted);
    batch.counted.erase(repeated.begin(), repeated.end());
    for (const Counted &one : batch.counted)
        ++into.otherCounts[*one.kind];
}

}  // namespace

bool isSamePod(const Pod &a, const Pod &b)
{
    return fieldsOf(a) == fieldsOf(b) && *a.labels == *b.labels && *a.annotations == *b.annotations && *a.pod == *b.pod;
}

Assembled assemble(Batch &&batch)
{
    Assembled done{std::make_shared<ClusterSnapshot>(), {}};
    done.snapshot->title = batch.title;
    done.snapshot->takenAt = batch.takenAt;
    done.snapshot->pods = assemblePods(batch, done.conflicts);
    assembleObjects(batch, *done.snapshot, done.conflicts);
    assembleCounts(batch, *done.snapshot);
    std::ranges::sort(batch.gaps);
    const auto repeated = std::ranges::unique(batch.gaps);
    batch.gaps.erase(repeated.begin(), repeated.end());
    done.snapshot->gaps = std::move(batch.gaps);
    batch.pools->settle();
    return done;
}

}  // namespace portolan
