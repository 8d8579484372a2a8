// SPDX-License-Identifier: GPL-3.0-or-later
#include <functional>

#include "scene/drawing.h"
#include "scene/measures.h"
#include "scene/signs.h"
#include "scene/words.h"

namespace portolan {

namespace {

// In pixels of the view.
constexpr float margin = 24;
constexpr float titleHeight = 28, subtitleHeight = 20, titleGap = 16;
constexpr float legendHeight = 30, legendGap = 20, legendPadding = 14, sampleWidth = 18, sampleGap = 7, entryGap = 18;

void include(RectF &all, const RectF &r)
{
    if (all.width <= 0 && all.height <= 0) {
        all = r;
        return;
    }
    const float right = std::max(all.right(), r.right()), bottom = std::max(all.bottom(), r.bottom());
    all.x = std::min(all.x, r.x);
    all.y = std::min(all.y, r.y);
    all.width = right - all.x;
    all.height = bottom - all.y;
}

/** What is on the chart, without the room that the layout leaves round it, so that title and legend line up with it. */
RectF contentOf(const Scene &scene)
{
    const Layout &layout = *scene.layout;
    RectF all;
    for (const SceneLayer &layer : {std::cref(scene.layers[Scene::Containers]), std::cref(scene.layers[Scene::Over])}) {
        for (const SceneBox &box : layer.boxes)
            include(all, box.rect);
        for (const SceneText &text : layer.texts)
            include(all, text.slot);
    }
    for (ItemIndex i = 1; i < layout.items.size(); ++i) {
        if (layout.items[i].parent == 0)
            include(all, layout.items[i].rect);
    }
    for (const LaneHeading &lane : layout.lanes)
        include(all, lane.rect);
    for (const PointF p : layout.points)
        include(all, {p.x, p.y, 0.1f, 0.1f});
    return all.width > 0 ? all : layout.bounds;
}

void drawTitle(Scene &scene, Pen &pen, const Frame &frame)
{
    if (frame.title.empty())
        return;
    const bool hasSubtitle = !frame.subtitle.empty();
    const float top = scene.bounds.y - pen.px(titleGap + titleHeight + (hasSubtitle ? subtitleHeight : 0));
    const float width = std::max(scene.bounds.width, pen.px(360));
    pen.made({scene.bounds.x, top, width, pen.px(titleHeight)}, frame.title, {.font = Font::Title, .size = pen.px(20)});
    pen.made({scene.bounds.x, top + pen.px(titleHeight), width, pen.px(subtitleHeight)}, frame.subtitle,
             {.font = Font::Fact, .size = pen.px(13), .role = Role::Ink2});
    scene.bounds.height += scene.bounds.y - top;
    scene.bounds.y = top;
    scene.bounds.width = width;
}

void drawSample(Pen &pen, const LegendEntry &entry, PointF at)
{
    using Sample = LegendEntry::Sample;
    const float side = pen.px(14);
    const RectF chip{at.x + pen.px(sampleWidth) / 2 - side / 2, at.y - side / 2, side, side};
    if (entry.sample == Sample::Chip)
        drawChip(pen, chip, entry.state, false);
    else if (entry.sample == Sample::Gate)
        pen.box({at.x + pen.px(sampleWidth) / 2 - pen.px(2), at.y - pen.px(8), pen.px(4), pen.px(16)},
                {.fill = entry.role, .radius = pen.px(2)});
    else if (entry.sample == Sample::ChipOutline)
        pen.box(chip, {.stroke = Role::Ink2, .radius = measure::chipRadius, .isDashed = true});
    else
        pen.segment({at.x, at.y}, {at.x + pen.px(sampleWidth), at.y},
                    {.role = entry.role, .width = pen.px(2), .isDashed = entry.sample == Sample::DashedLine});
}

float widthOf(const Pen &pen, const LegendEntry &entry)
{
    return pen.px(sampleWidth + sampleGap + entryGap) + roughWidth(entry.text, pen.px(measure::factSize));
}

/** Draws the entries in rows no wider than the chart. */
void drawLegend(Scene &scene, Pen &pen)
{
    const auto entries = legendOf(*scene.layout);
    if (entries.empty())
        return;
    const float room = std::max(scene.bounds.width, pen.px(320)) - pen.px(2 * legendPadding - entryGap);
    float x = 0, widest = 0;
    int rows = 1;
    std::vector<PointF> places;
    for (const LegendEntry &entry : entries) {
        const float width = widthOf(pen, entry);
        if (x > 0 && x + width > room) {
            x = 0;
            ++rows;
        }
        places.push_back({x, static_cast<float>(rows - 1)});
        x += width;
        widest = std::max(widest, x);
    }
    const float rowHeight = pen.px(22), top = scene.bounds.bottom() + pen.px(legendGap);
    const RectF box{scene.bounds.x, top, widest + pen.px(2 * legendPadding - entryGap),
                    pen.px(legendHeight) + rowHeight * static_cast<float>(rows - 1)};
    pen.box(box, {.fill = Role::Panel, .stroke = Role::Line, .radius = pen.px(8)});
    for (std::size_t i = 0; i < entries.size(); ++i) {
        const PointF at{box.x + pen.px(legendPadding) + places[i].x,
                        top + pen.px(legendHeight) / 2 + places[i].y * rowHeight};
        drawSample(pen, entries[i], at);
        const float left = at.x + pen.px(sampleWidth + sampleGap), line = pen.px(16);
        pen.text({left, at.y - line / 2, roughWidth(entries[i].text, pen.px(measure::factSize)) + pen.px(8), line},
                 entries[i].text, {.font = Font::Fact, .size = pen.px(measure::factSize), .role = Role::Ink2});
    }
    scene.bounds.height = box.bottom() - scene.bounds.y;
    scene.bounds.width = std::max(scene.bounds.width, box.width);
}

}  // namespace

Scene framed(Scene scene, const Frame &frame)
{
    Pen pen(scene, {});
    pen.on(Scene::Over);
    if (scene.layout && !scene.layout->items.empty())
        scene.bounds = contentOf(scene);
    drawTitle(scene, pen, frame);
    if (frame.hasLegend && scene.layout)
        drawLegend(scene, pen);
    scene.bounds = grown(scene.bounds, pen.px(margin));
    return scene;
}

Scene legendScene(LayoutPtr layout, float width)
{
    Scene scene;
    scene.layout = std::move(layout);
    scene.bounds = {0, 0, width, 0};
    Pen pen(scene, {});
    pen.on(Scene::Over);
    drawLegend(scene, pen);
    const auto &boxes = scene.layers[Scene::Over].boxes;
    scene.bounds = boxes.empty() ? RectF() : boxes.front().rect;
    return scene;
}

}  // namespace portolan
