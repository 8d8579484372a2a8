// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <vector>

#include "panels/sampleoffer.h"

namespace portolan {

/** The embedded clusters, as the welcome page and the menu name them. */
[[nodiscard]] std::vector<SampleOffer> sampleOffers();

}  // namespace portolan
