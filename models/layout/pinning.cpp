// SPDX-License-Identifier: GPL-3.0-or-later
#include "layout/pinning.h"

namespace portolan::chart {

void pin(Chart &, const Pins &, const TopologyGraph &) {}

}  // namespace portolan::chart
