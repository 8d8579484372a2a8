// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QColor>
#include <QString>
#include <QStringList>
#include <array>

#include "base/result.h"
#include "scene/scene.h"

namespace portolan {

/** Which colour a role has. */
struct Theme {
    QString name;
    bool isDark = false;
    bool isPrint = false;      ///< states by sign only, no backgrounds
    bool hasOutlines = false;  ///< what is told apart by a soft background elsewhere has a line round it
    std::array<QColor, roleCount> colours;

    /** Transparent for Role::None. */
    QColor colour(Role role) const
    {
        return role == Role::None ? QColor(0, 0, 0, 0) : colours[static_cast<std::size_t>(role)];
    }
    bool operator==(const Theme &) const = default;
};

/** Reads a role-to-colour file. Errors: Decode, if a role is missing or not a colour. */
[[nodiscard]] Result<Theme> readTheme(const QByteArray &json);

/** The themes that the program carries: light, dark, high-contrast, print. */
[[nodiscard]] QStringList themeNames();
/** One of them; light, if there is none of that name. */
[[nodiscard]] Theme themeNamed(const QString &name);

/** The name of a role in theme files and in the classes of an SVG: "accentSoft". */
[[nodiscard]] QLatin1String name(Role role);

/** What a box is stroked with in this theme. */
[[nodiscard]] Role strokeOf(const SceneBox &box, const Theme &theme);

/** Contrast of two opaque colours, 1 to 21. Source: WCAG 2.1, "contrast ratio". */
[[nodiscard]] double contrast(const QColor &a, const QColor &b);

}  // namespace portolan
