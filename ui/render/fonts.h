// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QFont>

#include "scene/scene.h"

namespace portolan {

/** The face of a role at a size in pixels, from the fonts that the program carries; registers them on the first call.
 */
[[nodiscard]] QFont fontOf(Font role, double pixelSize);
/** The same at the size of looks.md. */
[[nodiscard]] QFont fontOf(Font role);

/** The font file of a role, as it lies in the program. */
[[nodiscard]] QByteArray fontData(Font role);

/** Weight from 100 to 900. */
[[nodiscard]] int weightOf(Font role);
[[nodiscard]] bool isMono(Font role);
/** For `font-family` in CSS: the face and what may stand in for it. */
[[nodiscard]] QLatin1String familiesOf(Font role);

/** Height of capitals for one pixel of size: text is centred on it. Both faces have the same. */
inline constexpr double capHeight = 0.728;

}  // namespace portolan
