// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "headless.h"

namespace portolan {

/** `portolan kubeconfig`: opens no socket and starts nothing. */
[[nodiscard]] Exit runKubeconfig(const Request &request);

/** `portolan endpoints`: which endpoints a Service uses, on which node. */
[[nodiscard]] Exit runEndpoints(const Request &request, const ReadOutcome &outcome);
/** `portolan endpoints --test-vectors -`: chooses among the endpoints of each line; reads no cluster. */
[[nodiscard]] Exit answerTestVectors();

/** `portolan trace`: the packet's way from --from to --to. */
[[nodiscard]] Exit runTrace(const Request &request, const ReadOutcome &outcome);

/** `portolan check`: whether the policies allow this pair, and why. */
[[nodiscard]] Exit runCheck(const Request &request, const ReadOutcome &outcome);
/** `portolan reach`: who may talk to whom under the policies. */
[[nodiscard]] Exit runReach(const Request &request, const ReadOutcome &outcome);

/** `portolan route`: which backend answers this request at the front door. */
[[nodiscard]] Exit runRoute(const Request &request, const ReadOutcome &outcome);

/** `portolan lint`: what is wrong; exits with 1 where --fail-on asks for it. */
[[nodiscard]] Exit runLint(const Request &request, const ReadOutcome &outcome);

}  // namespace portolan
