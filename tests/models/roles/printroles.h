// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QStringList>

#include "roles/roles.h"
#include "support/clusterof.h"

namespace portolan {

/** "traefik confirmed default state=fine class=traefik | remark", the components of one role, then why it is unknown.
 */
inline QStringList printRole(const Roles &roles, NetworkRole role)
{
    const auto text = [](std::string_view view) {
        return QString::fromUtf8(view.data(), static_cast<qsizetype>(view.size()));
    };
    QStringList lines;
    for (const Component &component : roles.components) {
        if (component.role != role)
            continue;
        QString line = text(component.name) + u' ' + text(name(component.confidence));
        if (component.isDefault)
            line += u" default";
        if (component.state != State::Unknown)
            line += u" state="_qs + text(name(component.state));
        if (!component.version.empty())
            line += u" version="_qs + text(component.version);
        for (const Setting &setting : component.settings)
            line += u' ' + text(setting.key) + u'=' + text(setting.value);
        if (!component.remark.empty())
            line += u" | "_qs + text(component.remark);
        lines << line;
    }
    for (const UnknownRole &unknown : roles.unknown) {
        if (unknown.role == role)
            lines << u"unknown: "_qs + text(unknown.why);
    }
    return lines;
}

inline QStringList roleIn(std::string_view drawing, NetworkRole role)
{
    return printRole(*detectRoles(clusterOf(drawing)), role);
}

/** Every value that is given as evidence stands at its path in its object; those that don't, as text. */
inline QStringList wrongEvidence(const Roles &roles)
{
    QStringList wrong;
    for (const Component &component : roles.components) {
        for (const Proof &proof : component.evidence) {
            if (proof.object.pod || proof.path.empty() || proof.value.empty())
                continue;
            const std::string there = textOf(proof.object.object->root.pointer(proof.path));
            if (there.find(proof.value) == std::string::npos)
                wrong << QString::fromStdString(proof.object.text() + proof.path + " is not " + proof.value);
        }
    }
    return wrong;
}

}  // namespace portolan
