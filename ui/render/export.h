// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QSize>
#include <QSizeF>
#include <QString>
#include <string>

#include "base/result.h"
#include "layout/layout.h"
#include "render/theme.h"

namespace portolan {

enum class PictureFormat { Png, Svg, Pdf };
/** By the ending of a file's name. Errors: Usage. */
[[nodiscard]] Result<PictureFormat> pictureFormatOf(const QString &path);

struct PictureOptions {
    std::string title;     ///< empty: no title block
    std::string subtitle;  ///< lens, time, counts
    bool hasLegend = true;
    double scale =
        1;            ///< pixels of the picture for one of the chart; below 1, what is too small to read becomes counts
    QSize size;       ///< fit into this many pixels instead; the picture is exactly as large
    RectF part = {};  ///< only this part of the chart, without title and legend; empty: all
    bool isTransparent = false;
    QSizeF pageMillimetres;  ///< of a PDF; empty: a page as large as the picture
};

struct Picture {
    QByteArray bytes;
    QSize size;  ///< in pixels
};

/** The picture of a chart. Same input, same bytes, but for the date in a PDF. Needs a QGuiApplication, no screen.
 *  Errors: Usage, if an image would be too large to be of use (30,000 pixels a side, a gigabyte). */
[[nodiscard]] Result<Picture> makePicture(PictureFormat format, const LayoutPtr &layout, const Theme &theme,
                                          const PictureOptions &options);

/** The same into a file, in the format of its ending, written beside it and renamed into place. Errors: also Io. */
[[nodiscard]] Result<Picture> exportPicture(const QString &path, const LayoutPtr &layout, const Theme &theme,
                                            const PictureOptions &options);

}  // namespace portolan
