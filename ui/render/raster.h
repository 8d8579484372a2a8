// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QImage>
#include <QRect>
#include <QSize>
#include <memory>

#include "render/theme.h"
#include "scene/scene.h"

namespace portolan {

/** Which part of a scene an image shows, and how large. */
struct View {
    double scale = 1;     ///< pixels of the image for one of the scene: the zoom times the screen's device pixel ratio
    double x = 0, y = 0;  ///< the point of the scene in the upper left corner
    QSize size;           ///< of the image
    bool isTransparent = false;  ///< no paper below the scene
};

/** Paints scenes into images. Keeps what it can use again in the next frame; for one thread. Needs a QGuiApplication.
 */
class RasterPainter {
public:
    RasterPainter();
    ~RasterPainter();

    /** Paints the part `clip` of the image (all, if it is null), paper first. The image is of a 32-bit premultiplied or
     * opaque format. */
    void paint(QImage &image, const Scene &scene, const Theme &theme, const View &view, const QRect &clip = {});

private:
    struct Frame;
    struct Kept;
    void paintBoxes(const Frame &frame, const SceneLayer &layer);
    void paintLines(const Frame &frame, const SceneLayer &layer);
    void paintIcons(const Frame &frame, const SceneLayer &layer);
    void paintTexts(const Frame &frame, const SceneLayer &layer);

    std::unique_ptr<Kept> m_kept;
};

[[nodiscard]] QImage rasterize(const Scene &scene, const Theme &theme, const View &view);

}  // namespace portolan
