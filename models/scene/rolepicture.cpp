// SPDX-License-Identifier: GPL-3.0-or-later
#include "scene/rolepicture.h"

#include "scene/measures.h"
#include "scene/pen.h"
#include "scene/signs.h"
#include "scene/words.h"

namespace portolan {

namespace {

constexpr float boxHeight = 46, gap = 30, inset = 12;

Sign signOf(PictureStep::Sign sign)
{
    constexpr Sign signs[] = {
        {Icon::Outside, Role::Outside}, {Icon::Machine, Role::Machine},   {Icon::Pod, Role::Workload},
        {Icon::Door, Role::Door},       {Icon::LoadBalancer, Role::Door}, {Icon::Service, Role::Service},
        {Icon::Tunnel, Role::Tunnel},   {Icon::Dns, Role::Dns},           {Icon::Policy, Role::Policy}};
    return signs[static_cast<std::size_t>(sign)];
}

void arrowDown(Pen &pen, PointF from, float to, Role role)
{
    pen.segment(from, {from.x, to}, {.role = role, .width = measure::lineWidth, .hasArrow = true});
}

void words(Pen &pen, const RectF &slot, const std::string &text, Font font, Role role, Align align = Align::Left)
{
    if (!text.empty())
        pen.made(slot, text,
                 {.font = font,
                  .size = font == Font::Name ? 12.f : 11.f,
                  .role = role,
                  .elide = Elide::Middle,
                  .align = align});
}

void stepBox(Pen &pen, const RectF &rect, const PictureStep &step)
{
    const Sign sign = signOf(step.sign);
    pen.box(rect, {.fill = Role::Panel, .stroke = Role::Line, .radius = measure::cardRadius});
    pen.box({rect.x, rect.y + 8, measure::roleBar, rect.height - 16}, {.fill = sign.role, .radius = 1.5f});
    pen.icon({rect.x + inset, rect.y + (rect.height - 16) / 2, 16, 16}, sign.icon, sign.role);
    const float left = rect.x + inset + 26, wide = rect.right() - left - inset;
    const bool hasValue = !step.value.empty();
    words(pen, {left, rect.y + (hasValue ? 5 : 14), wide, 18}, step.name, Font::Name, Role::Ink);
    words(pen, {left, rect.y + 23, wide, 16}, step.value, Font::Mono, Role::Ink2);
}

float drawSteps(Pen &pen, const std::vector<PictureStep> &steps, float width)
{
    float y = 0;
    for (std::size_t i = 0; i < steps.size(); ++i) {
        stepBox(pen, {0, y, width, boxHeight}, steps[i]);
        y += boxHeight;
        if (i + 1 == steps.size())
            break;
        arrowDown(pen, {inset + 8, y + 2}, y + gap - 2, Role::Ink3);
        words(pen, {inset + 26, y + (gap - 16) / 2, width - inset - 26, 16}, steps[i].onward, Font::Fact, Role::Ink2);
        y += gap;
    }
    return y;
}

void chip(Pen &pen, const RectF &rect, const std::string &text, Role role)
{
    pen.box(rect, {.fill = Role::Panel, .stroke = role, .radius = 5});
    words(pen, {rect.x + 4, rect.y, rect.width - 8, rect.height}, text, Font::Mono, role, Align::Center);
}

/** A machine with what a packet passes in it, from the pod down to the wire. Gives the height of the device. */
float drawEnd(Pen &pen, const RectF &rect, const PictureEnd &end)
{
    pen.box(rect, {.fill = Role::Soft, .stroke = Role::Line, .radius = measure::containerRadius});
    words(pen, {rect.x + inset, rect.y + 6, rect.width - 2 * inset, 18}, end.machine, Font::Name, Role::Ink);
    words(pen, {rect.x + inset, rect.y + 23, rect.width - 2 * inset, 16}, end.address, Font::Mono, Role::Ink2);
    float y = rect.y + 46;
    const float left = rect.x + 8, wide = rect.width - 16, middle = rect.x + rect.width / 2;
    pen.box({left, y, wide, 40}, {.fill = Role::Panel, .stroke = Role::Workload, .radius = 6});
    words(pen, {left + 6, y + 3, wide - 12, 17}, end.pod, Font::Fact, Role::Ink, Align::Center);
    words(pen, {left + 6, y + 20, wide - 12, 16}, end.podAddress, Font::Mono, Role::Workload, Align::Center);
    y += 40;
    for (const auto &[text, role] : {std::pair(&end.bridge, Role::Machine), std::pair(&end.device, Role::Tunnel)}) {
        if (text->empty())
            continue;
        pen.segment({middle, y}, {middle, y + 14}, {.role = role, .width = measure::lineWidth});
        chip(pen, {left, y + 14, wide, 22}, *text, role);
        y += 36;
    }
    return y - 11;
}

float heightOf(const PictureEnd &end)
{
    return 46 + 40 + (end.bridge.empty() ? 0.f : 36.f) + (end.device.empty() ? 0.f : 36.f) + 10;
}

/** What the packet looks like on the wire: each header a chip, the pods' packet below. */
float drawPacket(Pen &pen, const RolePicture &picture, float y, float width)
{
    float x = 0;
    for (const std::string &header : picture.wrapping) {
        const float wide = std::min(width, monoWidth(header, 11) + 16);
        if (x > 0 && x + wide > width) {
            x = 0;
            y += 26;
        }
        chip(pen, {x, y, wide, 22}, header, &header == &picture.wrapping.front() ? Role::Machine : Role::Tunnel);
        x += wide + 4;
    }
    y += picture.wrapping.empty() ? 0 : 26;
    chip(pen, {0, y, width, 22}, picture.inner, Role::Workload);
    return y + 22;
}

float drawEnds(Pen &pen, const RolePicture &picture, float width)
{
    constexpr float between = 20;
    const float wide = (width - between) / 2, high = std::max(heightOf(picture.ends[0]), heightOf(picture.ends[1]));
    const float from = drawEnd(pen, {0, 0, wide, high}, picture.ends[0]);
    const float to = drawEnd(pen, {wide + between, 0, wide, high}, picture.ends[1]);
    const bool isWrapped = !picture.wrapping.empty();
    const Role role = isWrapped ? Role::Tunnel : Role::Machine;
    pen.segment({wide - 8, from}, {wide + between + 8, to},
                {.role = role, .width = isWrapped ? measure::tunnelWidth : measure::lineWidth});
    words(pen, {0, high + 4, width, 18}, picture.wire, Font::Fact, role, Align::Center);
    return drawPacket(pen, picture, high + 28, width);
}

}  // namespace

Scene sceneOf(const RolePicture &picture, float width)
{
    Scene scene;
    Pen pen(scene, {});
    pen.on(Scene::Cards);
    float high = 0;
    if (picture.ends.size() == 2)
        high = drawEnds(pen, picture, width);
    else if (!picture.steps.empty())
        high = drawSteps(pen, picture.steps, width);
    scene.bounds = {0, 0, high > 0 ? width : 0, high};
    return scene;
}

}  // namespace portolan
