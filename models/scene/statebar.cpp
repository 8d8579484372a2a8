// SPDX-License-Identifier: GPL-3.0-or-later
#include "scene/drawing.h"
#include "scene/measures.h"
#include "scene/signs.h"

namespace portolan {

namespace {

/** One state's part of a bar. The worse the state, the thicker: the bar can be read without its colours. */
struct Segment {
    State state;
    std::uint32_t count;
    float thickness;
    float length = 0;
};

/** Shares `length` among the segments that are not empty, at least `least` for each where that is possible. */
void share(std::span<Segment> segments, float length, float least, float gap)
{
    float total = 0, used = 0;
    for (const Segment &s : segments) {
        total += static_cast<float>(s.count);
        used += s.count > 0 ? 1.f : 0.f;
    }
    length -= gap * std::max(0.f, used - 1);
    least = std::min(least, length / std::max(1.f, used));
    const float spare = length - least * used;
    for (Segment &s : segments)
        s.length = s.count == 0 ? 0 : least + spare * static_cast<float>(s.count) / total;
}

}  // namespace

void drawStateBar(Drawing &d, const RectF &rect, const Tally &tally)
{
    Segment segments[] = {{State::Fine, tally.fine, 0.6f},
                          {State::Unknown, tally.unknown, 0.8f},
                          {State::Warning, tally.warning, 0.8f},
                          {State::Failing, tally.failing, 1}};
    const bool isUpright = rect.height > rect.width;
    const float across = isUpright ? rect.width : rect.height;
    const float gap = d.pen.px(1);
    share(segments, isUpright ? rect.height : rect.width, d.pen.px(3), gap);
    float at = isUpright ? rect.y : rect.x;
    for (const Segment &s : segments) {
        if (s.count == 0)
            continue;
        const float thick = across * s.thickness, off = (across - thick) / 2;
        const RectF part =
            isUpright ? RectF{rect.x + off, at, thick, s.length} : RectF{at, rect.y + off, s.length, thick};
        const bool isOutlined = s.state == State::Unknown && thick >= d.pen.px(4);
        d.pen.box(part, {.fill = isOutlined ? Role::None : roleOf(s.state),
                         .stroke = isOutlined ? roleOf(s.state) : Role::None,
                         .radius = thick / 2,
                         .isDashed = isOutlined});
        at += s.length + gap;
    }
}

void drawChip(Pen &pen, const RectF &rect, State state, bool isPlanned)
{
    const Role role = roleOf(state);
    const bool hasSign = rect.width >= pen.px(measure::chipWithSign) && rect.height >= pen.px(measure::chipWithSign);
    const bool isFilled = !hasSign || (state == State::Fine && !isPlanned);
    const float radius = std::min(measure::chipRadius, rect.width / 3);
    pen.box(rect, {.fill = isFilled ? role : Role::None,
                   .stroke = isFilled ? Role::None : role,
                   .radius = radius,
                   .strokeWidth = 1.4f,
                   .isDashed = isPlanned || state == State::Unknown});
    if (!hasSign || isPlanned)
        return;
    const RectF in = grown(rect, -rect.width * 0.25f);
    const LineLook look{.role = role, .width = pen.atLeast(1.4f, 1.2f)};
    if (state == State::Warning || state == State::Failing)
        pen.segment({in.x, in.bottom()}, {in.right(), in.y}, look);
    if (state == State::Failing)
        pen.segment({in.x, in.y}, {in.right(), in.bottom()}, look);
}

}  // namespace portolan
