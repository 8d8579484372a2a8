// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <optional>

#include "policy/policy.h"

/* How rules decide, one after the other. A rule that may or may not fit leaves two ends open; what is allowed is only
 * what every end allows. */
namespace portolan {

using namespace policy;

namespace {

const NamedPort *portNamed(const std::vector<NamedPort> &ports, const NamedPort &wanted)
{
    const auto found = std::ranges::find_if(
        ports, [&](const NamedPort &port) { return port.name == wanted.name && port.protocol == wanted.protocol; });
    return found == ports.end() ? nullptr : &*found;
}

/** How the walk through the rules may end. */
struct Ends {
    bool mayAllow = false, mayDeny = false;

    void add(Action action)
    {
        mayAllow = mayAllow || action == Action::Allow;
        mayDeny = mayDeny || action == Action::Deny;
    }
    Allowed verdict() const { return mayAllow ? mayDeny ? Allowed::Unknown : Allowed::Yes : Allowed::No; }
};

}  // namespace

bool Policies::isSelected(const Subject &subject, const std::vector<std::uint32_t> &selectors) const
{
    const auto &matched = selectorsOf(subject);
    return std::ranges::any_of(selectors,
                               [&](std::uint32_t selector) { return std::ranges::binary_search(matched, selector); });
}

const std::string_view *Policies::nodeOf(const PolicyEnd &end) const
{
    static constexpr std::string_view unknown;
    if (end.subject) {
        if (!isExempt(*end.subject))
            return nullptr;
        return end.subject->pod ? &end.subject->pod->node : &unknown;
    }
    const auto found = m_nodes.find(end.address);
    return end.address.empty() || found == m_nodes.end() ? nullptr : &found->second;
}

bool Policies::isInBlocks(const RulePeers &peers, const std::vector<Block> &blocks, const PolicyEnd &peer) const
{
    if (blocks.empty())
        return false;
    const auto hasAddress = [&](const Address &address) {
        return std::ranges::any_of(blocks, [&](const Block &block) { return block.has(address); });
    };
    if (peers.scope == BlockScope::Outside && (peer.subject || nodeOf(peer)))
        return false;
    if (peer.subject) {
        const bool isMeant =
            peers.scope == BlockScope::Everybody || m_options.ipBlockMatchesPods || isExempt(*peer.subject);
        return isMeant && std::ranges::any_of(peer.subject->addresses, hasAddress);
    }
    const auto address = parseAddress(peer.address);
    return address && hasAddress(*address);
}

auto Policies::meant(const RulePeers &peers, const PolicyEnd &peer, const Subject *subject) const -> Meant
{
    const bool isUnknownPod = !peer.subject && peer.address.empty();
    if (peer.subject && isSelected(*peer.subject, peers.notSelectors))
        return Meant::No;
    if (isInBlocks(peers, peers.notBlocks, peer))
        return Meant::No;
    if (peers.isAny || (peers.isAnyPod && isUnknownPod))
        return isUnknownPod && !(peers.notSelectors.empty() && peers.notBlocks.empty()) ? Meant::Maybe : Meant::Yes;
    if (peers.isOutside && !peer.subject && !isUnknownPod && !nodeOf(peer))
        return Meant::Yes;
    const bool isChosen = peer.subject && isSelected(*peer.subject, peers.selectors);
    const bool hasAddress = isInBlocks(peers, peers.blocks, peer);
    if (peers.isBoth ? isChosen && hasAddress : isChosen || hasAddress)
        return Meant::Yes;
    if (!peers.isOwnNode && !peers.isOtherNode)
        return Meant::No;
    const std::string_view *node = nodeOf(peer);
    if (!node)
        return Meant::No;
    if (peers.isOwnNode && peers.isOtherNode)
        return Meant::Yes;
    if (!subject || !subject->pod || subject->pod->node.empty() || node->empty())
        return Meant::Maybe;
    return (subject->pod->node == *node) == peers.isOwnNode ? Meant::Yes : Meant::No;
}

bool Policies::hasPort(const Rule &rule, Protocol protocol, std::uint16_t port, const Subject *to) const
{
    if (rule.ports.isAny || rule.ports.ports.has(protocol, port))
        return true;
    return to && std::ranges::any_of(rule.ports.named, [&](const NamedPort &named) {
               const NamedPort *own = portNamed(m_subjects.kinds()[to->kind].ports, named);
               return own && own->protocol == protocol && own->port == port;
           });
}

PortSet Policies::portsOf(const Rule &rule, const Subject *to) const
{
    if (rule.ports.isAny)
        return PortSet::all();
    PortSet ports = rule.ports.ports;
    for (const NamedPort &named : rule.ports.named) {
        if (const NamedPort *own = to ? portNamed(m_subjects.kinds()[to->kind].ports, named) : nullptr)
            ports.add(PortSet::of(own->protocol, own->port, own->port));
    }
    return ports;
}

SideVerdict Policies::decide(const Subject &subject, Direction direction, const PolicyEnd &peer,
                             const PolicyQuery &query, std::uint16_t port, const Subject *to,
                             std::vector<std::string> &caveats) const
{
    static const std::string nodeUnknown = "which node the ends are on is not known";
    SideVerdict side;
    const auto &all = selecting(subject, direction);
    std::vector<std::string> doubts;
    Ends ends;
    bool isOpen = true;
    for (std::size_t i = 0; isOpen && i < all.size();) {
        const Tier *tier = all[i].tier;
        std::vector<std::string> isolating;
        std::optional<Action> action;
        bool isIsolating = false, mayIsolate = false, mayPass = false;
        for (; i < all.size() && all[i].tier == tier; ++i) {
            const Policy &policy = *all[i].policy;
            if (!action && !policy.unsure.empty())
                doubts.push_back(policy.reference + ": " + policy.unsure);
            if (tier->deniesRest && policy.isolates) {
                (policy.unsure.empty() ? isIsolating : mayIsolate) = true;
                isolating.push_back(policy.reference);
            }
            for (const Rule &rule : policy.rules(direction)) {
                // Where rules only allow, each one that does is told.
                if (action && (*action != Action::Allow || rule.action != Action::Allow || !tier->deniesRest))
                    continue;
                const Meant isMeant = meant(rule.peers, peer, &subject);
                if (isMeant == Meant::No || !hasPort(rule, query.protocol, port, to))
                    continue;
                const bool isSure = policy.unsure.empty() && rule.unsure.empty() && isMeant == Meant::Yes;
                if (!isSure && action)
                    continue;
                if (!isSure) {
                    ends.add(rule.action);
                    mayPass = mayPass || rule.action == Action::Pass;
                    if (policy.unsure.empty())
                        doubts.push_back(rule.reference + ": " + (rule.unsure.empty() ? nodeUnknown : rule.unsure));
                    continue;
                }
                action = rule.action;
                if (!rule.note.empty())
                    caveats.push_back(rule.reference + ": " + rule.note);
                side.policies.push_back(rule.reference);
            }
        }
        side.isIsolated = side.isIsolated || isIsolating;
        if (action && *action != Action::Pass) {
            ends.add(*action);
            isOpen = mayPass;
        } else if (action) {
            side.policies.clear();
        } else if (isIsolating || mayIsolate) {
            ends.add(Action::Deny);
            side.policies = std::move(isolating);
            isOpen = mayPass || !isIsolating;
        }
    }
    if (isOpen)
        ends.add(Action::Allow);
    side.allowed = ends.verdict();
    if (side.allowed == Allowed::Unknown)
        caveats.insert(caveats.end(), doubts.begin(), doubts.end());
    return side;
}

PortSet Policies::portsFor(const Subject &subject, Direction direction, const PolicyEnd &peer, const Subject *to) const
{
    const auto &all = selecting(subject, direction);
    PortSet open = PortSet::all(), denied;
    for (std::size_t i = 0; i < all.size() && !open.isEmpty();) {
        const Tier *tier = all[i].tier;
        PortSet passed;
        bool isIsolating = false, mayIsolate = false;
        for (; i < all.size() && all[i].tier == tier; ++i) {
            const Policy &policy = *all[i].policy;
            if (tier->deniesRest && policy.isolates)
                (policy.unsure.empty() ? isIsolating : mayIsolate) = true;
            for (const Rule &rule : policy.rules(direction)) {
                const Meant isMeant = meant(rule.peers, peer, nullptr);
                if (isMeant == Meant::No)
                    continue;
                const bool isSure = policy.unsure.empty() && rule.unsure.empty() && isMeant == Meant::Yes;
                if (!isSure && rule.action == Action::Allow)
                    continue;
                const PortSet hit = open.common(portsOf(rule, to));
                if (rule.action != Action::Allow)
                    (rule.action == Action::Deny ? denied : passed).add(hit);
                if (isSure)
                    open.remove(hit);
            }
        }
        if (isIsolating || mayIsolate)
            denied.add(open);
        if (isIsolating)
            open = PortSet();
        open.add(passed);
    }
    PortSet allowed = PortSet::all();
    allowed.remove(denied);
    return allowed;
}

}  // namespace portolan
