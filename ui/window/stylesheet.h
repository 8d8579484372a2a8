// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QPalette>
#include <QString>

#include "render/theme.h"

namespace portolan {

/** How the frame's widgets look in a theme. Properties choose: `tab` for lens buttons, `quiet` for facts, `primary` for
 * the one button that matters, `heading` for small capitals over a group. */
[[nodiscard]] QString styleSheetOf(const Theme &theme);
[[nodiscard]] QPalette paletteOf(const Theme &theme);

}  // namespace portolan
