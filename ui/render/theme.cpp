// SPDX-License-Identifier: GPL-3.0-or-later
#include "render/theme.h"

#include <QFile>
#include <QJsonDocument>
#include <QJsonObject>
#include <algorithm>
#include <cmath>

namespace portolan {

namespace {

constexpr const char *roleNames[] = {"window",   "paper",   "panel",   "ink",        "ink2",  "ink3",
                                     "line",     "soft",    "accent",  "accentSoft", "fine",  "warning",
                                     "failing",  "unknown", "outside", "door",       "route", "service",
                                     "workload", "machine", "tunnel",  "dns",        "policy"};
static_assert(std::size(roleNames) == roleCount);

double luminance(const QColor &c)
{
    const auto linear = [](double v) { return v <= 0.04045 ? v / 12.92 : std::pow((v + 0.055) / 1.055, 2.4); };
    return 0.2126 * linear(c.redF()) + 0.7152 * linear(c.greenF()) + 0.0722 * linear(c.blueF());
}

Error undecodable(const QString &detail)
{
    return {Error::Kind::Decode, detail.toStdString(), "theme"};
}

}  // namespace

QLatin1String name(Role role)
{
    return role == Role::None ? QLatin1String("none") : QLatin1String(roleNames[static_cast<std::size_t>(role)]);
}

Result<Theme> readTheme(const QByteArray &json)
{
    QJsonParseError problem;
    const QJsonObject root = QJsonDocument::fromJson(json, &problem).object();
    if (problem.error != QJsonParseError::NoError)
        return undecodable(problem.errorString());
    Theme theme;
    theme.name = root.value(u"name").toString();
    theme.isDark = root.value(u"isDark").toBool();
    theme.isPrint = root.value(u"isPrint").toBool();
    theme.hasOutlines = root.value(u"hasOutlines").toBool();
    const QJsonObject colours = root.value(u"colours").toObject();
    for (std::size_t i = 0; i < roleCount; ++i) {
        const QString text = colours.value(QLatin1String(roleNames[i])).toString();
        theme.colours[i] = QColor(text);
        if (!theme.colours[i].isValid())
            return undecodable(QLatin1String(roleNames[i]) + u": \""_qs + text + u"\" is not a colour"_qs);
    }
    return theme;
}

QStringList themeNames()
{
    return {u"light"_qs, u"dark"_qs, u"high-contrast"_qs, u"print"_qs};
}

Theme themeNamed(const QString &name)
{
    const QString known = themeNames().contains(name) ? name : themeNames().first();
    QFile file(u":/themes/"_qs + known + u".json"_qs);
    if (!file.open(QIODevice::ReadOnly))
        return {};
    auto theme = readTheme(file.readAll());
    Q_ASSERT(theme);  // they are compiled in, and a test reads each
    return theme ? std::move(theme).value() : Theme{};
}

Role strokeOf(const SceneBox &box, const Theme &theme)
{
    const bool isSoft = box.fill == Role::Soft || box.fill == Role::AccentSoft;
    return box.stroke == Role::None && isSoft && theme.hasOutlines ? Role::Line : box.stroke;
}

double contrast(const QColor &a, const QColor &b)
{
    const double one = luminance(a), other = luminance(b);
    return (std::max(one, other) + 0.05) / (std::min(one, other) + 0.05);
}

}  // namespace portolan
