// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "kube/read.h"
#include "request.h"
#include "topology/graph.h"

namespace portolan {

/** The exit codes of contracts, section 1. There are no others. */
enum class Exit : int { AllRead = 0, Asked = 1, WithProblems = 2, NothingUsable = 3, BadUsage = 4 };

/** Runs one command without a window: result on standard output or in a file, messages on standard error. */
[[nodiscard]] Exit runHeadless(const Request &request);

/** Writes the result of a command to standard output: `exit`, or NothingUsable if it could not be written. */
[[nodiscard]] Exit printed(std::string_view text, Exit exit);
/** Of two exits the one that says more: that something is wrong before that all is well. */
[[nodiscard]] Exit worse(Exit a, Exit b);

/** What reading came to, as an exit code. */
[[nodiscard]] Exit exitFor(const ReadOutcome &outcome);

/** The documents of the commands, one JSON document each. */
[[nodiscard]] std::string inventoryJson(const ReadOutcome &outcome);
[[nodiscard]] std::string inventoryTable(const ReadOutcome &outcome);
[[nodiscard]] std::string detectJson(const Roles &roles, const ReadOutcome &outcome);
[[nodiscard]] std::string detectTable(const Roles &roles);
/** Table, json, nftables, ufw or firewalld. */
[[nodiscard]] std::string portsAs(const QString &format, const TopologyGraph &graph, const ReadOutcome &outcome);

}  // namespace portolan
