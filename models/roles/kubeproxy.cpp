// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <array>
#include <map>

#include "roles/detectors.h"
#include "roles/network.h"

/* Source: Kubernetes, "Virtual IPs and Service Proxies"; K3s, pkg/daemons/agent: inside the k3s process, mode iptables.
 */
namespace portolan::roles {

namespace {

constexpr std::array<std::string_view, 1> images{"kube-proxy"};

bool isReplaced(const Roles &roles)
{
    return std::ranges::any_of(roles.components, [](const Component &component) {
        return component.role == NetworkRole::ServiceProxy && component.confidence == Confidence::Confirmed;
    });
}

/** The mode that a node's own arguments ask for; empty: none. */
std::string modeOf(const NodeFlags &flags)
{
    constexpr std::string_view wanted = "proxy-mode=";
    const auto found = flags.find(std::string_view("kube-proxy-arg"));
    if (found == flags.end())
        return {};
    for (const std::string &value : found->second) {
        if (value.starts_with(wanted))
            return value.substr(wanted.size());
    }
    return {};
}

/** On K3s agents have flags of their own. */
void addModes(Component &proxy, const Survey &survey)
{
    std::map<std::string, std::size_t> modes;
    for (const ObjectPtr &node : survey.snapshot().of(Kind::Node)) {
        const std::string_view args = node->annotation("k3s.io/node-args");
        if (args.empty())
            continue;
        const std::string mode = modeOf(parseNodeArgs(args));
        ++modes[mode.empty() ? "iptables" : mode];
        if (!mode.empty())
            proxy.evidence.push_back(
                {refTo(*node), std::string(nodeArgsPath), "proxy-mode=" + mode, "the mode on this node"});
    }
    if (modes.size() > 1) {
        proxy.remark = "Nodes differ in mode:";
        for (const auto &[mode, count] : modes)
            proxy.remark += ' ' + mode + " on " + std::to_string(count) + ',';
        proxy.remark.back() = '.';
    }
    const auto most = std::ranges::max_element(modes, {}, [](const auto &mode) { return mode.second; });
    addSetting(proxy, "mode", most == modes.end() ? "iptables" : most->first);
}

/** What K3s runs unless told otherwise; it can not be seen. */
void addEmbedded(const Survey &survey, Roles &roles)
{
    const Proof off = flagProof(survey, "disable-kube-proxy", "K3s does not start kube-proxy");
    if (!off.object.isNull()) {
        if (!isReplaced(roles))
            roles.unknown.push_back({NetworkRole::ServiceProxy,
                                     "K3s was told not to start kube-proxy, and nothing is seen that takes its place"});
        return;
    }
    if (isReplaced(roles) && !survey.flags().isVisible())
        return;
    Component proxy;
    proxy.role = NetworkRole::ServiceProxy;
    proxy.name = "kube-proxy";
    proxy.isDefault = true;
    proxy.confidence = Confidence::Assumed;
    addSetting(proxy, "embedded", "true");
    addModes(proxy, survey);
    addSetting(proxy, "clusterCidr", survey.flags().value("cluster-cidr"));
    for (const ObjectPtr &node : survey.snapshot().of(Kind::Node))
        proxy.nodes.emplace_back(node->name);
    if (const Object *server = survey.flags().server())
        proxy.evidence.push_back({refTo(*server), std::string(nodeArgsPath), {}, "no flag switches kube-proxy off"});
    if (isReplaced(roles))
        proxy.remark = "Another component does its work, and no flag of the servers switches it off.";
    else if (proxy.remark.empty())
        proxy.remark = "It runs inside the k3s process, where the API does not show it.";
    roles.components.push_back(std::move(proxy));
}

void addConfig(Component &proxy, const Survey &survey, const Running &running)
{
    const Object *config = configBeside(survey, running, "kube-proxy");
    if (!config)
        return;
    const std::string_view text = (*config)["data"]["config.conf"].text(), mode = lineValue(text, "mode");
    addSetting(proxy, "mode", mode.empty() ? "iptables" : mode);
    addSetting(proxy, "clusterCidr", lineValue(text, "clusterCIDR"));
    proxy.evidence.push_back({refTo(*config), "/data/config.conf", {}, "kube-proxy's configuration"});
}

}  // namespace

void detectKubeProxy(const Survey &survey, Roles &roles)
{
    Running running = runningImage(survey, images, "kube-proxy's image");
    if (!running.isThere())
        running = runningPods(survey, images, "kube-proxy's image");
    if (running.isThere()) {
        Component proxy = componentOf(NetworkRole::ServiceProxy, "kube-proxy", running);
        addSetting(proxy, "embedded", "false");
        addConfig(proxy, survey, running);
        proxy.isDefault = true;
        roles.components.push_back(std::move(proxy));
    } else if (survey.isK3s()) {
        addEmbedded(survey, roles);
    }
}

}  // namespace portolan::roles
