// SPDX-License-Identifier: GPL-3.0-or-later
#include "kube/share.h"

#include <algorithm>
#include <optional>
#include <tuple>

#include "kube/assemble.h"
#include "kube/tablebuild.h"

namespace portolan {

namespace {

auto keyOf(const Pod &pod)
{
    return std::tuple(pod.space, pod.name);
}
auto keyOf(const ObjectPtr &object)
{
    return std::tuple(object->space, object->name);
}

bool isSamePlace(const Origin &a, const Origin &b)
{
    return a.source == b.source && a.document == b.document && a.line == b.line;
}

bool isSame(const Pod &a, const Pod &b)
{
    return isSamePlace(a.origin, b.origin) && isSamePod(a, b);
}
bool isSame(const ObjectPtr &a, const ObjectPtr &b)
{
    return isSamePlace(a->origin, b->origin) && a->kind == b->kind && keyOf(a) == keyOf(b) && a->root == b->root;
}

PodTable::ChunkPtr chunkOf(std::span<const Pod> pods, const std::shared_ptr<const void> &memory)
{
    return podChunk(pods, memory);
}
ObjectTable::ChunkPtr chunkOf(std::span<const ObjectPtr> objects, const std::shared_ptr<const void> &)
{
    return std::make_shared<const ObjectTable::Chunk>(
        ObjectTable::Chunk{std::vector<ObjectPtr>(objects.begin(), objects.end()), nullptr});
}

/** Chunks that may be shared begin where they began before; the elements between two such places are cut anew. */
template <class T>
class Sharing {
public:
    Sharing(const Table<T> &before, const Table<T> &next) : m_before(before), m_next(next), m_at(next.begin()) {}

    Table<T> table()
    {
        const auto &chunks = m_before.chunks();
        for (std::size_t i = 0; i < chunks.size(); ++i) {
            const auto &items = chunks[i]->items;
            while (m_at != m_next.end() && keyOf(*m_at) < keyOf(items.front()))
                keep();
            if (const auto end = matching(items)) {
                cut();
                m_result.push_back(chunks[i]);
                m_at = *end;
            }
        }
        while (m_at != m_next.end())
            keep();
        cut();
        return Table<T>(std::move(m_result));
    }

private:
    using Iterator = typename Table<T>::iterator;

    /** Where the next table goes on after elements that are the same as these. */
    std::optional<Iterator> matching(const std::vector<T> &items) const
    {
        Iterator at = m_at;
        for (const T &item : items) {
            if (at == m_next.end() || !isSame(item, *at))
                return std::nullopt;
            ++at;
        }
        return at;
    }

    void keep()
    {
        m_changed.push_back(*m_at);
        ++m_at;
        if (m_changed.size() == chunkSize)
            cut();
    }

    void cut()
    {
        if (!m_changed.empty())
            m_result.push_back(chunkOf(std::span<const T>(m_changed), memory()));
        m_changed.clear();
    }

    /** What any chunk of the next table keeps alive: one that is in it knows the pools of all. */
    std::shared_ptr<const void> memory() const { return m_next.chunks().front()->memory; }

    const Table<T> &m_before;
    const Table<T> &m_next;
    Iterator m_at;
    std::vector<T> m_changed;
    std::vector<typename Table<T>::ChunkPtr> m_result;
};

}  // namespace

PodTable sharedWith(const PodTable &before, const PodTable &next)
{
    return Sharing<Pod>(before, next).table();
}

ObjectTable sharedWith(const ObjectTable &before, const ObjectTable &next)
{
    return Sharing<ObjectPtr>(before, next).table();
}

SnapshotPtr sharedWith(const ClusterSnapshot &before, SnapshotPtr next)
{
    auto shared = std::make_shared<ClusterSnapshot>(*next);
    shared->pods = sharedWith(before.pods, next->pods);
    for (std::size_t i = 0; i < kindCount; ++i)
        shared->objects[i] = sharedWith(before.objects[i], next->objects[i]);
    return shared;
}

}  // namespace portolan
