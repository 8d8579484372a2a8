// SPDX-License-Identifier: GPL-3.0-or-later
#include "roles/meshcoverage.h"

#include <algorithm>

namespace portolan::roles {

namespace {

MeshCoverage spacesOf(const Survey &survey, const AsksForMesh &asks)
{
    MeshCoverage coverage;
    for (const ObjectPtr &space : survey.snapshot().of(Kind::Namespace)) {
        ++coverage.ofSpaces;
        Proof proof = asks(*space);
        if (proof.object.isNull())
            continue;
        if (++coverage.spaces == 1)
            coverage.evidence.push_back(std::move(proof));
    }
    return coverage;
}

/** The path of the proxy's container where the pod has another one besides; empty else. */
std::string proxyPath(const PodTemplate &pod, std::string_view proxy)
{
    std::string path;
    bool hasOther = false;
    std::size_t init = 0, other = 0;
    for (const Container &container : pod.containers) {
        const std::size_t index = container.isInit ? init++ : other++;
        if (container.name == proxy)
            path = (container.isInit ? "/spec/initContainers/" : "/spec/containers/") + std::to_string(index) + "/name";
        else if (!container.isInit)
            hasOther = true;
    }
    return hasOther ? path : std::string();
}

std::string partOf(std::size_t some, std::size_t all)
{
    return std::to_string(some) + " of " + std::to_string(all);
}

}  // namespace

MeshCoverage proxyCoverage(const Survey &survey, const AsksForMesh &asks, std::string_view proxy, std::string_view own)
{
    MeshCoverage coverage = spacesOf(survey, asks);
    const PodTemplate *last = nullptr;
    std::string path;
    for (const Pod &pod : survey.snapshot().pods) {
        if (pod.phase != PodPhase::Running || (!own.empty() && pod.space == own))
            continue;
        ++coverage.ofPods;
        if (pod.pod != last) {
            last = pod.pod;
            path = proxyPath(*last, proxy);
        }
        if (!path.empty() && ++coverage.pods == 1)
            coverage.evidence.push_back({refTo(pod), path, std::string(proxy), "a pod with its proxy"});
    }
    return coverage;
}

MeshCoverage annotationCoverage(const Survey &survey, const AsksForMesh &asks, std::string_view key,
                                std::string_view value)
{
    MeshCoverage coverage = spacesOf(survey, asks);
    for (const Pod &pod : survey.snapshot().pods) {
        if (pod.phase != PodPhase::Running)
            continue;
        ++coverage.ofPods;
        if (pod.annotations->empty())
            continue;
        if (valueOf(*pod.annotations, key) == value && ++coverage.pods == 1)
            coverage.evidence.push_back(
                {refTo(pod), "/metadata/annotations" + pointerStep(key), std::string(value), "a pod that it takes in"});
    }
    return coverage;
}

void addCoverage(Component &component, const MeshCoverage &coverage)
{
    if (coverage.ofSpaces > 0)
        addSetting(component, "namespaces", partOf(coverage.spaces, coverage.ofSpaces));
    if (coverage.ofPods > 0)
        addSetting(component, "pods", partOf(coverage.pods, coverage.ofPods));
    component.evidence.insert(component.evidence.end(), coverage.evidence.begin(), coverage.evidence.end());
}

void judgeCoverage(Component &component, const Survey &survey, const Running &control, const MeshCoverage &coverage)
{
    if (control.isThere()) {
        if (coverage.ofPods > 0 && coverage.pods == 0)
            component.remark = "It runs, and no pod is in the mesh.";
        return;
    }
    if (!seesWorkloads(survey)) {
        component.confidence = Confidence::Inferred;
        component.remark = "What runs it can not be seen.";
        return;
    }
    component.confidence = Confidence::Leftover;
    component.remark = coverage.pods > 0 ? "Pods are still in the mesh, and nothing runs that would direct them."
                                         : "Namespaces ask for it, and nothing of it runs.";
}

}  // namespace portolan::roles
