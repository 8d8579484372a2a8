// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "scene/lit.h"
#include "scene/pen.h"

namespace portolan {

/** What the parts of composeScene share: the chart, how much of it, what stands out, and the pen. */
struct Drawing {
    const Layout &layout;
    const Detail &detail;
    const Lit &lit;
    Pen &pen;
    RectF part;  ///< what is in view, and a little around it
    std::vector<std::uint8_t>
        closed;  ///< per item: a container that shows counts at this zoom instead of what it holds

    const LayoutItem &item(ItemIndex i) const { return layout.items[i]; }
    bool isLit(ItemIndex i) const { return lit.item(i); }
    void about(ItemIndex i) { pen.about({Subject::Kind::Item, i}, Lit::opacity(lit.item(i))); }
};

// The parts of the picture, each in its file.
void drawCard(Drawing &d, ItemIndex index, bool isNameless = false);
/** A pod as a chip, with its ring. */
void drawChipOf(Drawing &d, ItemIndex index);
/** A container as one card with name, counts and states: rolled up by the layout, or closed at this zoom. */
void drawClosedContainer(Drawing &d, ItemIndex index);
/** The box and the heading of a container that shows what it holds; gives the room its label takes from the children.
 */
RectF drawOpenContainer(Drawing &d, ItemIndex index);
[[nodiscard]] bool isClosedAtThisZoom(const Drawing &d, const LayoutItem &container);
void drawLines(Drawing &d);
void drawTunnelLabels(Drawing &d);
void drawLaneHeadings(Drawing &d);
void drawBadges(Drawing &d, const std::vector<Badge> &badges);

// The parts of the Policy lens.
/** Bars at the sides of a card that are isolated: whom it lets in at its left, whom it calls at its right. */
void drawGates(Drawing &d, const RectF &card, const AccessEnd &end);
/** The ports at the far ends of the lines that stand out. */
void drawPortLabels(Drawing &d);

// The parts of the Components lens.
void drawComponentsGround(Drawing &d);
void drawTopic(Drawing &d, ItemIndex index);
void drawBand(Drawing &d, ItemIndex index);
void drawPill(Drawing &d, ItemIndex index);

/** Rings round what is selected, found or has the focus. */
void drawRing(Drawing &d, ItemIndex index, float radius);
/** A bar whose segments say how many are how; along the longer side of `rect`. */
void drawStateBar(Drawing &d, const RectF &rect, const Tally &tally);
void drawChip(Pen &pen, const RectF &rect, State state, bool isPlanned);

}  // namespace portolan
