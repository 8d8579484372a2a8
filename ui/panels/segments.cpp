// SPDX-License-Identifier: GPL-3.0-or-later
#include "panels/segments.h"

#include <QHBoxLayout>

namespace portolan {

Segments::Segments(const QStringList &names, QWidget *parent) : QFrame(parent)
{
    setProperty("segments", true);
    setSizePolicy(QSizePolicy::Maximum, QSizePolicy::Fixed);
    auto *row = new QHBoxLayout(this);
    row->setContentsMargins(2, 2, 2, 2);
    row->setSpacing(2);
    for (const QString &name : names) {
        auto *button = new QPushButton(name, this);
        button->setProperty("segment", true);
        button->setCheckable(true);
        m_group.addButton(button, static_cast<int>(m_group.buttons().size()));
        row->addWidget(button);
    }
    setCurrent(0);
    connect(&m_group, &QButtonGroup::idClicked, this, &Segments::chosen);
}

}  // namespace portolan
