// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QStringList>

#include "scene/scene.h"

namespace portolan::test {

/** A scene as text, a primitive a line: what tests compare. */
[[nodiscard]] QStringList print(const Scene &scene);
[[nodiscard]] QString textOf(const Scene &scene, const SceneText &text);

}  // namespace portolan::test
