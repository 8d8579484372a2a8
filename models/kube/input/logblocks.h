// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <optional>
#include <string>

#include "kube/input/padded.h"

namespace portolan {

/** A log whose end is not in the text. */
struct OpenLog {
    std::size_t at = 0;  ///< where its marker begins
    std::string of;      ///< "container web of pod shop/web-0"
};

/** Makes blanks of the logs that `kubectl cluster-info dump` puts between the documents of one stream, and of their
 *  markers; the ends of lines stay, so that places are still told right. A log ends with the marker of the same
 *  container, also where the log's last line has no end of its own; one that never ends goes up to the end of the text.
 *  Cost: linear. Source: kubectl, pkg/cmd/clusterinfo/clusterinfo_dump.go. */
[[nodiscard]] std::optional<OpenLog> blankLogs(PaddedText &text);

}  // namespace portolan
