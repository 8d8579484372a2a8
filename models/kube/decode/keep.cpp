// SPDX-License-Identifier: GPL-3.0-or-later
#include "kube/decode/keep.h"

#include <algorithm>
#include <array>

namespace portolan {

namespace {

using Take = Keep::Take;

constexpr Keep ownerFields[] = {{"apiVersion"}, {"kind"}, {"name"}, {"uid"}, {"controller"}};
constexpr Keep annotationFields[] = {{"kubectl.kubernetes.io/last-applied-configuration", Take::Never}, {"*"}};
constexpr Keep metadataFields[] = {{"name"},
                                   {"generateName"},
                                   {"namespace"},
                                   {"uid"},
                                   {"generation"},
                                   {"creationTimestamp"},
                                   {"deletionTimestamp"},
                                   {"labels"},
                                   {"annotations", Take::Fields, annotationFields},
                                   {"ownerReferences", Take::Fields, ownerFields}};
constexpr Keep metadata{"metadata", Take::Fields, metadataFields};

// Pod templates

constexpr Keep envFields[] = {{"name"}, {"value", Take::Variable}};
constexpr Keep httpGetFields[] = {{"path"}, {"port"}, {"scheme"}, {"host"}};
constexpr Keep probeFields[] = {
    {"httpGet", Take::Fields, httpGetFields}, {"tcpSocket"}, {"grpc"}, {"exec", Take::Presence}};
constexpr Keep containerFields[] = {{"name"},
                                    {"image"},
                                    {"ports"},
                                    {"restartPolicy"},
                                    {"command", Take::Arguments},
                                    {"args", Take::Arguments},
                                    {"env", Take::Fields, envFields},
                                    {"readinessProbe", Take::Fields, probeFields},
                                    {"livenessProbe", Take::Fields, probeFields},
                                    {"startupProbe", Take::Fields, probeFields}};
constexpr Keep podSpecFields[] = {{"containers", Take::Fields, containerFields},
                                  {"initContainers", Take::Fields, containerFields},
                                  {"hostNetwork"},
                                  {"dnsPolicy"},
                                  {"dnsConfig"},
                                  {"hostname"},
                                  {"subdomain"},
                                  {"serviceAccountName"},
                                  {"nodeName"},
                                  {"nodeSelector"},
                                  {"tolerations"},
                                  {"restartPolicy"}};
constexpr Keep templateFields[] = {metadata, {"spec", Take::Fields, podSpecFields}};
constexpr Keep podTemplate{"template", Take::Fields, templateFields};

// Workloads

constexpr Keep workloadSpecFields[] = {{"replicas"},    {"selector"},    {"serviceName"}, {"suspend"},
                                       {"parallelism"}, {"completions"}, {"paused"},      podTemplate};
constexpr Keep workloadFields[] = {
    {"apiVersion"}, {"kind"}, metadata, {"spec", Take::Fields, workloadSpecFields}, {"status"}};
constexpr Keep jobTemplateFields[] = {metadata, {"spec", Take::Fields, workloadSpecFields}};
constexpr Keep cronJobSpecFields[] = {{"schedule"}, {"suspend"}, {"jobTemplate", Take::Fields, jobTemplateFields}};
constexpr Keep cronJobFields[] = {
    {"apiVersion"}, {"kind"}, metadata, {"spec", Take::Fields, cronJobSpecFields}, {"status"}};

// Nodes

constexpr Keep nodeSpecFields[] = {{"podCIDR"}, {"podCIDRs"}, {"providerID"}, {"taints"}, {"unschedulable"}};
constexpr Keep capacityFields[] = {{"pods"}};
constexpr Keep conditionFields[] = {{"type"}, {"status"}, {"reason"}, {"message"}, {"lastTransitionTime"}};
constexpr Keep nodeStatusFields[] = {{"addresses"},
                                     {"conditions", Take::Fields, conditionFields},
                                     {"nodeInfo"},
                                     {"capacity", Take::Fields, capacityFields},
                                     {"allocatable", Take::Fields, capacityFields}};
constexpr Keep nodeFields[] = {{"apiVersion"},
                               {"kind"},
                               metadata,
                               {"spec", Take::Fields, nodeSpecFields},
                               {"status", Take::Fields, nodeStatusFields}};

// Custom resource definitions: their names and versions, not their schemas

constexpr Keep versionFields[] = {{"name"}, {"served"}, {"storage"}};
constexpr Keep definitionSpecFields[] = {
    {"group"}, {"names"}, {"scope"}, {"versions", Take::Fields, versionFields}, {"version"}};
constexpr Keep definitionFields[] = {{"apiVersion"}, {"kind"}, metadata, {"spec", Take::Fields, definitionSpecFields}};

// Helm charts of K3s: what they install, but no values, which may be secrets

constexpr Keep setFields[] = {{"*", Take::Key}};
constexpr Keep chartSpecFields[] = {{"chart"},
                                    {"version"},
                                    {"repo"},
                                    {"targetNamespace"},
                                    {"createNamespace"},
                                    {"bootstrap"},
                                    {"set", Take::Fields, setFields}};
constexpr Keep chartFields[] = {
    {"apiVersion"}, {"kind"}, metadata, {"spec", Take::Fields, chartSpecFields}, {"status"}};

constexpr Keep otherFields[] = {metadata, {"*"}};

}  // namespace

std::span<const Keep> keptFields(Kind kind)
{
    switch (kind) {
        case Kind::Node:
            return nodeFields;
        case Kind::Deployment:
        case Kind::ReplicaSet:
        case Kind::StatefulSet:
        case Kind::DaemonSet:
        case Kind::ReplicationController:
        case Kind::Job:
            return workloadFields;
        case Kind::CronJob:
            return cronJobFields;
        case Kind::CustomResourceDefinition:
            return definitionFields;
        case Kind::HelmChart:
        case Kind::HelmChartConfig:
            return chartFields;
        default:
            return otherFields;
    }
}

std::span<const std::string_view> networkConfigMaps()
{
    static constexpr std::array<std::string_view, 19> names{"antrea-config",
                                                            "calico-config",
                                                            "canal-config",
                                                            "cilium-config",
                                                            "coredns",
                                                            "coredns-custom",
                                                            "kube-dns",
                                                            "kube-proxy",
                                                            "kube-proxy-config",
                                                            "kube-router-cfg",
                                                            "kube-vip",
                                                            "kubeadm-config",
                                                            "kubernetes-services-endpoint",
                                                            "kubevip",
                                                            "linkerd-config",
                                                            "multus-cni-config",
                                                            "node-local-dns",
                                                            "ovn-config",
                                                            "ovn-vpc-nat-config"};
    return names;
}

bool isNetworkConfigMap(std::string_view name)
{
    constexpr std::array<std::string_view, 4> elsewhere{"ingress-nginx-controller", "istio", "istio-cni-config",
                                                        "kube-flannel-cfg"};
    return std::ranges::find(networkConfigMaps(), name) != networkConfigMaps().end() ||
           std::ranges::find(elsewhere, name) != elsewhere.end() || name.starts_with("antrea-config-");
}

}  // namespace portolan
