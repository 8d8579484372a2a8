// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>

#include "render/raster.h"
#include "render/theme.h"
#include "scene/scene.h"

namespace portolan {

/** What the lines and chips on the chart mean: those that are on it and nothing else. Lies over the lower left corner
 * of its parent, which it never fills. */
class LegendBar : public QWidget {
    Q_OBJECT

public:
    explicit LegendBar(QWidget *parent);

    void setChart(const LayoutPtr &layout);
    void setTheme(const Theme &theme);

protected:
    void paintEvent(QPaintEvent *event) override;
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    void compose();

    LayoutPtr m_layout;
    Theme m_theme;
    Scene m_scene;
};

}  // namespace portolan
