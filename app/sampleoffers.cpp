// SPDX-License-Identifier: GPL-3.0-or-later
#include "sampleoffers.h"

#include <QObject>
#include <algorithm>

#include "input.h"

namespace portolan {

std::vector<SampleOffer> sampleOffers()
{
    // Sentences of one line each keep the page calm.
    const SampleOffer worded[] = {
        {u"k3s-vanilla"_qs, QObject::tr("K3s as it installs itself"),
         QObject::tr("One server, two agents, a shop behind Traefik.")},
        {u"k3s-ha-metallb"_qs, QObject::tr("Three servers, MetalLB"),
         QObject::tr("Addresses by ARP and BGP, ingress-nginx, etcd.")},
        {u"calico-ebpf"_qs, QObject::tr("Calico with eBPF"),
         QObject::tr("No kube-proxy, two subnets, policies in tiers.")},
        {u"cilium"_qs, QObject::tr("Cilium"), QObject::tr("Gateway API, L2 announcements, HTTP policies.")},
        {u"mesh"_qs, QObject::tr("Service meshes"), QObject::tr("Istio ambient and sidecars, Linkerd, DNS cache.")},
        {u"broken"_qs, QObject::tr("K3s, broken"), QObject::tr("The first one a day later, with typical faults.")}};
    std::vector<SampleOffer> offers;
    for (const QString &name : sampleNames()) {
        const auto found = std::ranges::find(worded, name, &SampleOffer::name);
        offers.push_back(found != std::end(worded) ? *found : SampleOffer{name, name, {}});
    }
    return offers;
}

}  // namespace portolan
