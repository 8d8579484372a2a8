// SPDX-License-Identifier: GPL-3.0-or-later
#include "kube/write/safewords.h"

#include <algorithm>
#include <array>
#include <string>
#include <unordered_set>
#include <vector>

#include "kube/kind.h"

namespace portolan {

namespace {

constexpr std::string_view words =
    // namespaces, roles and names that every cluster has
    "default kube system public node lease kubernetes apiserver controller manager scheduler etcd proxy dns coredns "
    "cluster local svc in addr arpa io k8s x the and or of to a "
    // K3s and what it brings
    "k3s k3d rke2 rancher cattle klipper lb svclb servicelb traefik crd helm install flannel metrics server agent "
    "provisioner path storage class local cloud provider embedded containerd mirrored library hardened docker ghcr "
    "quay "
    "gcr registry pause busybox vxlan host gw wireguard native ipsec udp node ip internal external hostname os arch "
    "internalip externalip vtepmac publicip publickey "
    "linux amd64 arm64 arm "
    // other components
    "calico tigera typha felix cilium hubble operator envoy canal multus antrea weave ovn kindnet kuberouter router "
    "metallb speaker memberlist ingress nginx haproxy contour kong istio istiod ztunnel ambient waypoint linkerd "
    "destination identity injector gateway gatewayclass nodelocal nodelocaldns upstream cert externaldns webhook kwok "
    "kind "
    "minikube microk8s openebs longhorn argocd flux prometheus grafana "
    // values of the API
    "true false null yes no none never always ifnotpresent tcp udp sctp http https http2 grpc h2c tls icmp icmpv6 "
    "clusterip nodeport loadbalancer externalname ready running pending succeeded failed unknown terminating waiting "
    "terminated completed crashloopbackoff imagepullbackoff errimagepull oomkilled error evicted unschedulable "
    "containersnotready containercreating podinitializing createcontainerconfigerror initialized podscheduled "
    "containersready memorypressure diskpressure pidpressure networkunavailable available progressing exact prefix "
    "implementationspecific regularexpression pathprefix host hostregexp pathregexp headers method query clientip "
    "headersregexp hostsni hostsniregexp alpn in notin exists doesnotexist ingress egress allow deny log pass audit "
    "ipv4 ipv6 singlestack preferdualstack requiredualstack clusterfirst clusterfirstwithhostnet rollingupdate "
    "recreate "
    "deployment replicaset statefulset daemonset job cronjob pod service node endpoints endpointslice same all from "
    "selector roundrobin sessionaffinity local cluster websecure web metrics noschedule noexecute prefernoschedule "
    "preferclose routable terminate passthrough simple mutual strict permissive disable iptables ipvs nftables bgp l2 "
    "encapsulation vxlancrosssubnet ipip ipipcrosssubnet master control plane worker topology zone region "
    // keys and words of the networks' configuration
    "network networks backend type port vni mtu enableipv4 enableipv6 ipv6network subnet subnetlen directrouting "
    "cniversion "
    "plugins delegate hairpinmode isdefaultgateway portmap bandwidth capabilities portmappings errors health lameduck "
    "forward resolv conf cache loop reload loadbalance hosts nodehosts ttl fallthrough insecure pods verified import "
    "etc "
    "custom override server rewrite template arpa log ready prometheus corefile k3s rancher corefile denial success "
    "mode clustercidr bindaddress healthzbindaddress metricsbindaddress conntrack featuregates "
    // flags, options and variables by which one sees who fills which role
    "disable policy arg args cidr service port range external iface replacement routing tunnel protocol geneve enable "
    "chaining portmap generic veth ipam mask size lb algorithm announcements encapmode trafficencapmode tunneltype "
    "networking ipv4pool crosssubnet block bpfenabled wireguardenabled wireguardenabledv6 svc cp arp vip address bird "
    "cni run firewall config cfg overlay encap snat dsr hybrid maglev random clusterconfiguration podsubnet "
    "servicesubnet "
    "dnsdomain";

constexpr std::string_view domains[] = {"kubernetes.io",
                                        "k8s.io",
                                        "cattle.io",
                                        "k3s.io",
                                        "rancher.io",
                                        "traefik.io",
                                        "traefik.containo.us",
                                        "cilium.io",
                                        "projectcalico.org",
                                        "tigera.io",
                                        "istio.io",
                                        "linkerd.io",
                                        "metallb.io",
                                        "metallb.universe.tf",
                                        "flannel.alpha.coreos.com",
                                        "coreos.com",
                                        "cni.cncf.io",
                                        "helm.sh",
                                        "openshift.io",
                                        "kubevirt.io",
                                        "ovn.org",
                                        "cert-manager.io",
                                        "kube-router.io",
                                        "x-k8s.io"};

std::string lowered(std::string_view text)
{
    std::string lower(text);
    for (char &c : lower)
        c = c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
    return lower;
}

bool isLetterOrDigit(char c)
{
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

void addWords(std::unordered_set<std::string> &to, std::string_view text)
{
    while (!text.empty()) {
        const auto begin = std::ranges::find_if(text, isLetterOrDigit);
        const auto end = std::find_if_not(begin, text.end(), isLetterOrDigit);
        if (begin != end)
            to.insert(lowered({begin, end}));
        text = {end, text.end()};
    }
}

std::unordered_set<std::string> collected()
{
    std::unordered_set<std::string> all;
    addWords(all, words);
    for (std::size_t i = 0; i < kindCount; ++i) {
        const KindInfo &kind = info(static_cast<Kind>(i));
        addWords(all, kind.name);
        addWords(all, kind.plural);
        for (const std::string_view group : kind.groups)
            addWords(all, group);
    }
    return all;
}

}  // namespace

bool isSafeWord(std::string_view word)
{
    static const std::unordered_set<std::string> all = collected();
    const bool isNumber = std::ranges::all_of(word, [](char c) { return c >= '0' && c <= '9'; });
    const bool isVersion = word.size() <= 8 && (word.starts_with('v') || word.starts_with('V')) && word.size() > 1 &&
                           std::ranges::all_of(word.substr(1), [](char c) { return c >= '0' && c <= '9'; });
    if (isNumber || isVersion || all.contains(lowered(word)))
        return true;
    const std::string_view stem = word.substr(0, word.find_last_not_of("0123456789") + 1);  // "k3s1", "agent0"
    return stem.size() < word.size() && all.contains(lowered(stem));
}

bool isSafeKey(std::string_view key)
{
    const std::string_view domain = key.substr(0, key.find('/'));
    if (domain.size() == key.size())
        return isSafeWord(key) || key == "k8s-app" || key == "app" || key == "pod-template-hash" ||
               key == "controller-revision-hash" || key == "pod-template-generation" || key == "component" ||
               key == "tier" || key == "name" || key == "job-name" || key == "controller-uid";
    return std::ranges::any_of(domains, [&](std::string_view known) {
        return domain == known || (domain.ends_with(known) && domain[domain.size() - known.size() - 1] == '.');
    });
}

}  // namespace portolan
