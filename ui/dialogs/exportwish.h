// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

#include "layout/layout.h"
#include "render/export.h"

namespace portolan {

/** What the user wants in a file, by its ending: a picture, as exportPicture() takes it, or the graph behind it, of
 * which only the path and the layout's graph count. */
struct ExportWish {
    QString path;
    LayoutPtr layout;
    Theme theme;
    PictureOptions options;  ///< without title and subtitle: who opened the cluster knows them
    bool hasTitle = true;
};

}  // namespace portolan
