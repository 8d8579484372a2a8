// SPDX-License-Identifier: GPL-3.0-or-later
#include "scene/drawing.h"
#include "scene/measures.h"
#include "scene/signs.h"
#include "scene/words.h"

namespace portolan {

namespace {

/** The room that a card's chips take, if it has any. */
RectF chipsOf(const Drawing &d, const LayoutItem &card)
{
    if (card.firstChild == none || card.childCount == 0)
        return {};
    RectF all = d.item(card.firstChild).rect;
    for (ItemIndex i = card.firstChild + 1; i < card.firstChild + card.childCount; ++i) {
        const RectF &r = d.item(i).rect;
        const float right = std::max(all.right(), r.right()), bottom = std::max(all.bottom(), r.bottom());
        all.x = std::min(all.x, r.x);
        all.y = std::min(all.y, r.y);
        all.width = right - all.x;
        all.height = bottom - all.y;
    }
    return all;
}

Tally countChips(const Drawing &d, const LayoutItem &card)
{
    Tally tally;
    std::uint32_t *const counts[] = {&tally.fine, &tally.unknown, &tally.warning, &tally.failing};
    for (ItemIndex i = card.firstChild; i < card.firstChild + card.childCount; ++i)
        ++*counts[static_cast<std::size_t>(d.item(i).state)];
    return tally;
}

bool isNotThereYet(const Drawing &d, const LayoutItem &item)
{
    const Vertex *vertex = vertexOf(d.layout, item);
    return vertex && (vertex->isPlanned || vertex->isSupposed);
}

/** Addresses are set in the mono face where cards are wide: "10.42.1.5", "10.42.0.0/24". */
bool isAddress(std::string_view text)
{
    return !text.empty() && text.find_first_not_of("0123456789abcdef.:/[]") == text.npos &&
           text.find_first_of(".:") != text.npos;
}

void drawChips(Drawing &d, const LayoutItem &card, const RectF &chips)
{
    const float side = d.item(card.firstChild).rect.width;
    if (side < d.pen.px(measure::tinyItem)) {
        if (chips.height >= d.pen.px(2)) {
            const float thick = std::min(chips.height, d.pen.px(6));
            drawStateBar(d, {chips.x, chips.y, chips.width, thick}, countChips(d, card));
        }
        return;
    }
    for (ItemIndex i = card.firstChild; i < card.firstChild + card.childCount; ++i) {
        drawChipOf(d, i);
    }
}

void drawRoleBar(Drawing &d, const RectF &card, Role role)
{
    const float inset = std::min(measure::cardRadius, card.height / 4);
    const float width = std::min(d.pen.atLeast(measure::roleBar, 2), card.width / 3);
    d.pen.box({card.x, card.y + inset, width, card.height - 2 * inset}, {.fill = role, .radius = width / 2});
}

/** A card too small for its icon: its role's colour, and a corner in the colour of its state. */
void drawBlock(Drawing &d, const LayoutItem &card)
{
    Sign sign = signOf(d.layout, card);
    if (const AccessEnd *end = accessEndOf(d.layout, card); end && !end->isOpen())
        sign.role = Role::Policy;
    const float side = std::min(card.rect.width, card.rect.height);
    const bool isFine = card.state == State::Fine;
    if (side < d.pen.px(measure::tinyItem)) {
        d.pen.box(card.rect, {.fill = isFine ? sign.role : roleOf(card.state), .opacity = 200});
        return;
    }
    d.pen.box(card.rect, {.fill = sign.role, .radius = side / 4, .opacity = 170});
    if (!isFine) {
        const float corner = std::max(side * 0.5f, d.pen.px(3));
        d.pen.box({card.rect.right() - corner, card.rect.y, corner, corner},
                  {.fill = roleOf(card.state), .radius = corner / 4});
    }
}

void drawFact(Drawing &d, const LayoutItem &card, const WordSlots &slots)
{
    if (const AccessEnd *end = accessEndOf(d.layout, card)) {
        d.pen.text(slots.fact, isolationText(*end),
                   {.font = Font::Fact, .size = slots.factSize, .role = end->isOpen() ? Role::Ink2 : Role::Policy});
        return;
    }
    const Vertex *vertex = vertexOf(d.layout, card);
    const bool isMono = vertex && d.layout.lens == Lens::Machines && isAddress(vertex->detail);
    if (vertex)
        d.pen.text(slots.fact, vertex->detail,
                   {.font = isMono ? Font::Mono : Font::Fact, .size = slots.factSize, .role = Role::Ink2});
}

void drawWords(Drawing &d, const LayoutItem &card, const RectF &area)
{
    const Vertex *vertex = vertexOf(d.layout, card);
    const Sign sign = signOf(d.layout, card);
    const bool hasFact = accessEndOf(d.layout, card) || (vertex && !vertex->detail.empty());
    const WordSlots slots = slotsIn(d.pen, area, nameOf(d.layout, card), hasFact, card.state == State::Fine);
    if (slots.hasIcon)
        d.pen.icon(slots.icon, sign.icon, sign.role);
    if (slots.hasName)
        d.pen.text(slots.name, nameOf(d.layout, card), {.size = slots.nameSize, .elide = Elide::Middle});
    if (slots.hasFact)
        drawFact(d, card, slots);
    if (slots.hasSign && card.kind != ItemKind::Addresses)
        d.pen.icon(slots.sign, iconOf(card.state), roleOf(card.state));
}

}  // namespace

void drawChipOf(Drawing &d, ItemIndex index)
{
    const LayoutItem &chip = d.item(index);
    d.pen.on(Scene::Cards);
    d.about(index);
    drawRing(d, index, measure::chipRadius);
    drawChip(d.pen, chip.rect, chip.state, isNotThereYet(d, chip));
}

void drawRing(Drawing &d, ItemIndex index, float radius)
{
    const RectF &rect = d.item(index).rect;
    const bool isSelected = d.lit.isSelected(index);
    if (isSelected && d.lit.hasFocus()) {
        const float out = d.pen.atLeast(8, 6);
        d.pen.box(grown(rect, out), {.stroke = Role::Accent, .radius = radius + out, .isDashed = true});
    }
    if (isSelected || d.lit.isFound(index)) {
        const float out = d.pen.atLeast(4, 3);
        d.pen.box(grown(rect, out), {.fill = isSelected ? Role::AccentSoft : Role::None,
                                     .stroke = Role::Accent,
                                     .radius = radius + out,
                                     .strokeWidth = 2});
    }
}

void drawCard(Drawing &d, ItemIndex index, bool isNameless)
{
    const LayoutItem &card = d.item(index);
    const RectF &rect = card.rect;
    d.about(index);
    drawRing(d, index, measure::cardRadius);
    if (std::min(rect.width, rect.height) < d.pen.px(measure::iconItem)) {
        drawBlock(d, card);
        return;
    }
    const Role role = signOf(d.layout, card).role;
    const bool isMarked = d.lit.isSelected(index) || d.lit.isHovered(index);
    d.pen.box(rect, {.fill = Role::Panel,
                     .stroke = isMarked                 ? role
                               : isNotThereYet(d, card) ? Role::Ink3
                                                        : Role::Line,
                     .radius = d.pen.atLeast(measure::cardRadius, 3),
                     .isDashed = isNotThereYet(d, card),
                     .hidesBelow = true});
    if (const AccessEnd *end = accessEndOf(d.layout, card))
        drawGates(d, rect, *end);
    else
        drawRoleBar(d, rect, role);
    const RectF chips = chipsOf(d, card);
    const Tally *tally = card.childCount == 0 && vertexOf(d.layout, card) ? tallyOf(d.layout, card) : nullptr;
    RectF words = rect;
    if (chips.width > 0)
        words.height = chips.y - rect.y;
    else if (tally)
        words.height = rect.height - d.pen.atLeast(16, 8);
    if (!isNameless)
        drawWords(d, card, words);
    if (chips.width > 0)
        drawChips(d, card, chips);
    else if (tally)
        drawStateBar(d,
                     {rect.x + d.pen.atLeast(36, 6), words.bottom(),
                      rect.width - d.pen.atLeast(36, 6) - d.pen.atLeast(12, 5), d.pen.atLeast(8, 4)},
                     *tally);
}

}  // namespace portolan
