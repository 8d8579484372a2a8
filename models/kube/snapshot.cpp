// SPDX-License-Identifier: GPL-3.0-or-later
#include "kube/snapshot.h"

#include <algorithm>
#include <tuple>

namespace portolan {

std::string_view name(Gap::Why why)
{
    switch (why) {
        case Gap::Why::Forbidden:
            return "forbidden";
        case Gap::Why::NotInstalled:
            return "not-installed";
        case Gap::Why::Pending:
            return "pending";
        case Gap::Why::Failed:
            break;
    }
    return "failed";
}

namespace {

std::tuple<std::string_view, std::string_view> keyOf(const Pod &pod)
{
    return {pod.space, pod.name};
}

std::tuple<std::string_view, std::string_view> keyOf(const ObjectPtr &object)
{
    return {object->space, object->name};
}

template <class T>
const T *findIn(const Table<T> &table, std::string_view space, std::string_view name)
{
    const auto key = std::tuple(space, name);
    const auto &chunks = table.chunks();
    const auto after =
        std::ranges::upper_bound(chunks, key, {}, [](const auto &chunk) { return keyOf(chunk->items.front()); });
    if (after == chunks.begin())
        return nullptr;
    const auto &items = (*std::prev(after))->items;
    const auto at = std::ranges::lower_bound(items, key, {}, [](const T &item) { return keyOf(item); });
    return at != items.end() && keyOf(*at) == key ? &*at : nullptr;
}

}  // namespace

const Object *ClusterSnapshot::find(Kind kind, std::string_view space, std::string_view name) const
{
    const ObjectPtr *found = findIn(of(kind), space, name);
    return found ? found->get() : nullptr;
}

const Pod *ClusterSnapshot::findPod(std::string_view space, std::string_view name) const
{
    return findIn(pods, space, name);
}

std::map<std::string, std::size_t> ClusterSnapshot::counts() const
{
    std::map<std::string, std::size_t> all = otherCounts;
    for (std::size_t i = 0; i < kindCount; ++i) {
        const Kind kind = static_cast<Kind>(i);
        const std::size_t count = kind == Kind::Pod ? pods.size() : objects[i].size();
        if (count > 0)
            all[std::string(info(kind).reference)] += count;
    }
    return all;
}

}  // namespace portolan
