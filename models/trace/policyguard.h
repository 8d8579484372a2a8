// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "trace/guard.h"

namespace portolan::trace {

class PolicyGuard : public Guard {
public:
    explicit PolicyGuard(const Ground &ground) : m_ground(ground) {}
    [[nodiscard]] Ruling egress(const Pod &, const Pod *, const TracePacket &) const override { return {}; }
    [[nodiscard]] Ruling ingress(const Pod *, const Pod &, const TracePacket &) const override { return {}; }
    [[nodiscard]] bool isDenialTold() const override { return true; }

private:
    const Ground &m_ground;
};

}  // namespace portolan::trace
