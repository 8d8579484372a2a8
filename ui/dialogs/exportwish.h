// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

#include "layout/layout.h"
#include "render/export.h"

namespace portolan {

/** A picture that the user wants in a file: what exportPicture() takes. */
struct ExportWish {
    QString path;
    LayoutPtr layout;
    Theme theme;
    PictureOptions options;  ///< without title and subtitle: who opened the cluster knows them
    bool hasTitle = true;
};

}  // namespace portolan
