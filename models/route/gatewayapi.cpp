// SPDX-License-Identifier: GPL-3.0-or-later
#include "route/gatewayapi.h"

#include <algorithm>

namespace portolan::route {

namespace {

bool isSelected(const Value &selector, const Value &labels)
{
    const auto pairs = selector["matchLabels"].members();
    const auto expressions = selector["matchExpressions"].items();
    return std::ranges::all_of(pairs,
                               [&](const Member &pair) { return labels[pair.key].text() == pair.value.text(); }) &&
           std::ranges::all_of(expressions, [&](const Value &one) {
               const Value label = labels[one["key"].text()];
               const auto values = one["values"].items();
               const bool isListed =
                   std::ranges::any_of(values, [&](const Value &value) { return value.text() == label.text(); });
               const std::string_view wanted = one["operator"].text();
               return wanted == "Exists"         ? !label.isNull()
                      : wanted == "DoesNotExist" ? label.isNull()
                      : wanted == "In"           ? !label.isNull() && isListed
                                                 : wanted == "NotIn" && (label.isNull() || !isListed);
           });
}

bool isNamespaceAllowed(const ClusterSnapshot &snapshot, const Object &gateway, const Value &allowed,
                        std::string_view space)
{
    const std::string_view from = allowed["namespaces"]["from"].text();
    if (from == "All")
        return true;
    if (from == "Selector") {
        const Object *object = snapshot.find(Kind::Namespace, {}, space);
        return object && isSelected(allowed["namespaces"]["selector"], object->meta()["labels"]);
    }
    return from != "None" && space == gateway.space;
}

bool isKindAllowed(const Value &allowed, Kind kind)
{
    const auto kinds = allowed["kinds"].items();
    return kinds.empty() ||
           std::ranges::any_of(kinds, [&](const Value &one) { return one["kind"].text() == info(kind).name; });
}

bool covers(std::string_view wildcard, std::string_view host)
{
    return wildcard.starts_with("*.") && host.size() > wildcard.size() - 1 && host.ends_with(wildcard.substr(1));
}

}  // namespace

bool isAttached(const ClusterSnapshot &snapshot, const Object &gateway, const Value &listener, const Object &route)
{
    const auto parents = route.spec()["parentRefs"].items();
    const bool isNamed = std::ranges::any_of(parents, [&](const Value &parent) {
        const std::string_view kind = parent["kind"].text(), space = parent["namespace"].text();
        const Value section = parent["sectionName"], port = parent["port"];
        return (kind.empty() || kind == "Gateway") && parent["name"].text() == gateway.name &&
               (space.empty() ? route.space : space) == gateway.space &&
               (!section.isText() || section.text().empty() || section.text() == listener["name"].text()) &&
               (!port.isInteger() || port.integer() == listener["port"].integer());
    });
    const Value allowed = listener["allowedRoutes"];
    return isNamed && isNamespaceAllowed(snapshot, gateway, allowed, route.space) && isKindAllowed(allowed, route.kind);
}

std::optional<std::vector<std::string>> commonHosts(std::string_view ofListener, const Value &ofRoute)
{
    std::vector<std::string> hosts;
    if (ofRoute.size() == 0) {
        if (!ofListener.empty())
            hosts.emplace_back(ofListener);
        return hosts;
    }
    for (const Value &one : ofRoute.items()) {
        const std::string_view host = one.text();
        if (ofListener.empty() || host == ofListener || covers(ofListener, host))
            hosts.emplace_back(host);
        else if (covers(host, ofListener))
            hosts.emplace_back(ofListener);
    }
    return hosts.empty() ? std::nullopt : std::optional(std::move(hosts));
}

bool isReferenceGranted(const ClusterSnapshot &snapshot, const Object &route, std::string_view group,
                        std::string_view kind, std::string_view space, std::string_view name)
{
    for (const ObjectPtr &grant : snapshot.of(Kind::ReferenceGrant)) {
        if (grant->space != space)
            continue;
        const auto from = grant->spec()["from"].items(), to = grant->spec()["to"].items();
        const bool isFrom = std::ranges::any_of(from, [&](const Value &one) {
            return one["group"].text() == "gateway.networking.k8s.io" && one["kind"].text() == info(route.kind).name &&
                   one["namespace"].text() == route.space;
        });
        const bool isTo = std::ranges::any_of(to, [&](const Value &one) {
            return one["group"].text() == group && one["kind"].text() == kind &&
                   (!one["name"].isText() || one["name"].text().empty() || one["name"].text() == name);
        });
        if (isFrom && isTo)
            return true;
    }
    return false;
}

}  // namespace portolan::route
