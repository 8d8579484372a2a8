// SPDX-License-Identifier: GPL-3.0-or-later
#include "scene/drawing.h"
#include "scene/measures.h"
#include "scene/signs.h"
#include "scene/words.h"

namespace portolan {

namespace {

constexpr std::uint8_t softOpacity = 140;

/** What stands at the right of a container's heading: a machine's address, else counts. */
std::string headingFact(const Drawing &d, const LayoutItem &item)
{
    const Vertex *vertex = vertexOf(d.layout, item);
    if (vertex && !vertex->detail.empty())
        return std::string(vertex->detail);
    const Tally *tally = tallyOf(d.layout, item);
    return tally ? countsOf(*tally, 2) : std::string();
}

void drawHeading(Drawing &d, const LayoutItem &item)
{
    Pen &pen = d.pen;
    const bool isMachine = item.kind == ItemKind::Node;
    const float size = pen.textSize(isMachine ? measure::machineSize : measure::groupSize);
    const float pad = pen.atLeast(measure::containerPadding, 6), sign = pen.atLeast(measure::stateSign, 10);
    const float middle = item.rect.y + measure::containerHeader / 2 + (isMachine ? 1.f : 0.f);
    float left = item.rect.x + pad, right = item.rect.right() - pad;
    if (isMachine) {
        const float icon = pen.atLeast(measure::icon, 11);
        pen.icon({left, middle - icon / 2, icon, icon}, Icon::Machine, Role::Machine);
        left += icon + pen.atLeast(8, 4);
    }
    if (item.state != State::Fine) {
        pen.icon({right - sign, middle - sign / 2, sign, sign}, iconOf(item.state), roleOf(item.state));
        right -= sign + pen.px(6);
    }
    const float line = size * measure::nameLead, gap = pen.px(10);
    const std::string_view name = nameOf(d.layout, item);
    const std::string fact = headingFact(d, item);
    const float factSize = pen.textSize(measure::factSize);
    const float factWidth = (isMachine ? monoWidth(fact, factSize) : roughWidth(fact, factSize)) + pen.px(4);
    float nameWidth = right - left;
    if (!fact.empty() && factWidth + gap + std::min(roughWidth(name, size), pen.px(60)) <= nameWidth) {
        nameWidth -= factWidth + gap;
        pen.made({right - factWidth, middle - line / 2, factWidth, line}, fact,
                 {.font = isMachine ? Font::Mono : Font::Count,
                  .size = factSize,
                  .role = Role::Ink2,
                  .align = Align::Right});
    }
    pen.text({left, middle - line / 2, nameWidth, line}, name,
             {.font = isMachine ? Font::Name : Font::Group,
              .size = size,
              .role = isMachine ? Role::Ink : Role::Ink2,
              .elide = Elide::Middle});
}

/** A heading for a container that is large on screen while its heading is not: a label on its corner. */
RectF drawCornerLabel(Drawing &d, const LayoutItem &item)
{
    Pen &pen = d.pen;
    const std::string_view name = nameOf(d.layout, item);
    const float size = pen.px(pen.smallestText()), high = size * 1.6f, pad = pen.px(7);
    const float wide = std::min(roughWidth(name, size) + 2 * pad, item.rect.width - pen.px(8));
    if (wide < pen.px(40) || item.rect.height < 3 * high)
        return {};
    const RectF label{item.rect.x + pen.px(4), item.rect.y + pen.px(3), wide, high};
    pen.on(Scene::Over);
    pen.box(label, {.fill = Role::Panel, .stroke = Role::Line, .radius = high / 2, .hidesBelow = true});
    pen.text({label.x + pad, label.y, wide - 2 * pad, high}, name,
             {.font = Font::Group, .size = size, .elide = Elide::Middle, .align = Align::Center});
    return label;
}

/** Name and counts of a container that is closed, as far as there is room; true if even the name has none. */
bool drawClosedWords(Drawing &d, const LayoutItem &item, const RectF &area)
{
    const Tally *tally = tallyOf(d.layout, item);
    const Sign sign = signOf(d.layout, item);
    const WordSlots slots = slotsIn(d.pen, area, nameOf(d.layout, item), tally != nullptr, item.state == State::Fine);
    if (!slots.hasName && tally)
        return true;  // how its pods are says more than what kind of thing it is
    if (slots.hasIcon)
        d.pen.icon(slots.icon, sign.icon, sign.role);
    if (!slots.hasName)
        return !slots.hasIcon;
    d.pen.text(slots.name, nameOf(d.layout, item), {.size = slots.nameSize, .elide = Elide::Middle});
    if (slots.hasSign)
        d.pen.icon(slots.sign, iconOf(item.state), roleOf(item.state));
    if (slots.hasFact) {
        std::string counts;
        for (std::size_t parts = 3; parts > 0; --parts) {
            counts = countsOf(*tally, parts);
            if (roughWidth(counts, slots.factSize) * 0.92f <= slots.fact.width)
                break;
        }
        d.pen.made(slots.fact, counts, {.font = Font::Fact, .size = slots.factSize, .role = Role::Ink2});
    }
    return false;
}

}  // namespace

bool isClosedAtThisZoom(const Drawing &d, const LayoutItem &container)
{
    if (container.kind == ItemKind::Root || container.childCount == 0)
        return false;
    const RectF &child = d.item(container.firstChild).rect;
    const float width = child.width * d.pen.scale(), height = child.height * d.pen.scale();
    if (d.item(container.firstChild).kind == ItemKind::Chip)
        return width < measure::tinyItem;
    if (std::min(width, height) < measure::tinyItem + 1)
        return true;
    const bool isNameable = width >= measure::namedWidth && height >= measure::namedHeight;
    return !isNameable && container.rect.width * d.pen.scale() < measure::statusWidth &&
           container.rect.height * d.pen.scale() < measure::statusHeight;
}

void drawClosedContainer(Drawing &d, ItemIndex index)
{
    const LayoutItem &item = d.item(index);
    const RectF &r = item.rect;
    Pen &pen = d.pen;
    d.about(index);
    pen.on(Scene::Cards);
    const float radius = pen.atLeast(item.isRolledUp ? measure::cardRadius : measure::containerRadius, 3);
    drawRing(d, index, radius);
    const Tally *tally = tallyOf(d.layout, item);
    const float side = std::min(r.width, r.height);
    if (side < pen.px(measure::tinyItem)) {
        pen.box(r,
                {.fill = item.state == State::Fine ? signOf(d.layout, item).role : roleOf(item.state), .opacity = 200});
        return;
    }
    if (item.isRolledUp && side > pen.px(24)) {  // the edge of a second card below says that there is more in it
        const float off = pen.atLeast(3, 2);
        pen.box({r.x + off, r.y + off, r.width, r.height},
                {.fill = Role::Soft, .stroke = Role::Line, .radius = radius, .hidesBelow = true});
    }
    pen.box(r, {.fill = item.isRolledUp ? Role::Panel : Role::Soft,
                .stroke = Role::Line,
                .radius = radius,
                .hidesBelow = true});
    const float inset = pen.atLeast(10, 5), thick = pen.atLeast(8, 4);
    const bool hasRoom = r.height >= pen.px(28) && r.width >= pen.px(measure::namedWidth);
    RectF words = r;
    if (tally && hasRoom)
        words.height -= thick + inset;
    const bool isBare = drawClosedWords(d, item, words);
    if (!tally)
        return;
    if (hasRoom)
        drawStateBar(d, {r.x + inset, r.bottom() - thick - inset * 0.8f, r.width - 2 * inset, thick}, *tally);
    else if (isBare || side < pen.px(measure::iconItem))
        drawStateBar(d, grown(r, -side / 4), *tally);
    else if (item.state != State::Fine)
        pen.box({r.right() - pen.px(5), r.y, pen.px(5), pen.px(5)}, {.fill = roleOf(item.state), .radius = pen.px(1)});
}

RectF drawOpenContainer(Drawing &d, ItemIndex index)
{
    const LayoutItem &item = d.item(index);
    const bool isMachine = item.kind == ItemKind::Node;
    d.about(index);
    d.pen.on(Scene::Containers);
    drawRing(d, index, measure::containerRadius);
    d.pen.box(item.rect, {.fill = Role::Soft,
                          .stroke = isMachine ? Role::Line : Role::None,
                          .radius = measure::containerRadius,
                          .opacity = isMachine ? std::uint8_t(255) : softOpacity});
    if (measure::containerHeader >= d.pen.textSize(measure::groupSize) * 1.25f) {
        drawHeading(d, item);
        return {};
    }
    return drawCornerLabel(d, item);
}

}  // namespace portolan
