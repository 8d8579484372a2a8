// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <string>

#include "kube/snapshot.h"

namespace portolan {

/** The snapshot as toJson() writes it, with names and addresses replaced, so that it can be shown to others.
 *
 *  Every word (letters and digits between anything else) that is no word of Kubernetes or of the components that
 *  Portolan knows becomes a made-up one, the same for the same word everywhere: "web-7d9f" and the label "web" stay as
 *  related as they were, and the chart keeps its shape. Words of digits alone stay. Addresses keep their first 8 bits,
 *  private IPv4 ones 16; two that shared a longer prefix share it still, so they stay in their CIDRs. Free text
 *  (messages, arguments, annotations of others) is left out.
 *
 *  `seed` decides on the words and addresses: who does not know it cannot turn them back, but somebody who knows the
 *  cluster may recognize it by its shape. Cost: linear in the text.
 */
[[nodiscard]] std::string toAnonymousJson(const ClusterSnapshot &snapshot, std::uint64_t seed);

}  // namespace portolan
