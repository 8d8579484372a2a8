// SPDX-License-Identifier: GPL-3.0-or-later
#include <array>

#include "findings/search.h"

/* K3s itself. Sources: K3s, "Server", "Managing Packaged Components", "Helm". */
namespace portolan::findings {

namespace {

void findCharts(Search &search)
{
    for (const Pod &pod : search.snapshot().pods) {
        const bool isInstaller = pod.name.starts_with("helm-install-");
        const bool isFailing =
            pod.phase == PodPhase::Failed || pod.reason == "CrashLoopBackOff" || pod.reason == "Error";
        if (!isInstaller || !isFailing)
            continue;
        search.add("K3S-01", Severity::Error, {refTo(pod)},
                   "Pod " + titleOf(pod) + ", which installs a chart of K3s, fails (" + std::string(pod.reason) + ").",
                   "Look at the log of the Job.");
    }
}

/** Flags that all servers must be started with alike. */
void findFlags(Search &search)
{
    constexpr std::array critical{"cluster-cidr",    "service-cidr",           "cluster-dns",       "cluster-domain",
                                  "flannel-backend", "disable-network-policy", "disable-kube-proxy"};
    for (const std::string_view flag : critical) {
        const std::string difference = search.flags().differing(flag, "the default");
        if (!difference.empty() && search.flags().server())
            search.add("K3S-03", Severity::Error, {refTo(*search.flags().server())},
                       "The servers were started with different --" + std::string(flag) + ": " + difference + '.',
                       "Give all servers the same flags.");
    }
}

void findDisabled(Search &search)
{
    struct Packaged {
        std::string_view name;
        Kind kind;
        std::string_view workload;
    };
    constexpr Packaged packaged[] = {{"traefik", Kind::Deployment, "traefik"},
                                     {"coredns", Kind::Deployment, "coredns"},
                                     {"metrics-server", Kind::Deployment, "metrics-server"}};
    for (const Packaged &one : packaged) {
        const Object *server = search.flags().disabling(one.name);
        const Object *workload = search.snapshot().find(one.kind, "kube-system", one.workload);
        const bool isOwn = workload && !workload->annotation("objectset.rio.cattle.io/id").empty();
        if (server && isOwn)
            search.add("K3S-02", Severity::Warning, {refTo(*workload), refTo(*server)},
                       "K3s was started with --disable=" + std::string(one.name) + ", and its own " +
                           std::string(one.name) + " is still there.",
                       "Give all servers the flag, and restart them.");
    }
}

}  // namespace

void findK3sFaults(Search &search)
{
    if (!search.isK3s())
        return;
    findCharts(search);
    findFlags(search);
    findDisabled(search);
}

}  // namespace portolan::findings
