// SPDX-License-Identifier: GPL-3.0-or-later
#include "canvas/legendbar.h"

#include <QEvent>
#include <QPainter>
#include <cmath>

namespace portolan {

namespace {

constexpr int fromLeft = 20, fromBottom = 16;

}  // namespace

LegendBar::LegendBar(QWidget *parent) : QWidget(parent), m_theme(themeNamed(u"light"_qs))
{
    setAttribute(Qt::WA_TransparentForMouseEvents);
    setAccessibleName(tr("Legend"));
    parent->installEventFilter(this);
    hide();
}

void LegendBar::setChart(const LayoutPtr &layout)
{
    m_layout = layout;
    compose();
}

void LegendBar::setTheme(const Theme &theme)
{
    m_theme = theme;
    update();
}

void LegendBar::compose()
{
    if (!m_layout)
        return hide();
    m_scene = legendScene(m_layout, static_cast<float>(parentWidget()->width() - 2 * fromLeft));
    QString words;
    for (const LegendEntry &entry : legendOf(*m_layout))
        words += QString::fromUtf8(entry.text.data(), static_cast<qsizetype>(entry.text.size())) + u", "_qs;
    setAccessibleDescription(words.chopped(words.isEmpty() ? 0 : 2));
    const int width = static_cast<int>(std::ceil(m_scene.bounds.width));
    const int height = static_cast<int>(std::ceil(m_scene.bounds.height));
    setGeometry(fromLeft, parentWidget()->height() - height - fromBottom, width, height);
    setVisible(width > 0);
    update();
}

void LegendBar::paintEvent(QPaintEvent *)
{
    const double ratio = devicePixelRatioF();
    QImage image = rasterize(m_scene, m_theme,
                             {ratio, static_cast<double>(m_scene.bounds.x), static_cast<double>(m_scene.bounds.y),
                              (QSizeF(size()) * ratio).toSize(), true});
    image.setDevicePixelRatio(ratio);
    QPainter(this).drawImage(QPointF(0, 0), image);
}

bool LegendBar::eventFilter(QObject *watched, QEvent *event)
{
    if (event->type() == QEvent::Resize)
        compose();
    return QWidget::eventFilter(watched, event);
}

}  // namespace portolan
