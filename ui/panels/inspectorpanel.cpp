// SPDX-License-Identifier: GPL-3.0-or-later
#include "panels/inspectorpanel.h"

namespace portolan {

struct InspectorPanel::Parts {};

InspectorPanel::InspectorPanel(QWidget *parent) : QWidget(parent), m(std::make_unique<Parts>()) {}
InspectorPanel::~InspectorPanel() = default;

void InspectorPanel::setTheme(const Theme &) {}

void InspectorPanel::show(const Explanation &, std::optional<Sign>) {}
void InspectorPanel::clear() {}
void InspectorPanel::showYaml(const QString &) {}
void InspectorPanel::showObject(const QString &, const std::string &, const QString &) {}

}  // namespace portolan
