// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>

#include "scene/drawing.h"
#include "scene/measures.h"
#include "scene/signs.h"
#include "scene/words.h"

namespace portolan {

namespace {

constexpr float pad = 16;
constexpr float wordsLeft = 40;  ///< of a topic's card, beside its icon

const std::vector<OverviewTopic> &listOf(const Layout &layout, bool across)
{
    return across ? layout.overview->across : layout.overview->beside;
}

/** Lines of text one below the other, as many as there is room for. */
void drawLines(Pen &pen, RectF room, std::string_view title, std::string_view what, std::string_view fact)
{
    const float titleSize = pen.textSize(measure::nameSize), factSize = pen.textSize(measure::factSize);
    const float titleLine = titleSize * measure::nameLead, factLine = factSize * measure::factLead;
    const bool hasWhat = titleLine + factLine <= room.height;
    const bool hasFact = !fact.empty() && titleLine + 2 * factLine <= room.height;
    if (titleLine > room.height * 1.2f || room.width < pen.px(measure::namedWidth))
        return;
    float y = room.y + std::min(5.f, (room.height - titleLine) / 2);  // on the height of the icon
    pen.text({room.x, y, room.width - pen.px(20), titleLine}, title, {.size = titleSize, .elide = Elide::Middle});
    y += titleLine;
    for (const auto &[isThere, line] : {std::pair(hasWhat, what), std::pair(hasFact, fact)}) {
        if (!isThere)
            continue;
        pen.text({room.x, y, room.width, factLine}, line, {.font = Font::Fact, .size = factSize, .role = Role::Ink2});
        y += factLine;
    }
}

void drawBar(Pen &pen, const RectF &card, Role role)
{
    const float width = pen.atLeast(measure::roleBar, 2);
    pen.box({card.x, card.y + measure::cardRadius, width, card.height - 2 * measure::cardRadius},
            {.fill = role, .radius = width / 2});
}

/** From a topic to the next one on the way, with what is handed on. */
void drawHanding(Drawing &d, const LayoutItem &from, const OverviewTopic &topic, float gap)
{
    const float x = from.rect.x + wordsLeft - 16, top = from.rect.bottom(), bottom = top + gap;
    d.pen.segment({x, top + 2}, {x, bottom - 2},
                  {.role = Role::Ink3, .width = d.pen.atLeast(measure::lineWidth, 1), .hasArrow = true});
    const float size = d.pen.textSize(measure::factSize), line = size * measure::factLead;
    if (line < gap)
        d.pen.text({x + 12, top + (gap - line) / 2, from.rect.width - wordsLeft, line}, topic.handsOn,
                   {.font = Font::Fact, .size = size, .role = Role::Ink2});
}

/** The machines as columns behind the bands. */
void drawColumns(Drawing &d)
{
    float bottom = 0;
    for (const LayoutItem &item : d.layout.items) {
        if (item.kind == ItemKind::Band)
            bottom = std::max(bottom, item.rect.bottom() + 36);
    }
    const auto &columns = d.layout.overview->columns;
    std::size_t c = 0;
    for (ItemIndex i = 1; i < d.layout.items.size() && c < columns.size(); ++i) {
        const LayoutItem &item = d.item(i);
        const bool isHead = item.kind == ItemKind::NodeGroup ||
                            (item.vertex != none && item.vertex == columns[c].node && item.kind == ItemKind::Card);
        if (!isHead)
            continue;
        const RectF ground{item.rect.x, item.rect.y, item.rect.width, bottom - item.rect.y};
        d.pen.about({}, 255);
        d.pen.on(Scene::Containers);
        d.pen.box(ground, {.fill = Role::Soft, .stroke = Role::Line, .radius = measure::containerRadius});
        const float size = d.pen.textSize(measure::factSize), line = size * measure::factLead;
        if (!columns[c].pods.empty() && line < 28)
            d.pen.text({ground.x + pad, ground.bottom() - 8 - line, ground.width - 2 * pad, line}, columns[c].pods,
                       {.font = Font::Mono, .size = size, .role = Role::Ink2});
        ++c;
    }
}

/** Device and address in the band's column, as two lines in the mono face. */
void drawDevices(Drawing &d, const LayoutItem &band, const OverviewTopic &topic)
{
    const float size = d.pen.textSize(measure::factSize), line = size * measure::factLead;
    if (2 * line > band.rect.height)
        return;
    std::size_t c = 0;
    for (ItemIndex i = 1; i < d.layout.items.size() && c < topic.cells.size(); ++i) {
        const LayoutItem &head = d.item(i);
        if (head.vertex == none || head.vertex != d.layout.overview->columns[c].node || head.kind != ItemKind::Card)
            continue;
        const OverviewCell &cell = topic.cells[c++];
        const RectF slot{head.rect.x + 4, band.rect.y + 22 - line / 2, head.rect.width - 8, line};
        d.pen.text(slot, cell.device, {.font = Font::Mono, .size = size, .role = Role::Tunnel, .align = Align::Center});
        const bool hasDevice = !cell.device.empty();
        d.pen.text(
            {slot.x, hasDevice ? band.rect.y + 48 - line / 2 : band.rect.y + (band.rect.height - line) / 2, slot.width,
             line},
            cell.address,
            {.font = Font::Mono, .size = size, .role = Role::Ink2, .elide = Elide::Middle, .align = Align::Center});
    }
}

}  // namespace

const OverviewTopic *topicOf(const Layout &layout, const LayoutItem &item)
{
    if (!layout.overview || item.name == none)
        return nullptr;
    for (const bool across : {true, false}) {
        const auto &topics = listOf(layout, across);
        const auto found = std::ranges::find(topics, layout.names[item.name], &OverviewTopic::key);
        if (found != topics.end())
            return &*found;
    }
    return nullptr;
}

void drawTopic(Drawing &d, ItemIndex index)
{
    const LayoutItem &card = d.item(index);
    const OverviewTopic *topic = topicOf(d.layout, card);
    if (!topic)
        return;
    Pen &pen = d.pen;
    const Sign sign = signOf(d.layout, card);
    d.about(index);
    pen.on(Scene::Cards);
    drawRing(d, index, measure::cardRadius);
    pen.box(card.rect, {.fill = Role::Panel,
                        .stroke = topic->isSupposed ? sign.role : Role::Line,
                        .radius = measure::cardRadius,
                        .isDashed = topic->isSupposed,
                        .hidesBelow = true});
    drawBar(pen, card.rect, sign.role);
    const float icon = measure::icon;
    if (icon * pen.scale() >= measure::iconItem)
        pen.icon({card.rect.x + pad - 2, card.rect.y + 11, icon, icon}, sign.icon, sign.role);
    drawLines(pen, {card.rect.x + wordsLeft, card.rect.y + 4, card.rect.width - wordsLeft - 12, card.rect.height - 8},
              topic->title, topic->what, topic->fact);
    const float mark = pen.atLeast(measure::stateSign, 9);
    if (topic->hasState)
        pen.icon({card.rect.right() - mark - 10, card.rect.y + 12, mark, mark}, iconOf(topic->state),
                 roleOf(topic->state));
    if (!topic->handsOn.empty())
        drawHanding(d, card, *topic, 32);
}

void drawBand(Drawing &d, ItemIndex index)
{
    const LayoutItem &band = d.item(index);
    const OverviewTopic *topic = topicOf(d.layout, band);
    if (!topic)
        return;
    const Sign sign = signOf(d.layout, band);
    d.about(index);
    d.pen.on(Scene::Containers);
    drawRing(d, index, measure::cardRadius);
    d.pen.box(band.rect, {.fill = Role::Paper,
                          .stroke = sign.role,
                          .radius = measure::cardRadius,
                          .isDashed = topic->isSupposed || topic->cells.empty(),
                          .hidesBelow = true});
    const float middle = band.rect.y + band.rect.height / 2;
    d.pen.segment({band.rect.x - 24, middle}, {band.rect.x, middle},
                  {.role = sign.role, .width = d.pen.atLeast(measure::lineWidth, 1)});
    d.pen.on(Scene::Cards);
    if (topic->cells.empty()) {
        const float size = d.pen.textSize(measure::factSize), line = size * measure::factLead;
        d.pen.text({band.rect.x + pad, middle - line / 2, band.rect.width - 2 * pad, line},
                   topic->fact.empty() ? std::string_view("nothing of it on these machines") : topic->fact,
                   {.font = Font::Fact, .size = size, .role = Role::Ink2});
    } else {
        drawDevices(d, band, *topic);
    }
}

void drawPill(Drawing &d, ItemIndex index)
{
    const LayoutItem &pill = d.item(index);
    const Role role = signOf(d.layout, d.item(pill.parent)).role;
    d.about(pill.vertex == none ? pill.parent : index);
    d.pen.on(Scene::Cards);
    const float radius = pill.rect.height / 2;
    if (pill.vertex != none)
        drawRing(d, index, radius);
    d.pen.box(pill.rect, {.fill = Role::Panel, .stroke = Role::Line, .radius = radius, .hidesBelow = true});
    const float size = d.pen.textSize(measure::factSize), line = size * measure::factLead;
    if (line > pill.rect.height)
        return;
    float right = pill.rect.right() - 10;
    if (pill.state != State::Fine) {
        const float mark = d.pen.atLeast(11, 9);
        d.pen.icon({right - mark + 3, pill.rect.y + (pill.rect.height - mark) / 2, mark, mark}, iconOf(pill.state),
                   roleOf(pill.state));
        right -= mark;
    }
    d.pen.text({pill.rect.x + 10, pill.rect.y + (pill.rect.height - line) / 2, right - pill.rect.x - 10, line},
               d.layout.names[pill.name],
               {.font = Font::Fact, .size = size, .role = role, .elide = Elide::Middle, .align = Align::Center});
}

void drawComponentsGround(Drawing &d)
{
    if (d.layout.overview)
        drawColumns(d);
}

}  // namespace portolan
