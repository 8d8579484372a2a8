// SPDX-License-Identifier: GPL-3.0-or-later
#include "roles/running.h"

#include <algorithm>
#include <array>
#include <cctype>

namespace portolan::roles {

namespace {

constexpr std::string_view architectures[] = {"-amd64", "-arm64", "-arm", "-ppc64le", "-s390x"};

char flat(char c)
{
    return c == '/' ? '-' : c;
}

/** The container with one of the images, and its path. */
struct Found {
    std::string path;
    std::string_view image;
    bool isNull() const { return image.empty(); }
};

bool isOneOf(std::string_view image, std::span<const std::string_view> products)
{
    return std::ranges::any_of(products, [image](std::string_view product) { return isImageOf(image, product); });
}

Found imageIn(const Object &workload, std::span<const std::string_view> products)
{
    const Value spec = workload.spec()["template"]["spec"];
    for (const std::string_view list : {"containers", "initContainers"}) {
        const auto containers = spec[list].items();
        for (std::size_t i = 0; i < containers.size(); ++i) {
            const std::string_view image = containers[i]["image"].text();
            if (isOneOf(image, products))
                return {"/spec/template/spec/" + std::string(list) + '/' + std::to_string(i) + "/image", image};
        }
    }
    return {};
}

Running::How howIs(const Object &workload)
{
    if (isManifest(workload))
        return Running::How::Planned;
    const bool isDaemonSet = workload.kind == Kind::DaemonSet;
    const Value status = workload.status();
    const std::int64_t wanted =
        isDaemonSet ? status["desiredNumberScheduled"].integer() : workload.spec()["replicas"].integer(1);
    if (wanted == 0)
        return Running::How::Idle;
    return status[isDaemonSet ? "numberReady" : "readyReplicas"].integer() > 0 ? Running::How::Ready
                                                                               : Running::How::Unready;
}

void addReadiness(Running &running, const Object &workload)
{
    if (howIs(workload) != Running::How::Ready)
        return;
    const char *path = workload.kind == Kind::DaemonSet ? "/status/numberReady" : "/status/readyReplicas";
    running.evidence.push_back({refTo(workload), path, textOf(workload.root.pointer(path)), "pods of it are ready"});
}

void addWorkload(Running &running, const Survey &survey, const Object &workload)
{
    const Running::How how = howIs(workload);
    const bool isFirst = running.workloads.empty();
    running.state = isFirst ? Survey::stateOf(workload) : worst(running.state, Survey::stateOf(workload));
    running.how = std::max(running.how, how);
    running.workloads.push_back(&workload);
    if (how == Running::How::Idle)
        return;
    const std::vector<std::string> nodes = survey.nodesOf(workload);
    std::vector<std::string> all;
    std::ranges::set_union(running.nodes, nodes, std::back_inserter(all));
    running.nodes = std::move(all);
}

void addPod(Running &running, const Pod &pod, std::string_view image, std::size_t container, std::string_view means)
{
    const bool isFirst = running.evidence.empty();
    const Running::How how = !pod.hasStatus ? Running::How::Planned
                             : pod.isReady  ? Running::How::Ready
                                            : Running::How::Unready;
    const State state = !pod.hasStatus ? State::Unknown : pod.isReady ? State::Fine : State::Failing;
    running.state = isFirst ? state : running.state == state ? state : State::Warning;
    running.how = std::max(running.how, how);
    running.pods.push_back(refTo(pod));
    if (pod.isReady && !pod.node.empty())
        running.nodes.emplace_back(pod.node);
    if (!isFirst)
        return;
    running.version = tagOf(image);
    const auto before = std::ranges::count_if(pod.pod->containers, &Container::isInit);
    const bool isInit = pod.pod->containers[container].isInit;
    const std::size_t index = isInit ? container : container - static_cast<std::size_t>(before);
    const std::string path =
        (isInit ? "/spec/initContainers/" : "/spec/containers/") + std::to_string(index) + "/image";
    running.evidence.push_back({refTo(pod), path, std::string(image), std::string(means)});
}

void sortNodes(Running &running)
{
    std::ranges::sort(running.nodes);
    running.nodes.erase(std::unique(running.nodes.begin(), running.nodes.end()), running.nodes.end());
}

std::string_view lastStep(std::string_view product)
{
    const auto slash = product.rfind('/');
    return slash == std::string_view::npos ? product : product.substr(slash + 1);
}

bool isSameOption(std::string_view a, std::string_view b)
{
    return std::ranges::equal(a, b,
                              [](unsigned char x, unsigned char y) { return std::tolower(x) == std::tolower(y); });
}

}  // namespace

bool isImageOf(std::string_view image, std::string_view product)
{
    std::string_view name = repositoryOf(image);
    for (const std::string_view architecture : architectures) {
        if (name.ends_with(architecture))
            name.remove_suffix(architecture.size());
    }
    if (name.size() < product.size())
        return false;
    const std::size_t before = name.size() - product.size();
    if (before > 0 && flat(name[before - 1]) != '-')
        return false;
    return std::ranges::equal(name.substr(before), product, {}, flat, flat);
}

/** Pods of one template follow each other: the answer for the last one is the answer for its like. */
Running runningPods(const Survey &survey, std::span<const std::string_view> images, std::string_view means)
{
    Running running;
    const PodTemplate *last = nullptr;
    std::size_t at = 0;
    for (const Pod &pod : survey.snapshot().pods) {
        if (pod.pod != last) {
            last = pod.pod;
            const auto &containers = last->containers;
            at = 0;
            while (at < containers.size() && !isOneOf(containers[at].image, images))
                ++at;
        }
        if (at < last->containers.size())
            addPod(running, pod, last->containers[at].image, at, means);
    }
    sortNodes(running);
    return running;
}

Running runningPodsWhere(const Survey &survey, const std::function<bool(const Pod &)> &isMeant, std::string_view means)
{
    Running running;
    for (const Pod &pod : survey.snapshot().pods) {
        if (!isMeant(pod))
            continue;
        const auto &containers = pod.pod->containers;
        const auto first = std::ranges::find(containers, false, &Container::isInit);
        if (first != containers.end())
            addPod(running, pod, first->image, static_cast<std::size_t>(first - containers.begin()), means);
    }
    sortNodes(running);
    return running;
}

Running runningImage(const Survey &survey, std::span<const std::string_view> images, std::string_view means,
                     const WorkloadTest &isMeant)
{
    Running running;
    for (const std::string_view image : images) {
        for (const Object *workload : survey.workloadsWithImage(lastStep(image))) {
            const Found found = imageIn(*workload, std::span(&image, 1));
            if (found.isNull() || (isMeant && !isMeant(*workload)) ||
                std::ranges::find(running.workloads, workload) != running.workloads.end())
                continue;
            if (running.version.empty())
                running.version = tagOf(found.image);
            addWorkload(running, survey, *workload);
            running.evidence.push_back({refTo(*workload), found.path, std::string(found.image), std::string(means)});
            addReadiness(running, *workload);
        }
    }
    return running.workloads.empty() && !isMeant && !seesWorkloads(survey) ? runningPods(survey, images, means)
                                                                           : running;
}

Running runningImage(const Survey &survey, std::string_view image, std::string_view means, const WorkloadTest &isMeant)
{
    return runningImage(survey, std::span(&image, 1), means, isMeant);
}

Running runningAs(const Survey &survey, std::vector<const Object *> workloads, std::string_view means)
{
    Running running;
    for (const Object *workload : workloads) {
        addWorkload(running, survey, *workload);
        running.evidence.push_back({refTo(*workload), {}, {}, std::string(means)});
        addReadiness(running, *workload);
    }
    return running;
}

Component componentOf(NetworkRole role, std::string_view name, const Running &running)
{
    Component component;
    component.role = role;
    component.name = name;
    component.version = running.version;
    component.state = running.state;
    component.nodes = running.nodes;
    component.pods = running.pods;
    component.evidence = running.evidence;
    for (const Object *workload : running.workloads)
        component.workloads.push_back(refTo(*workload));
    switch (running.how) {
        case Running::How::Ready:
            component.confidence = Confidence::Confirmed;
            break;
        case Running::How::Unready:
            component.confidence = Confidence::Inferred;
            component.remark = "None of its pods is ready.";
            break;
        case Running::How::Planned:
            component.confidence = Confidence::Inferred;
            break;
        case Running::How::Idle:
            component.confidence = Confidence::Leftover;
            component.remark = "Its workload asks for no pod.";
            break;
        case Running::How::Absent:
            component.confidence = Confidence::Leftover;
            break;
    }
    return component;
}

std::string_view whyUnseen(const Survey &survey, Kind kind)
{
    const ClusterSnapshot &snapshot = survey.snapshot();
    const Absence absence = absenceOf(snapshot, kind, {});
    if (absence == Absence::NotInstalled)
        return {};
    if (absence != Absence::NotThere)
        return missing(snapshot, kind, {}).reason;
    return info(kind).namespaced && !snapshot.spaces.empty() ? "not read in all namespaces" : std::string_view();
}

/** A list of no DaemonSets leaves nothing in a file: of what was saved, Deployments speak for both, unless pods have
 *  DaemonSets that are not there. */
bool seesWorkloads(const Survey &survey)
{
    const Absence sets = absenceOf(survey.snapshot(), Kind::DaemonSet, {});
    const PodTable &pods = survey.snapshot().pods;
    const bool areUnsaved = sets == Absence::NotOpened && std::any_of(pods.begin(), pods.end(), [](const Pod &pod) {
                                return pod.hasStatus && pod.ownerKind == "DaemonSet";
                            });
    return !areUnsaved && whyUnseen(survey, Kind::Deployment).empty() &&
           (sets == Absence::NotThere || sets == Absence::NotOpened);
}

void addUnknown(Roles &roles, const Survey &survey, NetworkRole role, std::span<const Kind> kinds)
{
    if (roles.filling(role))
        return;
    for (const Kind kind : kinds) {
        const std::string_view why = whyUnseen(survey, kind);
        if (why.empty() || (kind == Kind::DaemonSet && seesWorkloads(survey)))
            continue;
        roles.unknown.push_back({role, std::string(info(kind).plural) + ' ' + std::string(why)});
        return;
    }
}

std::string_view argumentOf(const Object &workload, std::string_view option)
{
    for (const Value &container : workload.spec()["template"]["spec"]["containers"].items()) {
        for (const std::string_view field : {"args", "command"}) {
            const auto arguments = container[field].items();
            for (std::size_t i = 0; i < arguments.size(); ++i) {
                std::string_view text = arguments[i].text();
                text.remove_prefix(std::min(text.find_first_not_of('-'), text.size()));
                const auto equals = text.find('=');
                if (!isSameOption(text.substr(0, equals), option))
                    continue;
                if (equals != std::string_view::npos)
                    return text.substr(equals + 1);
                const std::string_view next = i + 1 < arguments.size() ? arguments[i + 1].text() : std::string_view();
                return next.empty() || next.starts_with('-') ? std::string_view("true") : next;
            }
        }
    }
    return {};
}

void addWord(std::string &words, std::string_view word)
{
    if (!words.empty())
        words += ' ';
    words += word;
}

void addSetting(Component &component, std::string_view key, std::string_view value)
{
    if (!value.empty())
        component.settings.push_back({std::string(key), std::string(value)});
}

}  // namespace portolan::roles
