// SPDX-License-Identifier: GPL-3.0-or-later
#include "render/export.h"

#include <QBuffer>
#include <QFileInfo>
#include <QImageWriter>
#include <QSaveFile>
#include <cmath>

#include "render/pdf.h"
#include "render/raster.h"
#include "render/svg.h"

namespace portolan {

namespace {

constexpr int mostSide = 30000;
constexpr double mostBytes = 1024.0 * 1024 * 1024;

bool isEmpty(const RectF &r)
{
    return r.width <= 0 || r.height <= 0;
}

/** The scene as it will be seen at `scale`. Above 1 it is drawn larger, not in more detail. */
Scene sceneAt(const LayoutPtr &layout, const PictureOptions &options, double scale)
{
    Scene scene = composeScene(layout, {.scale = std::min(1.0, scale), .part = options.part});
    if (!isEmpty(options.part)) {
        scene.bounds = options.part;
        return scene;
    }
    return framed(std::move(scene), {options.title, options.subtitle, options.hasLegend});
}

double fitting(const RectF &bounds, const QSize &size)
{
    return std::min(size.width() / std::max(1.0, static_cast<double>(bounds.width)),
                    size.height() / std::max(1.0, static_cast<double>(bounds.height)));
}

/** The scale at which the chart fits into a size. Title and legend don't shrink with the chart, so it takes a few
 * rounds. */
double scaleFor(const LayoutPtr &layout, const PictureOptions &options)
{
    if (options.size.isEmpty())
        return std::clamp(options.scale, 1e-4, 100.0);
    double scale = 1;
    for (int round = 0; round < 6; ++round) {
        const RectF bounds = sceneAt(layout, options, scale).bounds;
        const double next = std::clamp(fitting(bounds, options.size), 1e-4, 100.0);
        if (std::abs(next - scale) < 1e-3 * scale)
            break;
        scale = next;
    }
    return std::min(scale, fitting(sceneAt(layout, options, scale).bounds, options.size));
}

QSize sizeOf(const RectF &bounds, double scale)
{
    const auto whole = [scale](float v) {
        return static_cast<int>(std::clamp(std::ceil(static_cast<double>(v) * scale - 1e-3), 1.0, 1e9));
    };
    return {whole(bounds.width), whole(bounds.height)};
}

Error tooLarge(const QSize &size)
{
    return {Error::Kind::Usage,
            std::to_string(size.width()) + " x " + std::to_string(size.height()) +
                " pixels are too large for an image (at most " + std::to_string(mostSide) +
                " a side and one gigabyte); a smaller scale, a size, or SVG would do",
            ""};
}

/** The picture in the middle of an image of this size. */
View viewOf(const RectF &bounds, double scale, const QSize &size, bool isTransparent)
{
    View view;
    view.scale = scale;
    view.x = static_cast<double>(bounds.x) - (size.width() / scale - static_cast<double>(bounds.width)) / 2;
    view.y = static_cast<double>(bounds.y) - (size.height() / scale - static_cast<double>(bounds.height)) / 2;
    view.size = size;
    view.isTransparent = isTransparent;
    return view;
}

Result<QByteArray> png(const Scene &scene, const Theme &theme, const View &view)
{
    const QSize &size = view.size;
    if (size.width() > mostSide || size.height() > mostSide || 4.0 * size.width() * size.height() > mostBytes)
        return tooLarge(size);
    QImage image(size, view.isTransparent ? QImage::Format_ARGB32_Premultiplied : QImage::Format_RGB32);
    if (image.isNull())
        return tooLarge(size);
    RasterPainter().paint(image, scene, theme, view);
    QByteArray bytes;
    QBuffer buffer(&bytes);
    QImageWriter writer(&buffer, "png");
    if (!writer.write(image))
        return Error{Error::Kind::Io, writer.errorString().toStdString(), ""};
    return bytes;
}

/** A scene without room round it to be as large as `size`. */
void widen(RectF &bounds, double scale, const QSize &size)
{
    const auto width = static_cast<float>(size.width() / scale), height = static_cast<float>(size.height() / scale);
    bounds = {bounds.x - (width - bounds.width) / 2, bounds.y - (height - bounds.height) / 2, width, height};
}

}  // namespace

Result<PictureFormat> pictureFormatOf(const QString &path)
{
    const QString ending = QFileInfo(path).suffix().toLower();
    if (ending == u"png")
        return PictureFormat::Png;
    if (ending == u"svg")
        return PictureFormat::Svg;
    if (ending == u"pdf")
        return PictureFormat::Pdf;
    return Error{Error::Kind::Usage, "a picture's name ends in .png, .svg or .pdf", path.toStdString()};
}

Result<Picture> makePicture(PictureFormat format, const LayoutPtr &layout, const Theme &theme,
                            const PictureOptions &options)
{
    if (!layout)
        return Error{Error::Kind::Usage, "there is no chart to draw", ""};
    const double scale = scaleFor(layout, options);
    Scene scene = sceneAt(layout, options, scale);
    Picture picture;
    picture.size = options.size.isEmpty() ? sizeOf(scene.bounds, scale) : options.size;
    if (format == PictureFormat::Png) {
        auto bytes = png(scene, theme, viewOf(scene.bounds, scale, picture.size, options.isTransparent));
        if (!bytes)
            return bytes.error();
        picture.bytes = std::move(bytes).value();
        return picture;
    }
    widen(scene.bounds, scale, picture.size);
    const std::string name = options.title.empty() ? std::string(portolan::name(layout->lens)) : options.title;
    picture.bytes = format == PictureFormat::Svg
                        ? writeSvg(scene, theme, {scale, options.isTransparent, name})
                        : writePdf(scene, theme, {options.pageMillimetres, options.isTransparent, name});
    return picture;
}

Result<Picture> exportPicture(const QString &path, const LayoutPtr &layout, const Theme &theme,
                              const PictureOptions &options)
{
    const auto format = pictureFormatOf(path);
    if (!format)
        return format.error();
    auto picture = makePicture(format.value(), layout, theme, options);
    if (!picture)
        return picture;
    QSaveFile file(path);
    const QByteArray &bytes = picture.value().bytes;
    if (!file.open(QIODevice::WriteOnly) || file.write(bytes) != bytes.size() || !file.commit())
        return Error{Error::Kind::Io, file.errorString().toStdString(), path.toStdString()};
    return picture;
}

}  // namespace portolan
