// SPDX-License-Identifier: GPL-3.0-or-later
#include "dialogs/plugindialog.h"

#include <QDialogButtonBox>
#include <QLabel>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QVBoxLayout>

namespace portolan {

namespace {

QLabel *plain(const QString &text, QWidget *parent)
{
    auto *label = new QLabel(text, parent);
    label->setTextFormat(Qt::PlainText);
    label->setWordWrap(true);
    label->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
    return label;
}

QPlainTextEdit *box(const QString &text, const QString &name, QWidget *parent)
{
    auto *edit = new QPlainTextEdit(text, parent);
    edit->setReadOnly(true);
    edit->setAccessibleName(name);
    edit->setFixedHeight(text.count(u'\n') > 2 ? 110 : 64);
    edit->setStyleSheet(u"font-family: \"JetBrains Mono\"; font-size: 12px;"_qs);
    return edit;
}

}  // namespace

PluginDialog::PluginDialog(const PluginWords &words, QWidget *parent) : QDialog(parent)
{
    setWindowTitle(tr("Run a program to sign in?"));
    setMinimumWidth(560);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(24, 20, 24, 16);
    column->setSpacing(10);
    column->addWidget(
        plain(tr("To sign in to %1, the kubeconfig asks for this program to be run with your rights. Allow "
                 "it if you know it.")
                  .arg(words.context),
              this));
    column->addWidget(box(words.command, tr("Command"), this));
    if (!words.environment.isEmpty()) {
        column->addWidget(plain(tr("With these environment variables:"), this));
        column->addWidget(box(words.environment, tr("Environment"), this));
    }
    column->addWidget(plain(tr("Named in %1").arg(words.file), this));
    column->addSpacing(6);
    auto *buttons = new QDialogButtonBox(this);
    QPushButton *refuse = buttons->addButton(tr("Don't run"), QDialogButtonBox::RejectRole);
    QPushButton *always = buttons->addButton(tr("Always allow this command"), QDialogButtonBox::AcceptRole);
    QPushButton *once = buttons->addButton(tr("Allow once"), QDialogButtonBox::AcceptRole);
    once->setObjectName(u"allowOnce"_qs);
    always->setObjectName(u"allowAlways"_qs);
    refuse->setDefault(true);
    refuse->setFocus();
    column->addWidget(buttons);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    connect(always, &QPushButton::clicked, this, [this] {
        Q_EMIT allowed(true);
        accept();
    });
    connect(once, &QPushButton::clicked, this, [this] {
        Q_EMIT allowed(false);
        accept();
    });
}

}  // namespace portolan
