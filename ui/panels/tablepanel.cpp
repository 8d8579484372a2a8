// SPDX-License-Identifier: GPL-3.0-or-later
#include "panels/tablepanel.h"

namespace portolan {

struct TablePanel::Parts {};

TablePanel::TablePanel(QWidget *parent) : QWidget(parent), m(std::make_unique<Parts>()) {}
TablePanel::~TablePanel() = default;

void TablePanel::setTheme(const Theme &) {}

void TablePanel::show(const GraphPtr &) {}
void TablePanel::select(const QString &) {}

}  // namespace portolan
