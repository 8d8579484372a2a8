// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <array>

#include "roles/detectors.h"
#include "roles/network.h"

namespace portolan::roles {

namespace {

bool isLayer(const Component &component)
{
    return component.name == "multus";
}

std::vector<Component *> claiming(Roles &roles, NetworkRole role)
{
    std::vector<Component *> found;
    for (Component &component : roles.components) {
        if (component.role == role && component.confidence != Confidence::Leftover && !isLayer(component))
            found.push_back(&component);
    }
    return found;
}

/** Another network runs, and Flannel's annotations are there as well: K3s' flags decide what that means. */
void settleEmbedded(const Survey &survey, std::vector<Component *> &claims)
{
    const auto flannel = std::ranges::find_if(claims, [](const Component *component) {
        return component->name == "flannel" && component->setting("embedded") == "true";
    });
    const bool hasOther =
        std::ranges::any_of(claims, [](const Component *c) { return c->confidence == Confidence::Confirmed; });
    if (flannel == claims.end() || !hasOther)
        return;
    if (survey.flags().isVisible()) {
        (*flannel)->confidence = Confidence::Confirmed;  // it is told to run: the conflict is real
        return;
    }
    (*flannel)->confidence = Confidence::Leftover;
    (*flannel)->remark = "Another network runs; whether Flannel still does is not known, as no server shows its flags.";
    claims.erase(flannel);
}

/** Only one may fill it: where two are there for certain, each is said to be in conflict. */
void settleExclusive(std::vector<Component *> claims, std::string_view what)
{
    std::erase_if(claims, [](const Component *component) { return component->confidence != Confidence::Confirmed; });
    if (claims.size() < 2)
        return;
    for (Component *component : claims) {
        component->confidence = Confidence::Conflict;
        std::string others;
        for (const Component *other : claims) {
            if (other != component)
                others += (others.empty() ? "" : ", ") + std::string(other->name);
        }
        component->remark = "Another " + std::string(what) + " is there as well: " + others + '.';
    }
}

}  // namespace

void settleNetwork(const Survey &survey, Roles &roles)
{
    std::vector<Component *> networks = claiming(roles, NetworkRole::Cni);
    settleEmbedded(survey, networks);
    settleExclusive(networks, "container network");
    settleExclusive(claiming(roles, NetworkRole::ServiceProxy), "service proxy");
    constexpr std::array seen{Kind::Node, Kind::DaemonSet};
    for (const NetworkRole role : {NetworkRole::Cni, NetworkRole::ServiceProxy, NetworkRole::NetworkPolicy}) {
        const bool isTold = std::ranges::find(roles.unknown, role, &UnknownRole::role) != roles.unknown.end();
        if (claiming(roles, role).empty() && !isTold)
            addUnknown(roles, survey, role, seen);
    }
}

}  // namespace portolan::roles
