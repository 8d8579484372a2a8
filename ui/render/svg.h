// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <string>

#include "render/theme.h"
#include "scene/scene.h"

namespace portolan {

struct SvgOptions {
    double scale = 1;  ///< pixels of width and height for one of the scene
    bool isTransparent = false;
    std::string title;  ///< what a screen reader calls the picture
};

/** The scene as SVG: text as text, an id and a title for each item, colours in one style sheet. Names may hold
 * anything; the result is well-formed XML. Same input, same bytes. Needs a QGuiApplication to measure what has to be
 * elided. Cost: linear; P8. Many lines become one path for each role, since QSvgGenerator's element for each would be
 * five times the bytes. */
[[nodiscard]] QByteArray writeSvg(const Scene &scene, const Theme &theme, const SvgOptions &options = {});

/** An id that XML, CSS and URLs take as it is; different texts give different ids. */
[[nodiscard]] std::string xmlId(std::string_view text);

}  // namespace portolan
