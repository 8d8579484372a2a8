// SPDX-License-Identifier: GPL-3.0-or-later
#include "roles/network.h"

#include <algorithm>

namespace portolan::roles {

namespace {

std::string_view trimmed(std::string_view text)
{
    const auto first = text.find_first_not_of(" \t\r\"'");
    if (first == std::string_view::npos)
        return {};
    return text.substr(first, text.find_last_not_of(" \t\r\"'") - first + 1);
}

bool hasImage(const Object &workload, std::string_view product)
{
    const Value containers = workload.spec()["template"]["spec"]["containers"];
    return std::ranges::any_of(containers.items(), [product](const Value &container) {
        return isImageOf(container["image"].text(), product);
    });
}

/** Where DaemonSets can not be read: the pods with Calico's agent, if they have Flannel beside it, or have not. */
Running agentPods(const Survey &survey, bool withFlannel, std::string_view means)
{
    const auto has = [](const Pod &pod, std::span<const std::string_view> images) {
        return std::ranges::any_of(pod.pod->containers, [images](const Container &container) {
            return std::ranges::any_of(images, [&](auto image) { return isImageOf(container.image, image); });
        });
    };
    if (seesWorkloads(survey))
        return {};
    return runningPodsWhere(
        survey, [&](const Pod &pod) { return has(pod, calicoImages) && has(pod, flannelImages) == withFlannel; },
        means);
}

}  // namespace

std::string_view lineValue(std::string_view text, std::string_view key)
{
    while (!text.empty()) {
        const auto end = text.find('\n');
        const std::string_view line = trimmed(text.substr(0, end));
        if (line.starts_with(key) && line.size() > key.size() && line[key.size()] == ':')
            return trimmed(line.substr(key.size() + 1));
        if (end == std::string_view::npos)
            break;
        text.remove_prefix(end + 1);
    }
    return {};
}

std::string_view jsonValue(std::string_view json, std::string_view key)
{
    const std::string quoted = '"' + std::string(key) + '"';
    const auto at = json.find(quoted);
    if (at == std::string_view::npos)
        return {};
    json.remove_prefix(at + quoted.size());
    const auto colon = json.find_first_not_of(" \t\r\n");
    if (colon == std::string_view::npos || json[colon] != ':')
        return {};
    json.remove_prefix(colon + 1);
    return trimmed(json.substr(0, json.find_first_of(",}\n")));
}

const Object *configBeside(const Survey &survey, const Running &running, std::string_view name)
{
    for (const Object *workload : running.workloads) {
        if (const Object *found = survey.snapshot().find(Kind::ConfigMap, workload->space, name))
            return found;
    }
    return survey.snapshot().find(Kind::ConfigMap, "kube-system", name);
}

Proof annotationProof(const Object &node, std::string_view key, std::string_view means)
{
    return {refTo(node), "/metadata/annotations" + pointerStep(key), std::string(node.annotation(key)),
            std::string(means)};
}

void addProven(Component &component, std::string_view key, const Object &object, const std::string &path,
               std::string_view means)
{
    const std::string value = textOf(object.root.pointer(path));
    if (value.empty())
        return;
    component.settings.push_back({std::string(key), value});
    component.evidence.push_back({refTo(object), path, value, std::string(means)});
}

bool isCanal(const Object &workload)
{
    if (workload.kind != Kind::DaemonSet)
        return false;
    const bool hasBoth = std::ranges::any_of(calicoImages, [&](auto image) { return hasImage(workload, image); }) &&
                         std::ranges::any_of(flannelImages, [&](auto image) { return hasImage(workload, image); });
    return hasBoth || workload.name == "canal" || workload.label("k8s-app") == "canal";
}

Running canalAgents(const Survey &survey)
{
    constexpr std::string_view means = "Calico's agent, beside Flannel in one pod";
    const Running running = runningImage(survey, calicoImages, means, isCanal);
    return running.how != Running::How::Absent ? running : agentPods(survey, true, means);
}

Running calicoAgents(const Survey &survey)
{
    constexpr std::string_view means = "the image of Calico's agent";
    const Running running =
        runningImage(survey, calicoImages, means, [](const Object &workload) { return !isCanal(workload); });
    return running.how != Running::How::Absent ? running : agentPods(survey, false, means);
}

Proof variableOf(const Running &running, std::string_view name, std::string_view means)
{
    for (const Object *workload : running.workloads) {
        const auto containers = workload->spec()["template"]["spec"]["containers"].items();
        for (std::size_t c = 0; c < containers.size(); ++c) {
            const auto env = containers[c]["env"].items();
            for (std::size_t e = 0; e < env.size(); ++e) {
                if (env[e]["name"].text() == name && !env[e]["value"].text().empty())
                    return {
                        refTo(*workload),
                        "/spec/template/spec/containers/" + std::to_string(c) + "/env/" + std::to_string(e) + "/value",
                        std::string(env[e]["value"].text()), std::string(means)};
            }
        }
    }
    return {};
}

const Object *calicoDefault(const Survey &survey, Kind kind)
{
    return survey.snapshot().find(kind, {}, "default");
}

Proof flagProof(const Survey &survey, std::string_view flag, std::string_view means)
{
    const Object *server = survey.flags().giving(flag);
    if (!server)
        return {};
    const std::string_view value = survey.flags().value(flag);
    return {refTo(*server), std::string(nodeArgsPathOf(*server)),
            "--" + std::string(flag) + (value == "true" ? std::string() : '=' + std::string(value)),
            std::string(means)};
}

Proof switchProof(const Survey &survey, std::string_view flag, std::string_view means)
{
    const Object *server = survey.flags().turningOn(flag);
    if (!server)
        return {};
    return {refTo(*server), std::string(nodeArgsPathOf(*server)), "--" + std::string(flag), std::string(means)};
}

std::string differingFlag(const Survey &survey, std::string_view flag, std::string_view otherwise)
{
    const std::string where = survey.flags().differing(flag, otherwise);
    return where.empty() ? where : "Servers differ in --" + std::string(flag) + ": " + where + '.';
}

void addRemark(Component &component, std::string_view sentence)
{
    if (!component.remark.empty() && !sentence.empty())
        component.remark += ' ';
    component.remark += sentence;
}

std::string countOf(const Survey &survey, std::initializer_list<Kind> kinds)
{
    std::size_t count = 0;
    for (const Kind kind : kinds)
        count += survey.snapshot().of(kind).size();
    return std::to_string(count);
}

}  // namespace portolan::roles
