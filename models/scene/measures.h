// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

namespace portolan::measure {

// Lengths of the chart, in pixels at scale 1.
inline constexpr float cardRadius = 8;
inline constexpr float containerRadius = 12;
inline constexpr float chipRadius = 3;
inline constexpr float containerHeader = 32;
inline constexpr float containerPadding = 12;
inline constexpr float roleBar = 3;
inline constexpr float icon = 16;
inline constexpr float stateSign = 13;
inline constexpr float lineWidth = 1.5f;
inline constexpr float tunnelWidth = 3;
inline constexpr float nameSize = 13;
inline constexpr float factSize = 11;
inline constexpr float groupSize = 11.5f;
inline constexpr float machineSize = 13;

// Heights of a line of text, for one pixel of its size.
inline constexpr float nameLead = 1.46f;
inline constexpr float factLead = 1.36f;

// Limits in pixels of the view, below which something else is drawn instead.
inline constexpr float tinyItem = 4;      ///< is merged into its parent's bar
inline constexpr float iconItem = 11;     ///< shows its icon
inline constexpr float namedHeight = 15;  ///< shows its name
inline constexpr float namedWidth = 44;
inline constexpr float factWidth = 72;     ///< shows its fact as well
inline constexpr float statusWidth = 280;  ///< a container up to this size closes rather than show nameless children
inline constexpr float statusHeight = 190;
inline constexpr float chipWithSign = 7;   ///< a chip shows more than a colour
inline constexpr double arrowScale = 0.4;  ///< lines have heads

}  // namespace portolan::measure
