// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>

#include "kube/linkstate.h"

namespace portolan {

/** A few words for a status line: "live", "reading pods, services · 12,000 objects · 3.1 MB", "stale". */
[[nodiscard]] std::string linkLine(const LinkState &state);

/** What happened, since when, and what to do, while nothing new arrives; empty while all is well. `timeText` is the
 * moment of LinkState::since as the reader's clock shows it. */
[[nodiscard]] std::string linkSentence(const LinkState &state, const std::string &timeText);

}  // namespace portolan
