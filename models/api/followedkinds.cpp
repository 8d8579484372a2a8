// SPDX-License-Identifier: GPL-3.0-or-later
// Which kinds are followed, in which namespaces, and what could not be read.
#include <algorithm>
#include <array>

#include "api/following.h"
#include "kube/decode/keep.h"
#include "kube/kind.h"

namespace portolan {

namespace {

constexpr std::size_t mostListsAtOnce = 8;
constexpr std::size_t mostSpaces = 200;  ///< that are asked one by one where only that is permitted

/** Where K3s and the components keep the ConfigMaps that tell of the network. */
constexpr std::string_view configSpace = "kube-system";

/** What the picture needs first is listed first. */
int rank(Kind kind)
{
    constexpr std::array<Kind, 5> first{Kind::Node, Kind::Namespace, Kind::Service, Kind::EndpointSlice, Kind::Pod};
    const auto place = std::ranges::find(first, kind);
    if (kind == Kind::Pod)
        return 1000 + static_cast<int>(Kind::CronJob);
    if (place != first.end())
        return static_cast<int>(place - first.begin());
    const bool isWorkload = kind >= Kind::Endpoints && kind <= Kind::CronJob;
    const bool isFrontDoor = kind == Kind::Ingress || kind == Kind::IngressClass ||
                             (kind >= Kind::IngressRoute && kind <= Kind::BackendTLSPolicy);
    return (isFrontDoor ? 500 : isWorkload ? 1000 : 2000) + static_cast<int>(kind);
}

}  // namespace

/** Starts what is new, forgets what is served no more. */
void Following::takeResources(const std::vector<Resource> &resources)
{
    if (resources.empty())
        return;
    std::erase_if(m_kinds, [&](Followed &kind) {
        const bool isServed = std::ranges::find(resources, kind.resource) != resources.end();
        const bool isBack = isServed && kind.whole && kind.whole->phase() == Feed::Phase::Absent;
        if (!isServed || isBack) {
            if (kind.whole)
                kind.whole->stop();
            for (const auto &part : kind.parts)
                part->stop();
            if (!isServed)
                m_cluster.list(kind.resource.kind, {}, {});
        }
        return !isServed || isBack;
    });
    for (const Resource &resource : resources) {
        if (std::ranges::find(m_kinds, resource, &Followed::resource) == m_kinds.end())
            m_kinds.push_back(followed(resource));
    }
    std::ranges::stable_sort(m_kinds, {}, [](const Followed &kind) { return rank(kind.resource.kind); });
}

Following::Followed Following::followed(const Resource &resource)
{
    Followed kind{resource, nullptr, {}};
    if (resource.kind == Kind::ConfigMap)
        kind.whole =
            std::make_unique<Feed>(*m_context, resource, std::string(configSpace),
                                   std::vector<std::string>(networkConfigMaps().begin(), networkConfigMaps().end()));
    else
        kind.whole =
            std::make_unique<Feed>(*m_context, resource, resource.namespaced ? m_options.space : std::string());
    return kind;
}

void Following::beginFeeds()
{
    std::size_t running = 0;
    eachFeed([&](const Feed &feed) { running += feed.phase() == Feed::Phase::Listing && !feed.isListed(); });
    eachFeed([&](Feed &feed) {
        if (feed.phase() == Feed::Phase::Idle && running < mostListsAtOnce) {
            feed.begin(m_now);
            ++running;
        }
    });
}

/** Namespaces to ask one by one: those that can be seen, else the context's own. */
std::vector<std::string> Following::spaces()
{
    std::vector<std::string> all = m_cluster.names(Kind::Namespace);
    if (all.size() > mostSpaces)
        all.clear();
    if (std::ranges::find(all, m_connection.space) == all.end())
        all.push_back(m_connection.space);
    return all;
}

void Following::divide(Followed &kind)
{
    for (const std::string &space : spaces())
        kind.parts.push_back(std::make_unique<Feed>(*m_context, kind.resource, space));
}

bool Following::isSettled() const
{
    return m_isDiscovered && std::ranges::all_of(m_kinds, [](const Followed &kind) {
               const bool isDivided = !kind.parts.empty();
               return kind.whole->isSettled() && (!isDivided || std::ranges::all_of(kind.parts, [](const auto &part) {
                          return part->isSettled();
                      }));
           });
}

std::optional<Gap> Following::gapOf(const Followed &kind) const
{
    Gap gap{std::string(info(kind.resource.kind).reference), Gap::Why::Pending, {}, {}};
    const Feed &whole = *kind.whole;
    if (whole.isListed())
        return std::nullopt;
    if (whole.phase() == Feed::Phase::Absent) {
        gap.why = Gap::Why::NotInstalled;
        gap.message = whole.message();
    } else if (whole.phase() == Feed::Phase::Failed || (whole.phase() == Feed::Phase::Resting && m_wasWhole)) {
        gap.why = Gap::Why::Failed;
        gap.message = whole.message();
    } else if (whole.phase() == Feed::Phase::Forbidden) {
        const bool isAsked = std::ranges::all_of(kind.parts, [](const auto &part) { return part->isSettled(); });
        gap.why = isAsked ? Gap::Why::Forbidden : Gap::Why::Pending;
        gap.message = whole.message();
        for (const auto &part : kind.parts) {
            if (part->isListed())
                gap.readIn.push_back(part->space());
        }
        std::ranges::sort(gap.readIn);
    }
    return gap;
}

std::vector<Gap> Following::gaps() const
{
    std::vector<Gap> all;
    if (!m_isDiscovered)
        return all;
    std::array<bool, kindCount> isServed{};
    for (const Followed &kind : m_kinds) {
        isServed[static_cast<std::size_t>(kind.resource.kind)] = true;
        if (auto gap = gapOf(kind))
            all.push_back(std::move(*gap));
    }
    for (std::size_t i = 0; i < kindCount; ++i) {
        if (!isServed[i])
            all.push_back({std::string(info(static_cast<Kind>(i)).reference), Gap::Why::NotInstalled, {}, {}});
    }
    return all;
}

}  // namespace portolan
