// SPDX-License-Identifier: GPL-3.0-or-later
#include "trace/policyguard.h"

#include <algorithm>

#include "trace/translation.h"

namespace portolan::trace {

PolicyGuard::PolicyGuard(const Ground &ground) : m_policies(ground.graph().snapshot)
{
    const Roles &roles = ground.roles();
    const Component *enforcer = roles.filling(NetworkRole::NetworkPolicy);
    const bool isUnknown = std::ranges::any_of(
        roles.unknown, [](const UnknownRole &unknown) { return unknown.role == NetworkRole::NetworkPolicy; });
    m_enforcement = enforcer ? Enforcement::Sure : isUnknown ? Enforcement::NotKnown : Enforcement::Nobody;
    m_isDenialTold = enforcer && enforcer->name == "kube-router-netpol";
}

PolicyVerdict PolicyGuard::verdict(const Pod *from, const Pod *to, const TracePacket &packet) const
{
    PolicyQuery query;
    query.from = from ? PolicyEnd{from, nullptr, {}} : PolicyEnd{nullptr, nullptr, packet.src};
    query.to = to ? PolicyEnd{to, nullptr, {}} : PolicyEnd{nullptr, nullptr, packet.dst};
    query.protocol = protocolOf(packet.protocol);
    query.port = packet.dport;
    query.isTranslated = true;  // what goes straight to itself never leaves the pod
    return m_policies.check(query);
}

Ruling PolicyGuard::rulingOf(const SideVerdict &side, const PolicyVerdict &verdict, bool isIngress) const
{
    Ruling ruling;
    ruling.isIngress = isIngress;
    if (side.allowed == Allowed::Yes)
        return ruling;
    ruling.policies = side.policies;
    if (m_enforcement == Enforcement::Nobody) {
        ruling.caveats.emplace_back(
            "A NetworkPolicy denies this packet, but nothing here enforces policies: it has no effect.");
        return ruling;
    }
    const bool isSure = side.allowed == Allowed::No && m_enforcement == Enforcement::Sure;
    ruling.kind = isSure ? Ruling::Kind::Denied : Ruling::Kind::NotKnown;
    if (side.allowed == Allowed::Unknown)
        ruling.caveats = verdict.caveats;
    else if (!isSure)
        ruling.caveats.emplace_back("Policies deny this packet; whether anything enforces them is not known.");
    return ruling;
}

Ruling PolicyGuard::egress(const Pod &from, const Pod *to, const TracePacket &packet) const
{
    const PolicyVerdict both = verdict(&from, to, packet);
    return rulingOf(both.egress, both, false);
}

Ruling PolicyGuard::ingress(const Pod *from, const Pod &to, const TracePacket &packet) const
{
    const PolicyVerdict both = verdict(from, &to, packet);
    return rulingOf(both.ingress, both, true);
}

}  // namespace portolan::trace
