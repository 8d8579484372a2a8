// SPDX-License-Identifier: GPL-3.0-or-later
#include "kube/live.h"

#include <algorithm>
#include <tuple>

#include "kube/assemble.h"
#include "kube/share.h"
#include "kube/tablebuild.h"

namespace portolan {

namespace {

using Key = std::tuple<std::string_view, std::string_view>;

Key keyOf(const Pod &pod)
{
    return {pod.space, pod.name};
}
Key keyOf(const ObjectPtr &object)
{
    return {object->space, object->name};
}
template <class Edit>
Key keyOfEdit(const Edit &edit)
{
    return {edit.space, edit.name};
}

/** After so many changes a chunk is written anew, alone. */
constexpr std::uint32_t mostLayers = 12;

/** Two owners of what a chunk's views point into. */
struct Layers {
    std::shared_ptr<const void> below, above;
};

PodTable::ChunkPtr chunkOf(std::vector<Pod> items, const PodTable::Chunk *before, std::shared_ptr<const void> memory)
{
    const std::uint32_t layers = before ? before->layers + 1 : 1;
    if (layers > mostLayers)
        return compactChunk(items);
    auto chunk = std::make_shared<PodTable::Chunk>();
    chunk->items = std::move(items);
    chunk->layers = layers;
    chunk->memory = before ? std::make_shared<Layers>(Layers{before->memory, std::move(memory)}) : std::move(memory);
    return chunk;
}

ObjectTable::ChunkPtr chunkOf(std::vector<ObjectPtr> items, const ObjectTable::Chunk *,
                              const std::shared_ptr<const void> &)
{
    return std::make_shared<const ObjectTable::Chunk>(ObjectTable::Chunk{std::move(items), nullptr});
}

/** Owns what the elements of several edits point into. */
template <class Edit>
std::shared_ptr<const void> memoryOf(std::span<Edit> edits)
{
    std::vector<std::shared_ptr<const void>> all;
    for (const Edit &edit : edits) {
        if (edit.memory && (all.empty() || all.back() != edit.memory))
            all.push_back(edit.memory);
    }
    if (all.size() == 1)
        return all.front();
    return std::make_shared<std::vector<std::shared_ptr<const void>>>(std::move(all));
}

/** The elements of one chunk with the edits that fall into it. */
template <class T, class Edit>
std::vector<T> merged(std::span<const T> before, std::span<Edit> edits)
{
    std::vector<T> result;
    result.reserve(before.size() + edits.size());
    auto old = before.begin();
    for (Edit &edit : edits) {
        while (old != before.end() && keyOf(*old) < keyOfEdit(edit))
            result.push_back(*old++);
        if (old != before.end() && keyOf(*old) == keyOfEdit(edit))
            ++old;
        if (edit.now)
            result.push_back(*edit.now);
    }
    result.insert(result.end(), old, before.end());
    return result;
}

/** Cuts a chunk that has grown too large in two or more. */
template <class T>
void append(std::vector<typename Table<T>::ChunkPtr> &chunks, std::vector<T> items,
            const typename Table<T>::Chunk *before, const std::shared_ptr<const void> &memory)
{
    if (items.empty())
        return;
    if (items.size() <= 2 * chunkSize) {
        chunks.push_back(chunkOf(std::move(items), before, memory));
        return;
    }
    for (std::size_t from = 0; from < items.size(); from += chunkSize) {
        const auto first = items.begin() + static_cast<std::ptrdiff_t>(from);
        const auto last = items.begin() + static_cast<std::ptrdiff_t>(std::min(from + chunkSize, items.size()));
        chunks.push_back(chunkOf(std::vector<T>(first, last), before, memory));
    }
}

/** `edits` are sorted, one for a key. */
template <class T, class Edit>
Table<T> edited(const Table<T> &before, std::span<Edit> edits)
{
    std::vector<typename Table<T>::ChunkPtr> chunks;
    const auto &old = before.chunks();
    for (std::size_t i = 0; i < old.size(); ++i) {
        auto end = edits.end();
        if (i + 1 < old.size())
            end = std::ranges::lower_bound(edits, keyOf(old[i + 1]->items.front()), {},
                                           [](const Edit &edit) { return keyOfEdit(edit); });
        const auto count = static_cast<std::size_t>(end - edits.begin());
        if (count == 0) {
            chunks.push_back(old[i]);
            continue;
        }
        const auto own = edits.first(count);
        append<T>(chunks, merged<T>(std::span<const T>(old[i]->items), own), old[i].get(), memoryOf(own));
        edits = edits.subspan(count);
    }
    if (!edits.empty())
        append<T>(chunks, merged<T>(std::span<const T>(), edits), nullptr, memoryOf(edits));
    return Table<T>(std::move(chunks));
}

/** Sorted, the last of each key. */
template <class Edit>
std::vector<Edit> latest(std::vector<Edit> edits)
{
    const auto key = [](const Edit &edit) { return keyOfEdit(edit); };
    std::ranges::stable_sort(edits, {}, key);
    std::size_t kept = 0;
    for (std::size_t i = 0; i < edits.size(); ++i) {
        if (i + 1 < edits.size() && key(edits[i]) == key(edits[i + 1]))
            continue;
        if (kept != i)
            edits[kept] = std::move(edits[i]);
        ++kept;
    }
    edits.resize(kept);
    return edits;
}

struct PodMemory {
    std::shared_ptr<Pools> pools;
    std::shared_ptr<TextArena> texts;
};

PodTable tableOf(const std::vector<Pod> &pods)
{
    // Views into two tables: copied whole, they need neither.
    std::vector<PodTable::ChunkPtr> chunks;
    for (std::span<const Pod> rest = pods; !rest.empty(); rest = rest.subspan(std::min(chunkSize, rest.size())))
        chunks.push_back(compactChunk(rest.first(std::min(chunkSize, rest.size()))));
    return PodTable(std::move(chunks));
}

ObjectTable tableOf(const std::vector<ObjectPtr> &objects)
{
    return objectTable(objects);
}

/** A table of which one namespace is replaced. */
template <class T>
Table<T> withSpace(const Table<T> &before, const std::string &space, const Table<T> &now)
{
    std::vector<T> all;
    for (const T &one : before) {
        if (std::get<0>(keyOf(one)) != space)
            all.push_back(one);
    }
    all.insert(all.end(), now.begin(), now.end());
    std::ranges::sort(all, {}, [](const T &one) { return keyOf(one); });
    return tableOf(all);
}

}  // namespace

LiveCluster::LiveCluster(std::string title, std::string source)
{
    m_now.title = std::move(title);
    m_now.isLive = true;
    m_now.sources = {std::move(source)};
}

void LiveCluster::list(Kind kind, const std::string &space, Batch &&all)
{
    fold();
    const std::shared_ptr<const ClusterSnapshot> read = assemble(std::move(all)).snapshot;
    if (kind == Kind::Pod) {
        m_now.pods = sharedWith(m_now.pods, space.empty() ? read->pods : withSpace(m_now.pods, space, read->pods));
    } else {
        ObjectTable &table = m_now.objects[static_cast<std::size_t>(kind)];
        const ObjectTable &now = read->of(kind);
        table = sharedWith(table, space.empty() ? now : withSpace(table, space, now));
    }
    m_hasChanged = true;
}

void LiveCluster::put(Batch &changed)
{
    if (changed.pods.empty() && changed.objects.empty())
        return;
    const auto memory = std::make_shared<PodMemory>(PodMemory{changed.pools, changed.podTexts});
    for (Pod &pod : changed.pods)
        m_pods.push_back({std::string(pod.space), std::string(pod.name), pod, memory});
    for (ObjectPtr &object : changed.objects)
        m_objects[static_cast<std::size_t>(object->kind)].push_back(
            {std::string(object->space), std::string(object->name), object, nullptr});
    changed.pods.clear();
    changed.objects.clear();
    m_hasChanged = true;
}

void LiveCluster::remove(const ObjectKey &gone)
{
    if (gone.kind == Kind::Pod)
        m_pods.push_back({gone.space, gone.name, std::nullopt, nullptr});
    else
        m_objects[static_cast<std::size_t>(gone.kind)].push_back({gone.space, gone.name, std::nullopt, nullptr});
    m_hasChanged = true;
}

std::vector<std::string> LiveCluster::names(Kind kind)
{
    fold();
    std::vector<std::string> all;
    for (const ObjectPtr &object : m_now.of(kind))
        all.emplace_back(object->name);
    return all;
}

void LiveCluster::setGaps(std::vector<Gap> gaps)
{
    std::ranges::sort(gaps);
    m_hasChanged = m_hasChanged || gaps != m_now.gaps;
    m_now.gaps = std::move(gaps);
}

void LiveCluster::fold()
{
    if (!m_pods.empty()) {
        auto edits = latest(std::exchange(m_pods, {}));
        m_now.pods = edited<Pod>(m_now.pods, std::span(edits));
    }
    for (std::size_t i = 0; i < kindCount; ++i) {
        if (m_objects[i].empty())
            continue;
        auto edits = latest(std::exchange(m_objects[i], {}));
        m_now.objects[i] = edited<ObjectPtr>(m_now.objects[i], std::span(edits));
    }
}

SnapshotPtr LiveCluster::snapshot(std::int64_t takenAt)
{
    fold();
    m_hasChanged = false;
    m_now.takenAt = takenAt;
    return std::make_shared<const ClusterSnapshot>(m_now);
}

}  // namespace portolan
