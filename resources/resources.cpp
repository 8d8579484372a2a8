// SPDX-License-Identifier: GPL-3.0-or-later
// A library needs a source; everything else in it is made from the files beside this one.
#include <QtGlobal>
