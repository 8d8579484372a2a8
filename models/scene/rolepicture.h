// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "overview/picture.h"
#include "scene/scene.h"

namespace portolan {

/** A role's picture as a drawing of this width, at scale 1; without a layout, so nothing in it can be pointed at. Its
 *  bounds are empty if there is nothing to draw. */
[[nodiscard]] Scene sceneOf(const RolePicture &picture, float width);

}  // namespace portolan
