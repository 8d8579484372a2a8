// SPDX-License-Identifier: GPL-3.0-or-later
#include "api/discovery.h"

#include <simdjson.h>

#include <algorithm>
#include <ranges>

namespace portolan {

namespace {

using simdjson::dom::array;
using simdjson::dom::element;

std::string textOf(const element &object, std::string_view key)
{
    std::string_view text;
    return object[key].get_string().get(text) ? std::string() : std::string(text);
}

/** Calls `each` for every element, none if there is no such list. */
template <class Each>
void forEach(const element &object, std::string_view key, Each each)
{
    array list;
    if (object[key].get_array().get(list))
        return;
    for (const element one : list)
        each(one);
}

bool hasVerb(const element &resource, std::string_view verb)
{
    bool has = false;
    forEach(resource, "verbs", [&](const element &one) {
        std::string_view text;
        has = has || (!one.get_string().get(text) && text == verb);
    });
    return has;
}

std::string groupVersion(const std::string &group, const std::string &version)
{
    return group.empty() ? version : group + '/' + version;
}

bool isWanted(std::string_view group)
{
    for (std::size_t i = 0; i < kindCount; ++i) {
        const auto &groups = info(static_cast<Kind>(i)).groups;
        if (std::ranges::find(groups, group) != groups.end())
            return true;
    }
    return false;
}

}  // namespace

bool Discovery::readRoot(std::string_view json, bool isCore)
{
    simdjson::dom::parser parser;
    element root;
    if (parser.parse(json.data(), json.size()).get(root))
        return false;
    const bool isAggregated = textOf(root, "kind") == "APIGroupDiscoveryList";
    if (isAggregated) {
        forEach(root, "items", [&](const element &item) {
            Group group;
            element meta;
            if (!item["metadata"].get(meta))
                group.name = textOf(meta, "name");
            forEach(item, "versions", [&](const element &one) {
                Version version{groupVersion(group.name, textOf(one, "version")), true, {}};
                forEach(one, "resources", [&](const element &resource) {
                    version.resources.push_back({textOf(resource, "resource"), textOf(resource, "scope") != "Cluster",
                                                 hasVerb(resource, "watch")});
                });
                // A group whose own server does not answer is told as stale, without resources: it is asked for again.
                version.isRead = textOf(one, "freshness") != "Stale" || !version.resources.empty();
                group.versions.push_back(std::move(version));
            });
            m_groups.push_back(std::move(group));
        });
        return true;
    }
    if (isCore) {
        m_groups.push_back({"", {{"v1", false, {}}}});
        return false;
    }
    forEach(root, "groups", [&](const element &item) {
        Group group{textOf(item, "name"), {}};
        element preferred;
        if (!item["preferredVersion"].get(preferred))
            group.versions.push_back({textOf(preferred, "groupVersion"), false, {}});
        forEach(item, "versions", [&](const element &one) {
            const std::string name = textOf(one, "groupVersion");
            if (std::ranges::find(group.versions, name, &Version::name) == group.versions.end())
                group.versions.push_back({name, false, {}});
        });
        m_groups.push_back(std::move(group));
    });
    return false;
}

void Discovery::readVersion(std::string_view json, const std::string &name)
{
    simdjson::dom::parser parser;
    element root;
    const bool isBroken = parser.parse(json.data(), json.size()).get(root) != simdjson::SUCCESS;
    for (Group &group : m_groups) {
        const auto version = std::ranges::find(group.versions, name, &Version::name);
        if (version == group.versions.end())
            continue;
        version->isRead = true;
        if (isBroken)
            continue;
        forEach(root, "resources", [&](const element &resource) {
            bool namespaced = true;
            if (resource["namespaced"].get_bool().get(namespaced))
                namespaced = true;
            version->resources.push_back({textOf(resource, "name"), namespaced, hasVerb(resource, "watch")});
        });
    }
}

std::vector<std::string> Discovery::missingVersions() const
{
    std::vector<std::string> missing;
    for (const Group &group : m_groups) {
        if (!isWanted(group.name))
            continue;
        for (const Version &version : group.versions) {
            if (!version.isRead)
                missing.push_back(version.name);
        }
    }
    return missing;
}

std::vector<Resource> Discovery::resources() const
{
    std::vector<Resource> found;
    for (std::size_t i = 0; i < kindCount; ++i) {
        const KindInfo &kind = info(static_cast<Kind>(i));
        const auto serves = [&](std::string_view groupName) -> std::optional<Resource> {
            const auto group = std::ranges::find(m_groups, groupName, &Group::name);
            if (group == m_groups.end())
                return std::nullopt;
            for (const Version &version : group->versions) {
                const auto resource = std::ranges::find(version.resources, kind.plural, &Served::plural);
                if (resource != version.resources.end())
                    return Resource{kind.kind, (groupName.empty() ? "/api/" : "/apis/") + version.name,
                                    resource->plural, resource->namespaced, resource->canWatch};
            }
            return std::nullopt;
        };
        for (const std::string_view group : kind.groups) {
            if (auto resource = serves(group)) {
                found.push_back(std::move(*resource));
                break;
            }
        }
    }
    return found;
}

}  // namespace portolan
