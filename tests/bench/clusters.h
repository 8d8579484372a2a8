// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>

#include "bench.h"
#include "topology/graph.h"

namespace portolan::bench {

/** The generated cluster of one size, or null where it was not generated. The last one is kept: XL takes a while. */
[[nodiscard]] SnapshotPtr clusterOf(const Setting &setting, const std::string &size);

/** The same cluster with one pod more: another one of the workload in the middle of the list. */
[[nodiscard]] SnapshotPtr withOnePodMore(const ClusterSnapshot &before);

/** Its graph, kept likewise. */
[[nodiscard]] GraphPtr graphOf(const Setting &setting, const std::string &size);

}  // namespace portolan::bench
