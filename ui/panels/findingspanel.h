// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>
#include <memory>

#include "findings/finding.h"
#include "render/theme.h"

namespace portolan {

/** What is wrong in the cluster, the worst first: each finding with its objects, what follows and what to do. */
class FindingsPanel : public QWidget {
    Q_OBJECT

public:
    explicit FindingsPanel(QWidget *parent = nullptr);
    ~FindingsPanel() override;

    void setTheme(const Theme &theme);
    using QWidget::show;
    void show(std::vector<Finding> findings);
    /** Nothing is known yet. */
    void showPending();
    QString text() const;

Q_SIGNALS:
    void objectChosen(QString reference);                  ///< of the row that is current
    void evidenceWanted(QString reference, QString path);  ///< Enter or a double click

private:
    struct Parts;
    std::unique_ptr<Parts> m;
};

}  // namespace portolan
