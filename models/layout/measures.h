// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

namespace portolan::chart {

// The tokens of the chart. All are multiples of 4, heights of cards of 8, so that the middle of an edge is on the grid
// too and what stands at one height is joined by a straight line.
inline constexpr float margin = 24;
inline constexpr float padding = 12;        ///< inside a container
inline constexpr float headerHeight = 32;   ///< of a container
inline constexpr float headingHeight = 24;  ///< of a lane
inline constexpr float laneGap = 32;
inline constexpr float rowGap = 16;
inline constexpr float containerGap = 24;  ///< between containers that stand one below the other
inline constexpr float gutter = 32;        ///< between blocks that stand side by side

inline constexpr float cardHeight = 56;
inline constexpr float podCardHeight = 72;
inline constexpr float rolledUpWidth = 176;
inline constexpr float rolledUpHeight = 72;

inline constexpr float chipSize = 12;
inline constexpr float chipPitch = 16;
inline constexpr float chipInset = 36;  ///< under the name, not under the icon
inline constexpr float chipTop = 48;
inline constexpr unsigned chipsPerRow = 8;
inline constexpr unsigned mostChips = 48;

inline constexpr float curveReach = 144;  ///< a line that rises by more runs upright instead of bending through
inline constexpr float corner = 12;       ///< radius
inline constexpr float aspect = 1.6f;     ///< of a chart that fills a screen

}  // namespace portolan::chart
