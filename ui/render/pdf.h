// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QSizeF>
#include <string>

#include "render/theme.h"
#include "scene/scene.h"

namespace portolan {

struct PdfOptions {
    QSizeF pageMillimetres;  ///< empty: a page as large as the picture
    bool isTransparent = false;
    std::string title;
};

/** The scene as one page of vectors and text. Needs a QGuiApplication. */
[[nodiscard]] QByteArray writePdf(const Scene &scene, const Theme &theme, const PdfOptions &options = {});

}  // namespace portolan
