// SPDX-License-Identifier: GPL-3.0-or-later
#include "panels/problemsbar.h"

namespace portolan {

struct ProblemsBar::Parts {};

ProblemsBar::ProblemsBar(QWidget *parent) : QWidget(parent), m(std::make_unique<Parts>()) {}
ProblemsBar::~ProblemsBar() = default;

void ProblemsBar::setTheme(const Theme &) {}

void ProblemsBar::show(const std::vector<Problem> &, const std::vector<Skipped> &, const std::vector<Gap> &) {}

}  // namespace portolan
