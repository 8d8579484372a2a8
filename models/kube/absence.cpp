// SPDX-License-Identifier: GPL-3.0-or-later
#include "kube/absence.h"

#include <algorithm>

namespace portolan {

namespace {

const Gap *gapOf(const ClusterSnapshot &snapshot, Kind kind)
{
    const KindInfo &names = info(kind);
    const auto found = std::ranges::find_if(snapshot.gaps, [&](const Gap &gap) {
        return gap.kind == names.reference || gap.kind == names.plural || gap.kind == names.name;
    });
    return found != snapshot.gaps.end() ? &*found : nullptr;
}

/** Whether there is one of this kind here that a cluster has seen. */
bool holds(const ClusterSnapshot &snapshot, Kind kind, std::string_view space)
{
    const auto isHere = [space](std::string_view own) { return space.empty() || own == space; };
    if (kind == Kind::Pod)
        return std::any_of(snapshot.pods.begin(), snapshot.pods.end(),
                           [&](const Pod &pod) { return isHere(pod.space) && pod.hasStatus; });
    const ObjectTable &table = snapshot.of(kind);
    return std::any_of(table.begin(), table.end(),
                       [&](const ObjectPtr &object) { return isHere(object->space) && !isManifest(*object); });
}

}  // namespace

bool isManifest(const Object &object)
{
    return object.status().size() == 0 && object.meta()["uid"].isNull();
}

Absence absenceOf(const ClusterSnapshot &snapshot, Kind kind, std::string_view space)
{
    if (const Gap *gap = gapOf(snapshot, kind); gap && !std::ranges::binary_search(gap->readIn, space)) {
        switch (gap->why) {
            case Gap::Why::Forbidden:
                return Absence::NotPermitted;
            case Gap::Why::NotInstalled:
                return Absence::NotInstalled;
            case Gap::Why::Failed:
                return Absence::NotRead;
            case Gap::Why::Pending:
                return Absence::NotYetRead;
        }
    }
    const bool isAsked =
        snapshot.spaces.empty() || space.empty() || std::ranges::find(snapshot.spaces, space) != snapshot.spaces.end();
    if (!isAsked)
        return Absence::NotOpened;
    return snapshot.isLive || holds(snapshot, kind, space) ? Absence::NotThere : Absence::NotOpened;
}

Missing missing(const ClusterSnapshot &snapshot, Kind kind, std::string_view space)
{
    switch (absenceOf(snapshot, kind, space)) {
        case Absence::NotThere:
            return {State::Failing, "does not exist"};
        case Absence::NotPermitted:
            return {State::Unknown, "not permitted"};
        case Absence::NotInstalled:
            return {State::Unknown, "kind not installed"};
        case Absence::NotRead:
            return {State::Unknown, "could not be read"};
        case Absence::NotYetRead:
            return {State::Unknown, "not read yet"};
        case Absence::NotOpened:
            break;
    }
    return {State::Unknown, "not in the input"};
}

}  // namespace portolan
