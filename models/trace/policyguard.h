// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "policy/policy.h"
#include "trace/guard.h"

namespace portolan::trace {

/** The policies of a snapshot, as far as somebody is there to enforce them. */
class PolicyGuard : public Guard {
public:
    explicit PolicyGuard(const Ground &ground);
    [[nodiscard]] Ruling egress(const Pod &from, const Pod *to, const TracePacket &packet) const override;
    [[nodiscard]] Ruling ingress(const Pod *from, const Pod &to, const TracePacket &packet) const override;
    [[nodiscard]] bool isDenialTold() const override { return m_isDenialTold; }

private:
    enum class Enforcement : std::uint8_t { Sure, Nobody, NotKnown };
    PolicyVerdict verdict(const Pod *from, const Pod *to, const TracePacket &packet) const;
    Ruling rulingOf(const SideVerdict &side, const PolicyVerdict &verdict, bool isIngress) const;

    Policies m_policies;
    Enforcement m_enforcement = Enforcement::NotKnown;
    bool m_isDenialTold = false;  ///< K3s' controller refuses with ICMP; others drop
};

}  // namespace portolan::trace
