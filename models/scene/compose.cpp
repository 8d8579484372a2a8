// SPDX-License-Identifier: GPL-3.0-or-later
#include "scene/drawing.h"
#include "scene/measures.h"
#include "scene/scene.h"

namespace portolan {

namespace {

void drawChildren(Drawing &d, const LayoutItem &item, const RectF &label);

/** Draws an item and what it holds, if it is in view. `label` is taken by the parent's name. */
void drawItem(Drawing &d, ItemIndex index, const RectF &label)
{
    const LayoutItem &item = d.item(index);
    if (!item.rect.intersects(d.part))
        return;
    if (item.kind == ItemKind::Root) {
        drawComponentsGround(d);
        drawLaneHeadings(d);
        drawChildren(d, item, {});
    } else if (item.kind == ItemKind::Topic) {
        drawTopic(d, index);
    } else if (item.kind == ItemKind::Band) {
        drawBand(d, index);
        drawChildren(d, item, {});
    } else if (item.kind == ItemKind::Pill) {
        drawPill(d, index);
    } else if (item.kind == ItemKind::Chip) {
        drawChipOf(d, index);
    } else if (item.kind == ItemKind::Card || item.kind == ItemKind::Addresses) {
        d.pen.on(Scene::Cards);
        drawCard(d, index, label.width > 0 && label.intersects(item.rect));
    } else if (item.isRolledUp || isClosedAtThisZoom(d, item)) {
        d.closed[index] = 1;
        drawClosedContainer(d, index);
    } else {
        drawChildren(d, item, drawOpenContainer(d, index));
    }
}

void drawChildren(Drawing &d, const LayoutItem &item, const RectF &label)
{
    if (item.firstChild == none)
        return;
    for (ItemIndex i = item.firstChild; i < item.firstChild + item.childCount; ++i)
        drawItem(d, i, label);
}

bool isEmpty(const RectF &r)
{
    return r.width <= 0 || r.height <= 0;
}

}  // namespace

Scene composeScene(LayoutPtr layout, const Detail &detail, const Emphasis &emphasis)
{
    Scene scene;
    scene.scale = static_cast<float>(detail.scale > 0 ? detail.scale : 1);
    scene.layout = std::move(layout);
    if (!scene.layout || scene.layout->items.empty())
        return scene;
    scene.bounds = scene.layout->bounds;
    const Lit lit(*scene.layout, emphasis);
    Pen pen(scene, detail);
    Drawing d{*scene.layout, detail, lit, pen, {}, {}};
    d.part = grown(isEmpty(detail.part) ? scene.bounds : detail.part, pen.px(12) + 12);
    d.closed.assign(scene.layout->items.size(), 0);
    drawItem(d, 0, {});
    drawLines(d);
    drawTunnelLabels(d);
    drawPortLabels(d);
    drawBadges(d, emphasis.badges);
    return scene;
}

}  // namespace portolan
