// SPDX-License-Identifier: GPL-3.0-or-later
#include "policy/policy.h"

#include <algorithm>
#include <map>

namespace portolan {

using namespace policy;

namespace {

const NamedPort *portNamed(const std::vector<NamedPort> &ports, const NamedPort &wanted)
{
    const auto found = std::ranges::find_if(
        ports, [&](const NamedPort &port) { return port.name == wanted.name && port.protocol == wanted.protocol; });
    return found == ports.end() ? nullptr : &*found;
}

}  // namespace

Policies::Policies(SnapshotPtr snapshot, PolicyOptions options)
    : m_snapshot(std::move(snapshot)), m_options(options), m_subjects(*m_snapshot)
{
    addNetworkPolicies(m_book, *m_snapshot);
    addAdminPolicies(m_book, *m_snapshot);
    addCalicoPolicies(m_book, *m_snapshot);
    addCiliumPolicies(m_book, *m_snapshot);
    for (auto &[key, tier] : m_book.tiers)
        std::ranges::stable_sort(tier.policies, [](const Policy &a, const Policy &b) {
            return std::tie(a.order, a.reference) < std::tie(b.order, b.reference);
        });
    m_hasExempt = std::ranges::any_of(m_subjects.all(), [this](const Subject &subject) { return isExempt(subject); });
    for (const auto &[key, tier] : m_book.tiers) {
        for (const Policy &policy : tier.policies) {
            for (const auto *rules : {&policy.ingress, &policy.egress}) {
                for (const Rule &rule : *rules)
                    note(rule);
            }
        }
    }
    std::ranges::sort(m_book.notEvaluated);
    matchKinds();
    findNodes();
}

void Policies::note(const Rule &rule)
{
    for (const NamedPort &port : rule.ports.named)
        m_namedPorts.insert(port.name);
    if (!rule.unsure.empty())
        m_book.notEvaluated.push_back(rule.reference + ": " + rule.unsure);
    else if (rule.peers.isOwnNode != rule.peers.isOtherNode && m_hasExempt)
        m_book.notEvaluated.push_back(rule.reference + ": a pod's own node is told from others only of single pairs");
}

void Policies::findNodes()
{
    for (const ObjectPtr &node : m_snapshot->of(Kind::Node)) {
        for (const Value &address : node->status()["addresses"].items())
            m_nodes.emplace(address["address"].text(), node->name);
    }
    for (const Pod &pod : m_snapshot->pods) {
        if (!pod.hostIp.empty())
            m_nodes.emplace(pod.hostIp, pod.node);
    }
}

void Policies::matchKinds()
{
    std::map<std::string_view, std::vector<std::uint32_t>> bySpace;
    const auto &entries = m_book.selectors.entries();
    for (std::uint32_t i = 0; i < entries.size(); ++i)
        bySpace[entries[i].space].push_back(i);
    std::multimap<std::uint32_t, Selecting> policiesOf;  // by the selector of their subjects
    for (const auto &[key, tier] : m_book.tiers) {
        for (const Policy &policy : tier.policies)
            policiesOf.emplace(policy.subjects, Selecting{&tier, &policy});
    }
    const auto &kinds = m_subjects.kinds();
    m_matched.resize(kinds.size());
    m_selecting[0].resize(kinds.size());
    m_selecting[1].resize(kinds.size());
    for (std::size_t k = 0; k < kinds.size(); ++k) {
        const Labels &ofSpace = m_subjects.labelsOfSpace(kinds[k].space);
        for (const std::string_view space : {std::string_view(), kinds[k].space}) {
            const auto candidates = bySpace.find(space);
            if (candidates == bySpace.end())
                continue;
            for (const std::uint32_t selector : candidates->second) {
                if (entries[selector].test(kinds[k], ofSpace))
                    m_matched[k].push_back(selector);
            }
        }
        std::ranges::sort(m_matched[k]);
        for (const std::uint32_t selector : m_matched[k]) {
            const auto [first, last] = policiesOf.equal_range(selector);
            for (auto at = first; at != last; ++at) {
                for (const Direction direction : {Direction::Ingress, Direction::Egress}) {
                    if (at->second.policy->has(direction))
                        m_selecting[static_cast<std::size_t>(direction)][k].push_back(at->second);
                }
            }
        }
        for (auto &selecting : m_selecting)
            std::ranges::sort(selecting[k], [](const Selecting &a, const Selecting &b) {
                return std::tie(a.tier->order, a.tier->name, a.policy->order, a.policy->reference) <
                       std::tie(b.tier->order, b.tier->name, b.policy->order, b.policy->reference);
            });
    }
}

bool Policies::isExempt(const Subject &subject) const
{
    return m_options.isHostNetworkExempt && m_subjects.kinds()[subject.kind].isHostNetwork;
}

auto Policies::selecting(const Subject &subject, Direction direction) const -> const std::vector<Selecting> &
{
    static const std::vector<Selecting> nothing;
    return isExempt(subject) ? nothing : m_selecting[static_cast<std::size_t>(direction)][subject.kind];
}

std::vector<std::string> Policies::policiesOf(const Subject &subject, Direction direction) const
{
    std::vector<std::string> references;
    for (const Selecting &one : selecting(subject, direction))
        references.push_back(one.policy->reference);
    return references;
}

bool Policies::isIsolated(const Subject &subject, Direction direction) const
{
    return std::ranges::any_of(selecting(subject, direction),
                               [](const Selecting &one) { return one.tier->deniesRest && one.policy->isolates; });
}

const std::vector<std::uint32_t> &Policies::selectorsOf(const Subject &subject) const
{
    static const std::vector<std::uint32_t> nothing;
    return isExempt(subject) ? nothing : m_matched[subject.kind];
}

PolicyVerdict Policies::check(const PolicyQuery &query) const
{
    PolicyVerdict verdict;
    const auto resolved = [this](PolicyEnd end) {
        if (end.pod && !end.subject)
            end.subject = m_subjects.of(*end.pod);
        if (!end.subject && !end.address.empty())
            end.subject = m_subjects.withAddress(end.address);
        return end;
    };
    const PolicyEnd from = resolved(query.from), to = resolved(query.to);
    if (from.subject && from.subject == to.subject && !query.isTranslated)
        return verdict;  // nobody can be kept from itself
    std::uint16_t port = query.port;
    if (!query.portName.empty()) {
        const NamedPort *own =
            to.subject ? portNamed(m_subjects.kinds()[to.subject->kind].ports, {query.portName, query.protocol, 0})
                       : nullptr;
        if (!own) {
            verdict.allowed = Allowed::Unknown;
            verdict.caveats.push_back("the receiving end has no port named " + query.portName);
            return verdict;
        }
        port = own->port;
    }
    if (from.subject)
        verdict.egress = decide(*from.subject, Direction::Egress, to, query, port, to.subject, verdict.caveats);
    const bool isOwnNode = to.subject && to.subject->pod && !from.subject && !from.address.empty() &&
                           from.address == to.subject->pod->hostIp;
    if (isOwnNode)
        verdict.caveats.emplace_back("a node may always talk to its own pods");
    else if (to.subject)
        verdict.ingress = decide(*to.subject, Direction::Ingress, from, query, port, to.subject, verdict.caveats);
    verdict.allowed = std::min(verdict.egress.allowed, verdict.ingress.allowed);
    for (const PolicyEnd *end : {&from, &to}) {
        if (end->subject && isExempt(*end->subject))
            verdict.caveats.push_back(std::string(end->subject->space) + '/' + end->subject->name +
                                      " is in its node's network: most implementations hold such pods to no policy");
    }
    return verdict;
}

std::string sentenceOf(const PolicyVerdict &verdict)
{
    const auto joined = [](const std::vector<std::string> &texts) {
        std::string all;
        for (const std::string &text : texts)
            all += (all.empty() ? "" : ", ") + text;
        return all;
    };
    if (verdict.allowed == Allowed::Unknown)
        return "Not known: " + joined(verdict.caveats) + '.';
    if (verdict.allowed == Allowed::No) {
        const bool isEgress = verdict.egress.allowed == Allowed::No;
        return std::string("Denied: ") + (isEgress ? "egress of the sender" : "ingress of the receiver") +
               " is ruled by " + joined((isEgress ? verdict.egress : verdict.ingress).policies) +
               ", and no rule allows it.";
    }
    const auto side = [&](const SideVerdict &one, std::string_view open) {
        return one.policies.empty() ? std::string(open) : "allowed by " + joined(one.policies);
    };
    return "Allowed: egress is " + side(verdict.egress, "not restricted") + "; ingress is " +
           side(verdict.ingress, "not restricted") + '.';
}

}  // namespace portolan
