// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>
#include <memory>
#include <set>

#include "panel/rolepanel.h"
#include "render/theme.h"
#include "scene/rolepicture.h"

namespace portolan {

/** What a role's panel shows beside its texts. */
struct RoleShown {
    RolePanel panel;
    RolePicture picture;
    QString problem;                         ///< what is wrong with what fills it; empty if nothing is
    QString supposition;                     ///< "Supposed: Cilium instead of Flannel"; empty: it is as it is
    std::vector<PanelSection> consequences;  ///< of the supposition: title, and the objects as sentences
    std::vector<PanelPort> ports;            ///< of the topic "ports": who must reach whom
    std::vector<std::string> supposable;     ///< components that one can suppose here
};

/** The panel of a role: what it is for, what fills it and how sure that is, how it works here, what could stand in its
 *  place. One text to read, select, copy, enlarge and print; everything from a cluster is plain text in it. */
class RoleView : public QWidget {
    Q_OBJECT

public:
    explicit RoleView(QWidget *parent = nullptr);
    ~RoleView() override;

    void setTheme(const Theme &theme);
    /** Shows a role; the place in the text stays where the role does. */
    void show(const RoleShown &shown);
    using QWidget::show;
    void setDepth(Depth depth);
    /** The text as one reads it. */
    QString text() const;

Q_SIGNALS:
    void depthChosen(portolan::Depth depth);
    void evidenceWanted(QString reference, QString path);
    void roleWanted(QString topic);
    void portsWanted(QString format);  ///< as text for the clipboard: "table", "nftables", "ufw", "firewalld"
    void supposed(QString component);
    void realityWanted();
    void closeWanted();

private:
    struct Parts;
    std::unique_ptr<Parts> m;
};

}  // namespace portolan
