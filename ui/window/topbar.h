// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QButtonGroup>
#include <QLabel>
#include <QLineEdit>
#include <QMenu>
#include <QPushButton>
#include <QToolButton>
#include <QWidget>

#include "render/theme.h"

namespace portolan {

/** The bar above: the cluster and its menu, what to look at, search, export. Decides nothing. */
class TopBar : public QWidget {
    Q_OBJECT

public:
    enum class Tab { Components, Traffic, Machines, Policy, Table, Numbers, Findings };

    explicit TopBar(QWidget *parent = nullptr);

    void setTheme(const Theme &theme);
    void setCluster(const QString &name);  ///< empty: none is open
    void setTab(Tab tab);
    Tab tab() const;
    /** "3 of 12" beside the search; nothing is searched for if the text is empty. */
    void setHits(int current, int count);
    QMenu *clusterMenu() const { return m_menu; }
    QLineEdit *search() const { return m_search; }

Q_SIGNALS:
    void tabChosen(portolan::TopBar::Tab tab);
    void searched(const QString &text);
    void nextHitWanted(bool isBackwards);
    void exportWanted();

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;
    void paintEvent(QPaintEvent *event) override;

private:
    QToolButton *addTab(const QString &text, Tab tab);
    void addSearch();

    Theme m_theme;
    QMenu *m_menu;
    QPushButton *m_cluster;
    QButtonGroup *m_tabs;
    QLineEdit *m_search;
    QLabel *m_hits;
    QPushButton *m_export;
};

}  // namespace portolan
