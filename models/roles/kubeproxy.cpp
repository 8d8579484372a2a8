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
        return component.role == NetworkRole::ServiceProxy && component.confidence != Confidence::Leftover;
    });
}

/** The mode that a node's own arguments ask for; empty: none. */
std::string modeOf(const NodeFlags &flags)
{
    constexpr std::string_view wanted = "proxy-mode=";
    const auto found = flags.find(std::string_view("kube-proxy-arg"));
    if (found == flags.end())
        return {};
    const auto last = std::find_if(found->second.rbegin(), found->second.rend(),
                                   [wanted](const std::string &value) { return value.starts_with(wanted); });
    return last == found->second.rend() ? std::string() : last->substr(wanted.size());
}

/** "iptables on agent-0, agent-1 and 7 more; nftables on server-0" */
std::string nodesByMode(const std::map<std::string, std::vector<std::string_view>> &modes)
{
    constexpr std::size_t most = 3;
    std::string text;
    for (const auto &[mode, nodes] : modes) {
        text += (text.empty() ? "" : "; ") + mode + " on";
        for (std::size_t i = 0; i < std::min(nodes.size(), most); ++i)
            text += (i == 0 ? " " : ", ") + std::string(nodes[i]);
        if (nodes.size() > most)
            text += " and " + std::to_string(nodes.size() - most) + " more";
    }
    return text;
}

/** On K3s agents have flags of their own. */
void addModes(Component &proxy, const Survey &survey)
{
    std::map<std::string, std::vector<std::string_view>> modes;
    for (const ObjectPtr &node : survey.snapshot().of(Kind::Node)) {
        const std::string_view args = nodeArgsOf(*node);
        if (args.empty())
            continue;
        const std::string mode = modeOf(parseNodeArgs(args));
        modes[mode.empty() ? "iptables" : mode].push_back(node->name);
        if (!mode.empty())
            proxy.evidence.push_back(
                {refTo(*node), std::string(nodeArgsPathOf(*node)), "proxy-mode=" + mode, "the mode on this node"});
    }
    if (modes.size() > 1)
        proxy.remark = "Nodes differ in mode: " + nodesByMode(modes) + '.';
    const auto most = std::ranges::max_element(modes, {}, [](const auto &mode) { return mode.second.size(); });
    addSetting(proxy, "mode", most == modes.end() ? "iptables" : most->first);
}

/** Cilium takes kube-proxy's place if its ConfigMap says so. */
std::string whyNobody(const Survey &survey, const Roles &roles)
{
    const std::string told = "K3s was told not to start kube-proxy, and ";
    const Component *cilium = roles.find(NetworkRole::Cni, "cilium");
    const ObjectTable &maps = survey.snapshot().of(Kind::ConfigMap);
    const bool isRead =
        std::any_of(maps.begin(), maps.end(), [](const ObjectPtr &map) { return map->name == "cilium-config"; });
    const bool isUnread = cilium && cilium->confidence != Confidence::Leftover && !isRead;
    return told + (isUnread ? "whether Cilium takes its place is in its ConfigMap, which can not be seen"
                            : "nothing is seen that takes its place");
}

