// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

namespace portolan {

/** An embedded cluster, as the welcome page and the menu offer it. */
struct SampleOffer {
    QString name;  ///< as --sample takes it
    QString title;
    QString sentence;
};

}  // namespace portolan
