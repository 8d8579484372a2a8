// SPDX-License-Identifier: GPL-3.0-or-later
#include "print.h"

namespace portolan::test {

namespace {

QString wordFor(Role role)
{
    constexpr const char *names[] = {"window",   "paper",   "panel",   "ink",        "ink2",   "ink3",
                                     "line",     "soft",    "accent",  "accentSoft", "fine",   "warning",
                                     "failing",  "unknown", "outside", "door",       "route",  "service",
                                     "workload", "machine", "tunnel",  "dns",        "policy", "none"};
    return QLatin1String(names[static_cast<std::size_t>(role)]);
}

QString wordFor(Icon icon)
{
    constexpr const char *names[] = {"outside", "load-balancer", "node-port", "door",      "gateway",       "route",
                                     "service", "workload",      "pod",       "machine",   "tunnel",        "dns",
                                     "policy",  "external",      "cidr",      "namespace", "control-plane", "search",
                                     "fine",    "warning",       "failing",   "unknown"};
    return QLatin1String(names[static_cast<std::size_t>(icon)]);
}

QString number(float v)
{
    return QString::number(qRound(static_cast<double>(v) * 10) / 10.0);
}

QString dimmed(std::uint8_t opacity)
{
    return opacity == 255 ? QString() : u" opacity "_qs + QString::number(opacity);
}

QString print(const SceneBox &box)
{
    QString text = u"box %1,%2 %3x%4"_qs.arg(number(box.rect.x), number(box.rect.y), number(box.rect.width),
                                             number(box.rect.height));
    if (box.fill != Role::None)
        text += u" fill "_qs + wordFor(box.fill);
    if (box.stroke != Role::None)
        text += u" stroke "_qs + wordFor(box.stroke);
    if (box.isDashed)
        text += u" dashed"_qs;
    return text + u" r"_qs + number(box.radius) + dimmed(box.opacity);
}

QString print(const Scene &scene, const SceneLine &line)
{
    const PointF from = scene.points[line.firstPoint], to = scene.points[line.firstPoint + line.pointCount - 1];
    return wordFor(line.role) +
           u" %1 (%2,%3) → (%4,%5)"_qs.arg(number(line.width), number(from.x), number(from.y), number(to.x),
                                           number(to.y)) +
           (line.isDashed ? u" dashed"_qs : QString()) + (line.hasArrow ? u" arrow"_qs : QString()) +
           dimmed(line.opacity);
}

}  // namespace

QString textOf(const Scene &scene, const SceneText &text)
{
    const std::string_view view = scene.texts[text.text];
    return QString::fromUtf8(view.data(), static_cast<qsizetype>(view.size()));
}

QStringList print(const Scene &scene)
{
    constexpr const char *names[] = {"containers: ", "lines: ", "cards: ", "over: "};
    QStringList lines;
    for (std::size_t i = 0; i < std::size(names); ++i) {
        const QString layer = QLatin1String(names[i]);
        for (const SceneBox &box : scene.layers[i].boxes)
            lines << layer + print(box);
        for (const SceneLine &line : scene.layers[i].lines)
            lines << layer + print(scene, line);
        for (const SceneIcon &icon : scene.layers[i].icons)
            lines << layer + u"icon "_qs + wordFor(icon.icon) + u' ' + wordFor(icon.role) + dimmed(icon.opacity);
        for (const SceneText &text : scene.layers[i].texts)
            lines << layer + u"text %1 %2 %3"_qs.arg(textOf(scene, text), number(text.size), wordFor(text.role)) +
                         dimmed(text.opacity);
    }
    return lines;
}

}  // namespace portolan::test