/** What K3s runs unless told otherwise; it can not be seen. */
void addEmbedded(const Survey &survey, Roles &roles)
{
    const std::string differing = differingFlag(survey, "disable-kube-proxy", "false");
    if (survey.flags().isOn("disable-kube-proxy") && differing.empty()) {
        if (!isReplaced(roles))
            roles.unknown.push_back({NetworkRole::ServiceProxy, whyNobody(survey, roles)});
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
    addSetting(proxy, "clusterCidr", survey.flags().joined("cluster-cidr"));
    for (const ObjectPtr &node : survey.snapshot().of(Kind::Node))
        proxy.nodes.emplace_back(node->name);
    if (const Object *server = survey.flags().server())
        proxy.evidence.push_back(
            {refTo(*server),
             std::string(nodeArgsPathOf(*server)),
             {},
             differing.empty() ? "no flag switches kube-proxy off" : "not every server switches kube-proxy off"});
    addRemark(proxy, differing);
    if (isReplaced(roles) && differing.empty())
        proxy.remark = "Another component does its work, and no flag of the servers switches it off.";
    else if (proxy.remark.empty())
        proxy.remark = "It runs inside the k3s process, where the API does not show it.";
    roles.components.push_back(std::move(proxy));
}

void addConfig(Component &proxy, const Survey &survey, const Running &running)
{
    for (const auto &[name, key] : {std::pair("kube-proxy", "config.conf"), std::pair("kube-proxy-config", "config")}) {
        const Object *config = configBeside(survey, running, name);
        const std::string_view text = config ? (*config)["data"][key].text() : std::string_view();
        if (text.empty())
            continue;
        const std::string_view mode = lineValue(text, "mode");
        if (proxy.setting("mode").empty())
            addSetting(proxy, "mode", mode.empty() ? "iptables" : mode);
        if (proxy.setting("clusterCidr").empty())
            addSetting(proxy, "clusterCidr", lineValue(text, "clusterCIDR"));
        proxy.evidence.push_back({refTo(*config), "/data" + pointerStep(key), {}, "kube-proxy's configuration"});
        return;
    }
}

/** Of a static pod, whose arguments are in the snapshot. */
std::string_view argumentOf(const Pod &pod, std::string_view option)
{
    for (const Container &container : pod.pod->containers) {
        for (std::string_view argument : container.args) {
            argument.remove_prefix(std::min(argument.find_first_not_of('-'), argument.size()));
            if (argument.starts_with(option) && argument.substr(option.size()).starts_with('='))
                return argument.substr(option.size() + 1);
        }
    }
    return {};
}

/** What stands on the command line goes before the configuration file. */
void addArguments(Component &proxy, const Running &running)
{
    for (const auto &[key, option] : {std::pair("mode", "proxy-mode"), std::pair("clusterCidr", "cluster-cidr")}) {
        const Pod *pod = running.evidence.empty() ? nullptr : running.evidence.front().object.pod;
        const std::string_view value = !running.workloads.empty()
                                           ? roles::argumentOf(*running.workloads.front(), option)
                                       : pod ? argumentOf(*pod, option)
                                             : std::string_view();
        if (value.empty())
            continue;
        addSetting(proxy, key, value);
        proxy.evidence.push_back({running.evidence.front().object,
                                  {},
                                  "--" + std::string(option) + '=' + std::string(value),
                                  "an argument of kube-proxy"});
    }
}

/** RKE2 runs it as a static pod on each node, out of an image for all parts of Kubernetes. Source: RKE2,
 *  pkg/staticpod. */
bool isStaticPod(const Pod &pod)
{
    return valueOf(*pod.labels, "component") == "kube-proxy" && valueOf(*pod.labels, "tier") == "control-plane";
}

/** Whether the image for all parts of Kubernetes is told to be kube-proxy. Source: Kubernetes, cmd/hyperkube (until
 *  1.18): the part is the first argument. */
bool isHyperkubeAsProxy(const Object &workload)
{
    for (const Value &container : workload.spec()["template"]["spec"]["containers"].items()) {
        for (const std::string_view field : {"command", "args"}) {
            for (const Value &argument : container[field].items()) {
                if (argument.text() == "kube-proxy" || argument.text() == "proxy")
                    return true;
            }
        }
    }
    return false;
}

Running runningKubeProxy(const Survey &survey)
{
    Running running = runningImage(survey, images, "kube-proxy's image");
    if (!running.isThere())
        running = runningImage(survey, "hyperkube", "kube-proxy in hyperkube's image", isHyperkubeAsProxy);
    if (!running.isThere())
        running = runningPods(survey, images, "kube-proxy's image");
    return running.isThere() ? running : runningPodsWhere(survey, isStaticPod, "kube-proxy in a static pod");
}

}  // namespace

void detectKubeProxy(const Survey &survey, Roles &roles)
{
    const Running running = runningKubeProxy(survey);
    if (running.isThere()) {
        Component proxy = componentOf(NetworkRole::ServiceProxy, "kube-proxy", running);
        addSetting(proxy, "embedded", "false");
        addArguments(proxy, running);
        addConfig(proxy, survey, running);
        proxy.isDefault = true;
        roles.components.push_back(std::move(proxy));
    } else if (survey.isK3s()) {
        addEmbedded(survey, roles);
    }
}

}  // namespace portolan::roles
