// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>
#include <memory>

#include "render/theme.h"
#include "topology/graph.h"

namespace portolan {

/** Everything that is on the chart as rows: the objects, and the connections between them. */
class TablePanel : public QWidget {
    Q_OBJECT

public:
    explicit TablePanel(QWidget *parent = nullptr);
    ~TablePanel() override;

    void setTheme(const Theme &theme);

    using QWidget::show;
    /** Cost: does not depend on how many there are, but for sorting and filtering what is sorted and filtered. */
    void show(const GraphPtr &graph);
    /** Makes this the current row of the objects, if it is among them; says nothing by vertexSelected(). */
    void select(const QString &id);

Q_SIGNALS:
    void vertexSelected(QString id);
    void vertexActivated(QString id);             ///< Enter, or a double click
    void edgeSelected(portolan::EdgeIndex edge);  ///< index in the graph; the current row of the connections

private:
    struct Parts;
    std::unique_ptr<Parts> m;
};

}  // namespace portolan
