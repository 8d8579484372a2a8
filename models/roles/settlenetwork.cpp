// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <array>

#include "roles/detectors.h"
#include "roles/network.h"

namespace portolan::roles {

namespace {

std::vector<Component *> claiming(Roles &roles, NetworkRole role)
{
    std::vector<Component *> found;
    for (Component &component : roles.components) {
        if (component.role == role && component.confidence != Confidence::Leftover && !component.isLayer())
            found.push_back(&component);
    }
    return found;
}

/** Another network runs, and Flannel's annotations are there as well: K3s' flags decide what that means. What nothing
 *  shows but a default of K3s is not there. */
void settleEmbedded(const Survey &survey, Roles &roles)
{
    const std::vector<Component *> claims = claiming(roles, NetworkRole::Cni);
    const auto found = std::ranges::find_if(claims, [](const Component *component) {
        return component->name == "flannel" && component->setting("embedded") == "true";
    });
    const bool hasOther =
        std::ranges::any_of(claims, [](const Component *c) { return c->confidence == Confidence::Confirmed; });
    if (found == claims.end() || !hasOther)
        return;
    Component &flannel = **found;
    const std::string differing = differingFlag(survey, "flannel-backend", "vxlan");
    if (survey.flags().isVisible() && differing.empty()) {
        flannel.confidence = Confidence::Confirmed;  // it is told to run: the conflict is real
        return;
    }
    const bool hasMarks = !flannel.nodes.empty();
    flannel.confidence = Confidence::Leftover;
    flannel.remark = differing.empty() ? "Another network runs; whether Flannel still does is not known, as no server "
                                         "shows its flags."
                                       : "Another network runs. " + differing;
    if (!hasMarks)
        roles.components.erase(roles.components.begin() + (&flannel - roles.components.data()));
}

/** An agent that is not on every node, or not ready there: a roll-out that is not complete. */
void remarkMissingNodes(const Survey &survey, Roles &roles)
{
    const std::size_t all = survey.snapshot().of(Kind::Node).size();
    for (Component *component : claiming(roles, NetworkRole::Cni)) {
        const bool isSeen = !component->workloads.empty() && whyUnseen(survey, Kind::Pod).empty();
        if (isSeen && !component->nodes.empty() && component->nodes.size() < all)
            addRemark(*component, "Its agent is ready on " + std::to_string(component->nodes.size()) + " of " +
                                      std::to_string(all) + " nodes.");
    }
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
        addRemark(*component, "Another " + std::string(what) + " is there as well: " + others + '.');
    }
}

/** Where all that runs can be seen: nobody fills the role, or something does that the API does not show. */
std::string_view whyNobody(const Survey &survey, NetworkRole role)
{
    if (role == NetworkRole::Cni && survey.flags().saying("flannel-backend", "none"))
        return "K3s was told not to start Flannel, and no other network is seen";
    if (role == NetworkRole::Cni)
        return "nothing that the API shows is a network that is known here";
    if (role == NetworkRole::ServiceProxy)
        return "nothing that the API shows is a service proxy that is known here";
    return "nothing that the API shows is known to enforce NetworkPolicies";
}

void addUnknownNetwork(const Survey &survey, NetworkRole role, Roles &roles)
{
    const auto isTold = [&] {
        return std::ranges::find(roles.unknown, role, &UnknownRole::role) != roles.unknown.end();
    };
    if (!claiming(roles, role).empty() || isTold())
        return;
    constexpr std::array seen{Kind::Node, Kind::DaemonSet};
    addUnknown(roles, survey, role, seen);
    if (!isTold() && !survey.snapshot().of(Kind::Node).empty() && seesWorkloads(survey))
        roles.unknown.push_back({role, std::string(whyNobody(survey, role))});
}

}  // namespace

void settleNetwork(const Survey &survey, Roles &roles)
{
    settleEmbedded(survey, roles);
    remarkMissingNodes(survey, roles);
    settleExclusive(claiming(roles, NetworkRole::Cni), "container network");
    settleExclusive(claiming(roles, NetworkRole::ServiceProxy), "service proxy");
    for (const NetworkRole role : {NetworkRole::Cni, NetworkRole::ServiceProxy, NetworkRole::NetworkPolicy})
        addUnknownNetwork(survey, role, roles);
}

}  // namespace portolan::roles
