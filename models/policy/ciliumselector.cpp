// SPDX-License-Identifier: GPL-3.0-or-later
#include "policy/ciliumselector.h"

#include <algorithm>

namespace portolan::policy {

namespace {

constexpr std::string_view spaceKey = "io.kubernetes.pod.namespace", spaceLabels = "io.cilium.k8s.namespace.labels.",
                           accountKey = "io.cilium.k8s.policy.serviceaccount",
                           clusterKey = "io.cilium.k8s.policy.cluster", reserved = "reserved:";

std::string_view plainKey(std::string_view key)
{
    const auto colon = key.find(':');
    return colon == std::string_view::npos ? key : key.substr(colon + 1);
}

/** Labels of another origin than Kubernetes no pod has. */
bool isOfPods(std::string_view key)
{
    const std::string_view origin = key.substr(0, key.find(':'));
    return origin == key || origin == "k8s" || origin == "any";
}

bool holds(const Value &expression, const LabelSource &labels)
{
    const std::string_view key = expression["key"].text(), wanted = expression["operator"].text();
    const std::string_view *value = isOfPods(key) ? labels(plainKey(key)) : nullptr;
    const auto values = expression["values"].items();
    const bool isListed =
        value && std::ranges::any_of(values, [&](const Value &each) { return each.text() == *value; });
    if (wanted == "Exists")
        return value != nullptr;
    if (wanted == "DoesNotExist")
        return value == nullptr;
    return wanted == "In" ? isListed : wanted == "NotIn" && !isListed;
}

template <class Visit>
bool anyKey(const Value &selector, Visit visit)
{
    const auto pairs = selector["matchLabels"].members();
    const auto expressions = selector["matchExpressions"].items();
    return std::ranges::any_of(pairs, [&](const Member &pair) { return visit(pair.key); }) ||
           std::ranges::any_of(expressions, [&](const Value &one) {
               return one["operator"].text() != "DoesNotExist" && visit(one["key"].text());
           });
}

}  // namespace

bool matchesCilium(const Value &selector, const LabelSource &labels)
{
    const auto pairs = selector["matchLabels"].members();
    const auto expressions = selector["matchExpressions"].items();
    return selector.isObject() &&
           std::ranges::all_of(pairs,
                               [&](const Member &pair) {
                                   const std::string_view *value =
                                       isOfPods(pair.key) ? labels(plainKey(pair.key)) : nullptr;
                                   return value && *value == pair.value.text();
                               }) &&
           std::ranges::all_of(expressions, [&](const Value &one) { return holds(one, labels); });
}

bool matchesCilium(const Value &selector, const SubjectKind &kind, const Labels &ofSpace, std::string_view cluster)
{
    return matchesCilium(selector, [&](std::string_view key) -> const std::string_view * {
        if (key == spaceKey)
            return &kind.space;
        if (key == accountKey)
            return &kind.serviceAccount;
        if (key == clusterKey)
            return &cluster;
        if (key.starts_with(spaceLabels))
            return find(ofSpace, key.substr(spaceLabels.size()));
        return find(kind.labels, key);
    });
}

bool namesNamespace(const Value &selector)
{
    const auto pairs = selector["matchLabels"].members();
    const auto expressions = selector["matchExpressions"].items();
    const auto isSpace = [](std::string_view key) {
        return isOfPods(key) && (plainKey(key) == spaceKey || plainKey(key).starts_with(spaceLabels));
    };
    return std::ranges::any_of(pairs, [&](const Member &pair) { return isSpace(pair.key); }) ||
           std::ranges::any_of(expressions, [&](const Value &one) { return isSpace(one["key"].text()); });
}

std::string_view reservedName(const Value &selector)
{
    std::string_view name;
    anyKey(selector, [&name](std::string_view key) {
        if (key.starts_with(reserved))
            name = key.substr(reserved.size());
        return !name.empty();
    });
    return name;
}

}  // namespace portolan::policy
