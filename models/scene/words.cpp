// SPDX-License-Identifier: GPL-3.0-or-later
#include "scene/words.h"

#include <algorithm>

#include "scene/measures.h"

namespace portolan {

namespace {

/** About the width of a letter in a semibold sans, for one pixel of its size. */
float letterWidth(char c)
{
    if (std::string_view("ijl.,:;'|!").find(c) != std::string_view::npos)
        return 0.3f;
    if (std::string_view("frt1-()[]/ ").find(c) != std::string_view::npos)
        return 0.42f;
    if (std::string_view("mwMW@%").find(c) != std::string_view::npos)
        return 0.9f;
    return c >= 'A' && c <= 'Z' ? 0.72f : 0.62f;
}

/** The other bytes of a letter in UTF-8 add nothing to its width. */
bool isLetterStart(char c)
{
    return (static_cast<unsigned char>(c) & 0xC0u) != 0x80u;
}

void placeLoneIcon(WordSlots &slots, const Pen &pen, const RectF &area)
{
    const float room = std::min(area.width, area.height) - pen.px(3);
    const float side = std::min(pen.atLeast(measure::icon, 9), room);
    slots.hasIcon = room >= pen.px(measure::iconItem - 3);
    slots.icon = {area.center().x - side / 2, area.center().y - side / 2, side, side};
}

/** Heights: the name, and below it the fact, a little above the middle of the card. */
void placeLines(WordSlots &slots, const RectF &area)
{
    const float nameLine = slots.nameSize * measure::nameLead;
    const float factLine = slots.hasFact ? slots.factSize * measure::factLead : 0;
    const float top = std::max(area.y, area.y + (area.height - nameLine - factLine) / 2 - (slots.hasFact ? 1.f : 0.f));
    slots.name.y = top;
    slots.name.height = nameLine;
    slots.fact.y = top + nameLine;
    slots.fact.height = factLine;
}

}  // namespace

WordSlots slotsIn(const Pen &pen, const RectF &area, std::string_view name, bool wantsFact, bool isFine)
{
    WordSlots slots;
    slots.nameSize = pen.textSize(measure::nameSize);
    slots.factSize = pen.textSize(measure::factSize);
    slots.hasName = area.height >= slots.nameSize * 1.25f && area.width >= pen.px(measure::namedWidth);
    if (!slots.hasName) {
        placeLoneIcon(slots, pen, area);
        return slots;
    }
    const float lines = slots.nameSize * measure::nameLead + slots.factSize * measure::factLead;
    slots.hasFact = wantsFact && area.height >= lines + pen.px(2) && area.width >= pen.px(measure::factWidth);
    placeLines(slots, area);

    const float pad = pen.atLeast(12, 6), gap = pen.atLeast(8, 4), edge = pen.atLeast(8, 5);
    const float icon = std::min(pen.atLeast(measure::icon, 12), slots.name.height);
    const float sign = std::min(pen.atLeast(measure::stateSign, 10), slots.name.height);
    const float middle = slots.name.y + slots.name.height / 2;
    const float roomWithIcon = area.width - pad - icon - gap - edge, wanted = roughWidth(name, slots.nameSize);
    // Letters tell more than the icon, where there is only room for a few of them.
    const float roomForName = roomWithIcon - (isFine ? 0 : sign + pen.px(4));
    const bool isCutByIcon = wanted > roomForName && roomWithIcon < pen.px(90);
    slots.hasIcon = roomWithIcon >= pen.px(38) && !isCutByIcon;
    const float left = slots.hasIcon ? area.x + pad + icon + gap : area.x + pad;
    float right = area.right() - edge;
    const float room = right - left, roomWithSign = room - sign - pen.px(4);
    // Small cards have no room for ticks; what is wrong is always said.
    slots.hasSign = isFine ? area.width >= pen.px(112) : roomWithSign >= pen.px(16);
    slots.icon = {area.x + pad, middle - icon / 2, icon, icon};
    slots.sign = {right - sign, middle - sign / 2, sign, sign};
    slots.fact.x = left;
    slots.fact.width = right + edge / 2 - left;
    if (slots.hasSign)
        right = slots.sign.x - pen.px(4);
    slots.name.x = left;
    slots.name.width = right - left;
    return slots;
}

float roughWidth(std::string_view text, float size)
{
    float width = 0;
    for (const char c : text) {
        if (isLetterStart(c))
            width += letterWidth(c);
    }
    return width * size;
}

float monoWidth(std::string_view text, float size)
{
    return static_cast<float>(std::count_if(text.begin(), text.end(), isLetterStart)) * 0.62f * size;
}

}  // namespace portolan
