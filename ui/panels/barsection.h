// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>
#include <vector>

#include "render/theme.h"

class QChartView;

namespace portolan {

/** One bar: what it is of, what is said of it, where it leads, and its parts from left to right. */
struct BarRow {
    QString label;
    QString tip;
    QString id;  ///< of the vertex that it leads to; empty: none
    std::vector<double> amounts;
};
/** What a part of the bars is. */
struct BarPart {
    QString name;
    Role role = Role::Accent;
};

/** A chart of level bars with its title, its legend and a name beside each bar. The names are buttons, so that the keys
 *  reach every bar. */
class BarSection : public QWidget {
    Q_OBJECT

public:
    BarSection(const QString &title, const std::vector<BarPart> &parts, std::vector<BarRow> rows, const Theme &theme,
               QWidget *parent);

Q_SIGNALS:
    void chosen(QString id);

private:
    void addTitle(const QString &title, const std::vector<BarPart> &parts);
    QWidget *names();
    QChartView *bars(const std::vector<BarPart> &parts);
    void choose(std::size_t row);

    const Theme m_theme;
    const std::vector<BarRow> m_rows;
};

}  // namespace portolan
