// SPDX-License-Identifier: GPL-3.0-or-later
#include "clusters.h"

#include <filesystem>

#include "kube/read.h"

namespace portolan::bench {

SnapshotPtr clusterOf(const Setting &setting, const std::string &size)
{
    static std::string kept;
    static SnapshotPtr snapshot;
    if (kept == size)
        return snapshot;
    std::vector<std::string> files;
    for (const char *kind : {"pods", "services", "nodes", "endpointslices", "ingresses", "namespaces"})
        files.push_back(setting.folder + '/' + size + '/' + kind + ".json");
    kept = size;
    snapshot = std::filesystem::exists(files[0]) ? readInputs(files).snapshot : nullptr;
    return snapshot;
}

GraphPtr graphOf(const Setting &setting, const std::string &size)
{
    static GraphPtr graph;
    const SnapshotPtr snapshot = clusterOf(setting, size);
    if (!snapshot)
        return nullptr;
    if (!graph || graph->snapshot != snapshot)
        graph = buildTopology(snapshot);
    return graph;
}

SnapshotPtr withOnePodMore(const ClusterSnapshot &before)
{
    struct Memory {
        std::shared_ptr<const void> before;
        std::string name;
    };
    auto chunks = before.pods.chunks();
    auto &changed = chunks[chunks.size() / 2];
    auto chunk = std::make_shared<PodTable::Chunk>(*changed);
    const auto twin = chunk->items.begin() + static_cast<std::ptrdiff_t>(chunk->items.size() / 2);
    auto memory = std::make_shared<Memory>(Memory{chunk->memory, std::string(twin->name) + "-x"});
    Pod pod = *twin;
    pod.name = memory->name;
    chunk->items.insert(twin + 1, pod);  // sorted: nothing of the generator's stands between a name and its longer one
    chunk->memory = memory;
    changed = chunk;
    auto after = std::make_shared<ClusterSnapshot>(before);
    after->pods = PodTable(std::move(chunks));
    return after;
}

}  // namespace portolan::bench
