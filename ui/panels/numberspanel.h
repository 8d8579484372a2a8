// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>
#include <memory>

#include "render/theme.h"
#include "topology/graph.h"

namespace portolan {

/** The cluster in bars: pods per node against what a node takes, how endpoints are, Services by type, pods by
 * namespace, addresses in use. A bar leads to the object behind it. The charts are made when the first graph is shown.
 */
class NumbersPanel : public QWidget {
    Q_OBJECT

public:
    explicit NumbersPanel(QWidget *parent = nullptr);
    ~NumbersPanel() override;

    void setTheme(const Theme &theme);

    using QWidget::show;
    /** Cost: linear in pods and endpoints; at most 30 bars a chart are drawn. */
    void show(const GraphPtr &graph);
    /** The whole page as PNG or SVG, by the ending; false if it could not be written. */
    [[nodiscard]] bool savePicture(const QString &path);

Q_SIGNALS:
    void vertexSelected(QString id);
    void tableWanted();  ///< there is more than the bars show

protected:
    void contextMenuEvent(QContextMenuEvent *event) override;

private:
    struct Parts;
    std::unique_ptr<Parts> m;
};

}  // namespace portolan
