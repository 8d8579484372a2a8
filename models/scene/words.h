// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "scene/pen.h"

namespace portolan {

/** Where icon, name, fact and state sign stand in a card; which of them there is room for. */
struct WordSlots {
    RectF icon, name, fact, sign;
    float nameSize = 13, factSize = 11;
    bool hasIcon = false, hasName = false, hasFact = false, hasSign = false;
};

/** Divides the upper part of a card. At least the icon is there if `area` has room for it; a name comes before a fact,
 * and the sign of a state that is not fine before the last letters of the name. */
[[nodiscard]] WordSlots slotsIn(const Pen &pen, const RectF &area, std::string_view name, bool wantsFact, bool isFine);

/** About how wide a text is; the true width is known to the back ends alone. */
[[nodiscard]] float roughWidth(std::string_view text, float size);
[[nodiscard]] float monoWidth(std::string_view text, float size);  ///< the same in the mono face

}  // namespace portolan
