// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "layout/layout.h"

namespace portolan::chart {

[[nodiscard]] LayoutPtr layOutTraffic(GraphPtr graph, const LayoutWish &wish, const Layout *previous,
                                      std::stop_token stop);
[[nodiscard]] LayoutPtr layOutMachines(GraphPtr graph, const LayoutWish &wish, const Layout *previous,
                                       std::stop_token stop);
[[nodiscard]] LayoutPtr layOutComponents(GraphPtr graph, const LayoutWish &wish, const Layout *previous,
                                         std::stop_token stop);

[[nodiscard]] LayoutPtr layOutPolicy(GraphPtr graph, const LayoutWish &wish, const Layout *previous,
                                     std::stop_token stop);

}  // namespace portolan::chart
