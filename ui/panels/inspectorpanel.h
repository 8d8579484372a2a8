// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>
#include <memory>
#include <optional>

#include "explain/explanation.h"
#include "render/theme.h"
#include "scene/signs.h"

namespace portolan {

/** Tells what is selected, then proves it: what it is, how it is, why we say so, where to go next, and the object as
 *  YAML. Everything is shown as plain text, whatever stands in it. */
class InspectorPanel : public QWidget {
    Q_OBJECT

public:
    explicit InspectorPanel(QWidget *parent = nullptr);
    ~InspectorPanel() override;

    QSize sizeHint() const override;

    void setTheme(const Theme &theme);

    using QWidget::show;
    /** `sign` is that of the kind (signOf); without one the state stands in its place. */
    void show(const Explanation &explanation, std::optional<Sign> sign = {});
    /** Nothing is selected: says what selecting does. */
    /** The same thing as it is now: nothing happens if it is as it was, or if nothing is shown. */
    void refresh(const Explanation &explanation, std::optional<Sign> sign);
    void clear();

    /** The YAML of what is shown, at this field: a JSON Pointer, or empty for its beginning. Does nothing if no object
     * describes what is shown. */
    void showYaml(const QString &pathToHighlight);
    /** Answers objectWanted(): another object than the one that is shown, until one goes back or something else is
     * selected. */
    void showObject(const QString &name, const std::string &yaml, const QString &pathToHighlight);

Q_SIGNALS:
    void vertexWanted(QString id);  ///< a link was followed
    /** Evidence was clicked that stands in another object than the one whose YAML is here:
     * "EndpointSlice/shop/api-x7k2p" and a JSON Pointer. */
    void objectWanted(QString reference, QString path);
    void closeWanted();

private:
    struct Parts;
    std::unique_ptr<Parts> m;
};

}  // namespace portolan
