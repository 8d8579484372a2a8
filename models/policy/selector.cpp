// SPDX-License-Identifier: GPL-3.0-or-later
#include "policy/selector.h"

#include <algorithm>

namespace portolan::policy {

namespace {

bool holds(const Value &expression, const Labels &labels)
{
    const std::string_view wanted = expression["operator"].text();
    const std::string_view *value = find(labels, expression["key"].text());
    const auto isListed = [&] {
        const auto values = expression["values"].items();
        return std::ranges::any_of(values, [&](const Value &one) { return one.text() == *value; });
    };
    if (wanted == "Exists")
        return value != nullptr;
    if (wanted == "DoesNotExist")
        return value == nullptr;
    if (wanted == "In")
        return value && isListed();
    return wanted == "NotIn" && (!value || !isListed());
}

}  // namespace

Labels labelsOf(const Pairs &pairs)
{
    Labels labels(pairs.begin(), pairs.end());
    return labels;  // Pairs are sorted
}

Labels labelsOf(const Value &labels)
{
    Labels found;
    for (const Member &label : labels.members())
        found.emplace_back(label.key, label.value.text());
    std::ranges::sort(found);
    return found;
}

const std::string_view *find(const Labels &labels, std::string_view key)
{
    const auto found = std::ranges::lower_bound(labels, key, {}, &Labels::value_type::first);
    return found != labels.end() && found->first == key ? &found->second : nullptr;
}

bool matches(const Value &selector, const Labels &labels)
{
    if (!selector.isObject())
        return false;
    const auto pairs = selector["matchLabels"].members();
    const auto expressions = selector["matchExpressions"].items();
    return std::ranges::all_of(pairs,
                               [&](const Member &pair) {
                                   const std::string_view *value = find(labels, pair.key);
                                   return value && *value == pair.value.text();
                               }) &&
           std::ranges::all_of(expressions, [&](const Value &expression) { return holds(expression, labels); });
}

}  // namespace portolan::policy
