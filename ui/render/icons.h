// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QPainterPath>
#include <optional>
#include <vector>

#include "scene/scene.h"

namespace portolan {

inline constexpr std::size_t iconCount = static_cast<std::size_t>(Icon::StateUnknown) + 1;
inline constexpr double iconSide = 16;  ///< of the square in which icons are drawn

/** One path of an icon, in the colour of its role. */
struct IconPath {
    QByteArray data;  ///< as in the file: absolute M, L, C and Z
    QPainterPath path;
    double strokeWidth = 0;  ///< 0: filled
    bool isEvenOdd = false;
};
using IconShape = std::vector<IconPath>;

/** The shape of an icon, read once from resources/icons. */
[[nodiscard]] const IconShape &shapeOf(Icon icon);
[[nodiscard]] QLatin1String name(Icon icon);

/** Reads path data of absolute M, L, C and Z; nothing else is in our files. */
[[nodiscard]] std::optional<QPainterPath> readPath(QByteArrayView data);

}  // namespace portolan
