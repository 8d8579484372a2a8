// SPDX-License-Identifier: GPL-3.0-or-later
#include "kube/tablebuild.h"

#include <algorithm>

#include "base/textarena.h"
#include "kube/pools.h"

namespace portolan {

namespace {

struct ChunkMemory {
    TextArena texts;
    std::shared_ptr<const void> shared;
};

/** An address of a host-network pod is its node's, which all pods of the node share. */
bool hasOwnIp(const Pod &pod)
{
    return pod.ip.data() != pod.hostIp.data();
}

std::size_t ownBytes(const Pod &pod)
{
    const auto ref = [](TextRef text) { return text.empty() ? 0 : text.size() + sizeof(std::uint32_t); };
    return pod.name.size() + (hasOwnIp(pod) ? pod.ip.size() : 0) + ref(pod.secondIp) + ref(pod.message);
}

/** The owner's name may be the beginning of the pod's. */
bool liesIn(std::string_view part, std::string_view whole)
{
    return part.data() >= whole.data() && part.data() + part.size() <= whole.data() + whole.size();
}

void moveTexts(Pod &pod, TextArena &texts)
{
    const std::string_view before = pod.name;
    pod.name = texts.add(before);
    if (!pod.ownerName.empty() && liesIn(pod.ownerName, before))
        pod.ownerName = pod.name.substr(0, pod.ownerName.size());
    if (hasOwnIp(pod))
        pod.ip = texts.add(pod.ip);
    pod.secondIp = texts.addRef(pod.secondIp);
    pod.message = texts.addRef(pod.message);
}

const Pairs *moved(const Pairs &pairs, Pools &pools)
{
    const std::vector<Pairs::value_type> list(pairs.begin(), pairs.end());
    return pools.pairs(list);
}

/** Points a pod's views into these pools; what is its own, into `texts`. */
void moveInto(Pod &pod, Pools &pools, TextArena &texts)
{
    const bool isNodeIp = !hasOwnIp(pod);
    const std::string_view owner = pod.ownerName;
    const bool isOwnerInName = !owner.empty() && liesIn(owner, pod.name);
    pod.name = texts.add(pod.name);
    pod.ownerName = isOwnerInName ? pod.name.substr(0, owner.size()) : pools.text(owner);
    pod.space = pools.text(pod.space);
    pod.node = pools.text(pod.node);
    pod.hostname = pools.ref(pod.hostname.view());
    pod.hostIp = pools.text(pod.hostIp);
    pod.ip = isNodeIp ? pod.hostIp : texts.add(pod.ip);
    pod.secondIp = texts.addRef(pod.secondIp.view());
    pod.message = texts.addRef(pod.message.view());
    pod.ownerKind = pools.text(pod.ownerKind);
    pod.reason = pools.text(pod.reason);
    pod.reasonPath = pools.ref(pod.reasonPath.view());
    pod.labels = moved(*pod.labels, pools);
    pod.annotations = moved(*pod.annotations, pools);
    pod.pod = pools.podTemplate(*pod.pod);
}

}  // namespace

PodTable::ChunkPtr podChunk(std::span<const Pod> pods, std::shared_ptr<const void> shared)
{
    auto memory = std::make_shared<ChunkMemory>();
    memory->shared = std::move(shared);
    std::size_t bytes = 0;
    for (const Pod &pod : pods)
        bytes += ownBytes(pod);
    memory->texts.reserve(bytes);
    auto chunk = std::make_shared<PodTable::Chunk>();
    chunk->items.assign(pods.begin(), pods.end());
    for (Pod &pod : chunk->items)
        moveTexts(pod, memory->texts);
    chunk->memory = std::move(memory);
    return chunk;
}

PodTable::ChunkPtr compactChunk(std::span<const Pod> pods)
{
    auto pools = std::make_shared<Pools>();
    auto texts = std::make_shared<TextArena>();
    std::vector<Pod> copies(pods.begin(), pods.end());
    for (Pod &pod : copies)
        moveInto(pod, *pools, *texts);
    pools->settle();
    return podChunk(copies, pools);
}

PodTable podTable(std::span<const Pod> pods, const std::shared_ptr<const void> &shared)
{
    std::vector<PodTable::ChunkPtr> chunks;
    for (; !pods.empty(); pods = pods.subspan(std::min(chunkSize, pods.size())))
        chunks.push_back(podChunk(pods.first(std::min(chunkSize, pods.size())), shared));
    return PodTable(std::move(chunks));
}

ObjectTable objectTable(std::span<const ObjectPtr> objects)
{
    std::vector<ObjectTable::ChunkPtr> chunks;
    for (; !objects.empty(); objects = objects.subspan(std::min(chunkSize, objects.size()))) {
        const auto part = objects.first(std::min(chunkSize, objects.size()));
        chunks.push_back(std::make_shared<const ObjectTable::Chunk>(
            ObjectTable::Chunk{std::vector<ObjectPtr>(part.begin(), part.end()), nullptr}));
    }
    return ObjectTable(std::move(chunks));
}

}  // namespace portolan
