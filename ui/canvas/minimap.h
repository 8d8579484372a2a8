// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QPixmap>
#include <QPointer>
#include <QWidget>

#include "canvas/topologycanvas.h"

namespace portolan {

/** The whole chart in small, with a frame round what is in view; a click or a drag goes there. */
class Minimap : public QWidget {
    Q_OBJECT

public:
    explicit Minimap(TopologyCanvas *canvas, QWidget *parent = nullptr);

    void setTheme(const Theme &theme);

protected:
    void paintEvent(QPaintEvent *event) override;
    void mousePressEvent(QMouseEvent *event) override;
    void mouseMoveEvent(QMouseEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;

private:
    Viewport mapping() const;
    void drawChart();
    void drawItems(QPainter &painter) const;
    void goTo(QPointF at);

    QPointer<TopologyCanvas> m_canvas;
    Theme m_theme;
    LayoutPtr m_drawn;  ///< what m_picture shows
    QPixmap m_picture;
};

}  // namespace portolan
