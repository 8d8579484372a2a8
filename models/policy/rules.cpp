// SPDX-License-Identifier: GPL-3.0-or-later
#include "policy/rules.h"

namespace portolan::policy {

namespace {

void appendKey(std::string &key, const Value &value)
{
    if (value.isObject()) {
        key += '{';
        for (const Member &member : value.members()) {
            key += member.key;
            key += ':';
            appendKey(key, member.value);
        }
        key += '}';
    } else if (value.isArray()) {
        key += '[';
        for (const Value &item : value.items())
            appendKey(key, item);
        key += ']';
    } else {
        key += value.text();
        key += ',';
    }
}

}  // namespace

std::string keyOf(const Value &value)
{
    std::string key;
    appendKey(key, value);
    return key;
}

std::uint32_t SelectorTable::add(const std::string &key, std::string_view space, Test test)
{
    const auto next = static_cast<std::uint32_t>(m_entries.size());
    if (!key.empty()) {
        const auto [at, isNew] = m_known.try_emplace(std::string(space) + '\n' + key, next);
        if (!isNew)
            return at->second;
    }
    m_entries.push_back({space, std::move(test)});
    return next;
}

void addRule(std::vector<Rule> &rules, Rule rule, const RulePeers &doubtful, std::string why)
{
    rules.push_back(rule);
    if (why.empty())
        return;
    rule.peers = doubtful;
    rule.unsure = std::move(why);
    rules.push_back(std::move(rule));
}

Tier &RuleBook::tier(double order, const std::string &name, bool deniesRest)
{
    Tier &found = tiers[{order, name}];
    found.order = order;
    found.name = name;
    found.deniesRest = deniesRest;
    return found;
}

}  // namespace portolan::policy
