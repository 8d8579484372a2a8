// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>
#include <memory>

#include "render/theme.h"
#include "topology/filter.h"

namespace portolan {

/** What to leave out of the chart: namespaces, kinds and states to tick, and a label selector. */
class FilterPanel : public QWidget {
    Q_OBJECT

public:
    explicit FilterPanel(QWidget *parent = nullptr);
    ~FilterPanel() override;

    QSize sizeHint() const override;

    void setTheme(const Theme &theme);

    using QWidget::show;
    /** What there is to tick. The filter stays; what it hides and is not in this graph is shown as absent. */
    void show(const GraphPtr &graph);

    /** Says nothing by filterChanged(). The words of a label selector that was not written here are not known. */
    void setFilter(const Filter &filter);
    Filter filter() const;
    /** Leaves nothing out, and says so. */
    void reset();

Q_SIGNALS:
    void filterChanged(portolan::Filter filter);

private:
    struct Parts;
    std::unique_ptr<Parts> m;
};

}  // namespace portolan
