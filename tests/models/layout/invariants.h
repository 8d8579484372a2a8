// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QStringList>

#include "layout/layout.h"

namespace portolan::test {

/** What is wrong with a layout, in sentences; empty if every invariant holds. */
QStringList faultsOf(const Layout &layout, const LayoutWish &wish);

/** One line per item that is no chip: its place and id, from left to right, then from top to bottom. */
QStringList placesOf(const Layout &layout);

}  // namespace portolan::test
