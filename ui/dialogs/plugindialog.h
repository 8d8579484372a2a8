// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QDialog>

namespace portolan {

/** What a credential plugin would run, as plain text. */
struct PluginWords {
    QString context;
    QString command;      ///< the whole line
    QString environment;  ///< "NAME=value" lines that are added; may be empty
    QString file;         ///< the kubeconfig that names it
};

/** Asks whether a program from a kubeconfig may run. It runs nothing. */
class PluginDialog : public QDialog {
    Q_OBJECT

public:
    explicit PluginDialog(const PluginWords &words, QWidget *parent = nullptr);

Q_SIGNALS:
    void allowed(bool isAlways);
};

}  // namespace portolan
