// SPDX-License-Identifier: GPL-3.0-or-later
// How many findings stand at what is on the chart.
#include <map>

#include "scene/drawing.h"
#include "scene/measures.h"
#include "scene/signs.h"
#include "scene/words.h"

namespace portolan {

namespace {

/** What an item is shown by: the card of a chip, the outermost closed container round it. */
ItemIndex shownBy(const Drawing &d, ItemIndex item)
{
    ItemIndex shown = d.item(item).kind == ItemKind::Chip ? d.item(item).parent : item;
    for (ItemIndex i = shown; i != none; i = d.item(i).parent) {
        if (d.closed[i])
            shown = i;
    }
    return shown;
}

void drawBadge(Drawing &d, ItemIndex index, const Badge &badge)
{
    Pen &pen = d.pen;
    const RectF &card = d.item(index).rect;
    const std::string text = badge.count > 99 ? "99+" : std::to_string(badge.count);
    const float size = pen.textSize(measure::factSize), height = size * measure::nameLead;
    const float width = std::max(height, roughWidth(text, size) + pen.px(10));
    const RectF place{card.right() - width * 0.7f, card.y - height * 0.45f, width, height};
    if (!place.intersects(d.part) || height > card.height)
        return;
    d.about(index);
    pen.box(grown(place, pen.px(1.5f)), {.fill = Role::Paper, .radius = height / 2 + pen.px(1.5f), .hidesBelow = true});
    pen.box(place, {.fill = roleOf(badge.level), .radius = height / 2, .hidesBelow = true});
    pen.made(place, text,
             {.font = Font::Count, .size = size, .role = Role::Paper, .elide = Elide::Never, .align = Align::Center});
}

}  // namespace

void drawBadges(Drawing &d, const std::vector<Badge> &badges)
{
    std::map<ItemIndex, Badge> shown;
    for (ItemIndex i = 1; i < std::min(badges.size(), d.layout.items.size()); ++i) {
        if (badges[i].count == 0)
            continue;
        Badge &badge = shown[shownBy(d, i)];
        badge.count += badges[i].count;
        badge.level = worst(badge.level, badges[i].level);
    }
    d.pen.on(Scene::Over);
    for (const auto &[item, badge] : shown)
        drawBadge(d, item, badge);
}

}  // namespace portolan
