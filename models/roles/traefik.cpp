// SPDX-License-Identifier: GPL-3.0-or-later
#include "roles/traefik.h"

#include <algorithm>
#include <cctype>
#include <set>

#include "roles/detectors.h"
#include "roles/frontdoor.h"

/* Source: Traefik, documentation of entry points and providers; its Helm chart; K3s, "Networking Services". */
namespace portolan::roles {

namespace {

struct Provider {
    std::string_view option, name;
};
constexpr Provider providers[] = {{"providers.kubernetescrd", "crd"},
                                  {"providers.kubernetesingress", "ingress"},
                                  {"providers.kubernetesgateway", "gateway"},
                                  {"providers.kubernetesingressnginx", "ingress-nginx"}};

std::string lowered(std::string_view text)
{
    std::string lower(text);
    std::ranges::transform(lower, lower.begin(), [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
    return lower;
}

/** Whether "--providers.x", "--providers.x=true" or an option of the provider is given, and it isn't switched off. */
bool hasProvider(const Object &workload, std::string_view option)
{
    if (argumentOf(workload, option) == "false")
        return false;
    for (const Value &container : workload.spec()["template"]["spec"]["containers"].items()) {
        for (const Value &argument : container["args"].items()) {
            const std::string text = lowered(argument.text()), wanted = "--" + std::string(option);
            const bool isIt = text.starts_with(wanted) && (text.size() == wanted.size() || text[wanted.size()] == '=' ||
                                                           text[wanted.size()] == '.');
            if (isIt)
                return true;
        }
    }
    return false;
}

/** "39.0.701+up39.0.7" from "traefik-39.0.701_up39.0.7": labels have no '+'. */
std::string chartVersion(const Object &workload)
{
    constexpr std::string_view prefix = "traefik-";
    const std::string_view chart = workload.label("helm.sh/chart");
    if (!chart.starts_with(prefix))
        return {};
    std::string version(chart.substr(prefix.size()));
    std::ranges::replace(version, '_', '+');
    return version;
}

const Object *helmChart(const Survey &survey)
{
    return survey.snapshot().find(Kind::HelmChart, "kube-system", "traefik");
}

/** K3s installs Traefik as a chart; where its workload can't be seen, that chart or the default must do. */
void assumeDefault(const Survey &survey, Component &component)
{
    const Object *chart = helmChart(survey);
    component.name = "traefik";
    component.isDefault = true;
    component.confidence = chart ? Confidence::Inferred : Confidence::Assumed;
    component.remark = "K3s installs it unless told otherwise; its workload can not be seen.";
    if (chart)
        component.evidence.push_back({refTo(*chart), {}, {}, "K3s installs Traefik by this chart"});
}

}  // namespace

std::string traefikEntryPoints(const Object &workload)
{
    std::set<std::string> points;
    for (const Value &container : workload.spec()["template"]["spec"]["containers"].items()) {
        for (const Value &argument : container["args"].items()) {
            const std::string text = lowered(argument.text());
            constexpr std::string_view prefix = "--entrypoints.", suffix = ".address=";
            const auto end = text.find(suffix);
            if (!text.starts_with(prefix) || end == std::string::npos)
                continue;
            const std::string name = text.substr(prefix.size(), end - prefix.size());
            const std::string address = text.substr(end + suffix.size());
            const std::string afterHost = address.substr(std::min(address.rfind(':') + 1, address.size()));
            if (name != "metrics" && name != "traefik")
                points.insert(name + ':' + afterHost.substr(0, afterHost.find('/')));
        }
    }
    std::string joined;
    for (const std::string &point : points)
        addWord(joined, point);
    return joined;
}

bool hasTraefikGatewayProvider(const Object &workload)
{
    return hasProvider(workload, "providers.kubernetesgateway");
}

void addTraefikSettings(Component &component)
{
    if (component.workloads.empty())
        return;
    const Object &workload = *component.workloads.front().object;
    std::string names;
    for (const Provider &provider : providers) {
        if (hasProvider(workload, provider.option))
            addWord(names, provider.name);
    }
    addSetting(component, "entryPoints", traefikEntryPoints(workload));
    addSetting(component, "providers", names);
    addSetting(component, "chartVersion", chartVersion(workload));
}

void detectTraefik(const Survey &survey, Roles &roles)
{
    const Controller &traefik = controller("traefik");
    const Running running = runningImage(survey, traefik.images, "Traefik's image");
    Component component = ingressComponent(survey, traefik, running, ingressClassesOf(survey, traefik, running));
    const bool isDisabled = survey.flags().isDisabled("traefik");
    if (component.name.empty() && survey.isK3s() && !isDisabled && !seesWorkloads(survey))
        assumeDefault(survey, component);
    if (component.name.empty())
        return;
    const Object *chart = helmChart(survey);
    if (chart && running.how == Running::How::Absent && component.confidence == Confidence::Leftover)
        component.evidence.push_back({refTo(*chart), {}, {}, "the chart by which K3s installs it"});
    const bool isPackaged = running.workloads.empty() || running.workloads.front()->space == "kube-system";
    component.isDefault = survey.isK3s() && isPackaged && !isDisabled && component.confidence != Confidence::Leftover;
    addTraefikSettings(component);
    roles.components.push_back(std::move(component));
}

}  // namespace portolan::roles
