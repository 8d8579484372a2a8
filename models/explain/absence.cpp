// SPDX-License-Identifier: GPL-3.0-or-later
#include "explain/absence.h"

#include "explain/phrase.h"

namespace portolan {

namespace {

std::string inSpace(std::string_view space, std::string_view word = " in ")
{
    return space.empty() ? std::string() : text(word, space);
}

}  // namespace

std::string unreadText(const ClusterSnapshot &snapshot, Kind kind, std::string_view space)
{
    const std::string kinds = plural(info(kind).name);
    switch (absenceOf(snapshot, kind, space)) {
        case Absence::NotPermitted:
            return text("reading ", kinds, " is not permitted");
        case Absence::NotInstalled:
            return text("the cluster does not serve ", kinds);
        case Absence::NotRead:
            return text(kinds, " could not be read");
        case Absence::NotYetRead:
            return text(kinds, " have not been read yet");
        case Absence::NotOpened:
            return text("what was opened holds no ", kinds, inSpace(space, " of "));
        case Absence::NotThere:
            break;
    }
    return text("there are no ", kinds, inSpace(space));
}

std::string absentText(const ClusterSnapshot &snapshot, Kind kind, std::string_view space, std::string_view name)
{
    const std::string object = text(info(kind).name, " ", name);
    switch (absenceOf(snapshot, kind, space)) {
        case Absence::NotPermitted:
        case Absence::NotRead:
        case Absence::NotYetRead:
        case Absence::NotOpened:
            return text(unreadText(snapshot, kind, space), ", so whether ", object, " exists", inSpace(space),
                        " is not known");
        case Absence::NotInstalled:
            return text(unreadText(snapshot, kind, space), ", so there is no ", object);
        case Absence::NotThere:
            break;
    }
    // A saved file may hold a part of a namespace, so it decides only what is in the file.
    return text(snapshot.isLive ? "there is no " : "what was opened has no ", object, inSpace(space));
}

}  // namespace portolan
