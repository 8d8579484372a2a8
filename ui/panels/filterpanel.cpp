// SPDX-License-Identifier: GPL-3.0-or-later
#include "panels/filterpanel.h"

namespace portolan {

struct FilterPanel::Parts {};

FilterPanel::FilterPanel(QWidget *parent) : QWidget(parent), m(std::make_unique<Parts>()) {}
FilterPanel::~FilterPanel() = default;

void FilterPanel::setTheme(const Theme &) {}

void FilterPanel::show(const GraphPtr &) {}
void FilterPanel::setFilter(const Filter &) {}
Filter FilterPanel::filter() const
{
    return {};
}
void FilterPanel::reset() {}

}  // namespace portolan
