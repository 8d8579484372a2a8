// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <span>
#include <vector>

#include "layout/layout.h"

namespace portolan::chart {

/** Appends the way along `corners` as a start and cubic Bézier triples; right angles become round ones. Corners that
 *  lie on a straight line are left out. */
void appendRounded(std::vector<PointF> &points, std::span<const PointF> corners);

/** Appends a gentle curve that leaves and enters level. */
void appendCurve(std::vector<PointF> &points, PointF from, PointF to);

}  // namespace portolan::chart
