// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/state.h"
#include "kube/pod.h"

namespace portolan::relations {

struct PodJudgement {
    State state = State::Unknown;
    std::string_view reason;  ///< as the API says it; empty if it is fine
};
[[nodiscard]] PodJudgement judge(const Pod &pod);

/** Its containers will not run again, so it is no endpoint and counts for no replica. */
[[nodiscard]] bool hasEnded(const Pod &pod);

}  // namespace portolan::relations
