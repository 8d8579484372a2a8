// SPDX-License-Identifier: GPL-3.0-or-later
#include "panels/welcomepage.h"

namespace portolan {

struct WelcomePage::Parts {};

WelcomePage::WelcomePage(QWidget *parent) : QWidget(parent), m(std::make_unique<Parts>()) {}
WelcomePage::~WelcomePage() = default;

void WelcomePage::setTheme(const Theme &) {}

void WelcomePage::setSamples(const std::vector<SampleOffer> &) {}
void WelcomePage::setRecent(const QStringList &) {}
void WelcomePage::showFailure(const QString &) {}
void WelcomePage::clearFailure() {}

}  // namespace portolan
