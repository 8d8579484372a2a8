#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Writes k3s-ha-metallb.json, calico-ebpf.json, cilium.json and mesh.json: K3s with other components in its roles.

As make_samples.py, whose Cluster plays the controllers. Two runs give the same bytes.
"""
import pathlib

from make_samples import (CONTROL_PLANE, Cluster, Pod, application, condition, container, control_plane, core_dns, definition,
                          http_probe, local_storage, metrics_server, namespace, policy, sha, suffix, template, traefik, uid)

ETCD = "node-role.kubernetes.io/etcd"
EVERYWHERE = [{"operator": "Exists"}]


def agent(c, name, space, image, labels, ports=(), args=(), **more):
    """A DaemonSet on every node, in the host's network as the agents of networks are."""
    made = template(labels, [container(name, image, ports, args=list(args), readinessProbe=http_probe("/healthz", 9099))],
                    hostNetwork=more.pop("hostNetwork", True), priorityClassName="system-node-critical", serviceAccountName=name,
                    tolerations=EVERYWHERE, **more)
    c.daemon_set(name, space, made, [Pod(n) for n in c.nodes], labels, {}, selector=labels)


def operator(c, name, space, image, labels=None, ports=(), node=None, replicas=1, **more):
    labels = labels or {"app": name}
    made = template(labels, [container(name, image, ports, **more)], serviceAccountName=name)
    names = list(c.nodes)
    fates = [Pod(node or names[(i + 1) % len(names)]) for i in range(replicas)]
    return c.deployment(name, space, made, fates)


def definitions(c, group, version, *kinds, scope="Namespaced"):
    for kind, plural in (pair.split(":") for pair in kinds):
        definition(c, group, scope, version, kind, plural)


def web(c, space, name, port, address, nodes, service_port=80, **more):
    """A small HTTP server with its Service."""
    c.deployment(name, space, application(name, port, **more), [Pod(n) for n in nodes])
    c.service(name, space, {"app": name}, [("http", service_port, "http")], address)


def has_condition(c, kind, reason, message=""):
    return {"conditions": [condition(kind, "True", c.now(), reason, message)]}


# --- high availability, MetalLB and ingress-nginx

HA = {"server-0": ("192.168.1.10", "10.42.0"), "server-1": ("192.168.1.11", "10.42.1"), "server-2": ("192.168.1.12", "10.42.2"),
      "agent-0": ("192.168.1.20", "10.42.3"), "agent-1": ("192.168.1.21", "10.42.4")}


def high_availability():
    c = Cluster(nodes=HA, server_args=["--cluster-init", "--disable", "traefik", "--disable", "servicelb"], has_service_lb=False)
    control_plane(c)
    servers = [n for n in HA if n.startswith("server")]
    for name in servers:
        c.index["Node", None, name]["metadata"]["labels"][ETCD] = "true"
        if name != "server-0":
            args = c.index["Node", None, name]["metadata"]["annotations"]
            args["k3s.io/node-args"] = args["k3s.io/node-args"].replace('"--cluster-init"', '"--server", "https://192.168.1.10:6443"')
    c.index["EndpointSlice", "default", "kubernetes"]["endpoints"] = [
        {"addresses": [HA[n][0]], "conditions": {"ready": True}} for n in servers]
    core_dns(c)
    metrics_server(c)
    local_storage(c)
    metallb(c)
    nginx(c)
    c.wait(600)
    namespace(c, "shop")
    workers = ["agent-0", "agent-1"]
    web(c, "shop", "web", 8080, "10.43.97.14", workers)
    web(c, "shop", "api", 8080, "10.43.97.15", workers, 8080)
    namespace(c, "monitoring")
    web(c, "monitoring", "grafana", 3000, "10.43.110.20", ["agent-1"])
    namespace(c, "mqtt")
    c.deployment("broker", "mqtt", template({"app": "broker"}, [container("broker", "docker.io/library/eclipse-mosquitto:2.0.22",
                 [("mqtt", 1883)])]), [Pod("agent-0"), Pod("agent-1")])
    broker = c.service("broker", "mqtt", {"app": "broker"}, [("mqtt", 1883, "mqtt", 31883)], "10.43.120.4", "LoadBalancer",
                       annotations={"metallb.io/address-pool": "routed", "metallb.io/ip-allocated-from-pool": "routed"},
                       externalTrafficPolicy="Local", healthCheckNodePort=32100)
    give(broker, "10.66.0.1")
    for node in workers:
        announced(c, "ServiceBGPStatus", broker, node, {"peers": ["router"]})
    for name, space, host, service in (("shop", "shop", "shop.example", "web"), ("api", "shop", "api.shop.example", "api"),
                                       ("grafana", "monitoring", "grafana.example", "grafana")):
        c.ingress(name, space, host, [("/", service, 8080 if service == "api" else 80)], "nginx")
        c.index["Ingress", space, name]["status"]["loadBalancer"] = {"ingress": [{"ip": "192.168.1.240"}]}
    return c


def give(service, address):
    service["status"]["loadBalancer"]["ingress"] = [{"ip": address, "ipMode": "VIP"}]


def announced(c, kind, service, node, status):
    meta = service["metadata"]
    name = f"{'l2' if kind == 'ServiceL2Status' else 'bgp'}-{suffix(5, kind, meta['namespace'], meta['name'], node)}"
    c.add(kind, "metallb.io/v1beta1", name, "metallb-system", {
        "metallb.io/node": node, "metallb.io/service-name": meta["name"], "metallb.io/service-namespace": meta["namespace"]},
        spec={}, status={"node": node, "serviceName": meta["name"], "serviceNamespace": meta["namespace"], **status})


def metallb(c):
    c.wait(300)
    namespace(c, "metallb-system")
    definitions(c, "metallb.io", "v1beta1", "IPAddressPool:ipaddresspools", "L2Advertisement:l2advertisements",
                "BGPAdvertisement:bgpadvertisements", "ServiceL2Status:servicel2statuses", "ServiceBGPStatus:servicebgpstatuses")
    definitions(c, "metallb.io", "v1beta2", "BGPPeer:bgppeers")
    labels = {"app": "metallb", "component": "controller"}
    operator(c, "controller", "metallb-system", "quay.io/metallb/controller:v0.15.2", labels, [("monitoring", 9120), ("webhook-server", 9443)])
    agent(c, "speaker", "metallb-system", "quay.io/metallb/speaker:v0.15.2", {"app": "metallb", "component": "speaker"},
          [("monitoring", 9120), ("memberlist-tcp", 7946), ("memberlist-udp", 7946, "UDP")])
    status = {"assignedIPv6": 0, "availableIPv6": 0}
    c.add("IPAddressPool", "metallb.io/v1beta1", "lan", "metallb-system", meta={"generation": 1},
          spec={"addresses": ["192.168.1.240-192.168.1.250"], "autoAssign": True, "avoidBuggyIPs": False},
          status={**status, "assignedIPv4": 1, "availableIPv4": 10})
    c.add("IPAddressPool", "metallb.io/v1beta1", "routed", "metallb-system", meta={"generation": 1},
          spec={"addresses": ["10.66.0.0/28"], "autoAssign": False, "avoidBuggyIPs": True},
          status={**status, "assignedIPv4": 1, "availableIPv4": 13})
    c.add("L2Advertisement", "metallb.io/v1beta1", "lan", "metallb-system", meta={"generation": 1}, spec={"ipAddressPools": ["lan"]})
    c.add("BGPAdvertisement", "metallb.io/v1beta1", "routed", "metallb-system", meta={"generation": 1},
          spec={"ipAddressPools": ["routed"], "aggregationLength": 32, "localPref": 100})
    c.add("BGPPeer", "metallb.io/v1beta2", "router", "metallb-system", meta={"generation": 1},
          spec={"myASN": 64512, "peerASN": 64500, "peerAddress": "192.168.1.1", "peerPort": 179})


def nginx(c):
    c.wait(120)
    namespace(c, "ingress-nginx")
    labels = {"app.kubernetes.io/component": "controller", "app.kubernetes.io/instance": "ingress-nginx",
              "app.kubernetes.io/name": "ingress-nginx"}
    c.add("IngressClass", "networking.k8s.io/v1", "nginx", labels=labels, meta={"generation": 1},
          annotations={"ingressclass.kubernetes.io/is-default-class": "true"}, spec={"controller": "k8s.io/ingress-nginx"})
    main = container("controller", "registry.k8s.io/ingress-nginx/controller:v1.13.3", [("http", 80), ("https", 443), ("webhook", 8443)],
                     args=["/nginx-ingress-controller", "--publish-service=$(POD_NAMESPACE)/ingress-nginx-controller",
                           "--controller-class=k8s.io/ingress-nginx", "--ingress-class=nginx"], readinessProbe=http_probe("/healthz", 10254))
    c.deployment("ingress-nginx-controller", "ingress-nginx", template(labels, [main], serviceAccountName="ingress-nginx"),
                 [Pod("agent-0"), Pod("agent-1")])
    c.add("ConfigMap", "v1", "ingress-nginx-controller", "ingress-nginx", labels, data={"use-forwarded-headers": "false"})
    door = c.service("ingress-nginx-controller", "ingress-nginx", labels, [("http", 80, "http", 30080), ("https", 443, "https", 30443)],
                     "10.43.60.7", "LoadBalancer", labels=labels, annotations={"metallb.io/ip-allocated-from-pool": "lan"})
    give(door, "192.168.1.240")
    announced(c, "ServiceL2Status", door, "agent-1", {"interfaces": [{"name": "eth0"}]})
    c.service("ingress-nginx-controller-admission", "ingress-nginx", labels, [("https-webhook", 443, "webhook")], "10.43.60.8", labels=labels)


# --- Calico with its eBPF data plane

CALICO_BLOCKS = {"server-0": "10.48.17", "agent-0": "10.48.201", "agent-1": "10.48.89"}


def calico():
    c = Cluster(server_args=["--flannel-backend", "none", "--disable-network-policy", "--disable-kube-proxy"], has_flannel=False,
                blocks=CALICO_BLOCKS)
    control_plane(c)
    for name, (address, _) in c.nodes.items():
        node = c.index["Node", None, name]
        node["metadata"]["annotations"].update({"projectcalico.org/IPv4Address": address + "/24",
                                                "projectcalico.org/IPv4VXLANTunnelAddr": CALICO_BLOCKS[name] + ".0",
                                                "projectcalico.org/VXLANTunnelMACAddr": "66:" + ":".join(sha("vxlan", name)[i:i + 2] for i in range(0, 10, 2))})
        node["status"]["conditions"].append(condition("NetworkUnavailable", "False", c.now(), "CalicoIsUp", "Calico is running on this node"))
    c.wait(40)
    for space in ("tigera-operator", "calico-system"):
        namespace(c, space)
    definitions(c, "operator.tigera.io", "v1", "Installation:installations", "TigeraStatus:tigerastatuses", scope="Cluster")
    definitions(c, "projectcalico.org", "v3", "IPPool:ippools", "FelixConfiguration:felixconfigurations", "BGPConfiguration:bgpconfigurations",
                "GlobalNetworkPolicy:globalnetworkpolicies", "Tier:tiers", "ClusterInformation:clusterinformations", scope="Cluster")
    definitions(c, "projectcalico.org", "v3", "NetworkPolicy:networkpolicies")
    operator(c, "tigera-operator", "tigera-operator", "quay.io/tigera/operator:v1.40.0", {"k8s-app": "tigera-operator"}, node="server-0")
    c.add("ConfigMap", "v1", "kubernetes-services-endpoint", "tigera-operator",
          data={"KUBERNETES_SERVICE_HOST": "127.0.0.1", "KUBERNETES_SERVICE_PORT": "6444"})
    agent(c, "calico-node", "calico-system", "quay.io/calico/node:v3.31.2", {"k8s-app": "calico-node"})
    operator(c, "calico-typha", "calico-system", "quay.io/calico/typha:v3.31.2", {"k8s-app": "calico-typha"}, [("calico-typha", 5473)])
    operator(c, "calico-kube-controllers", "calico-system", "quay.io/calico/kube-controllers:v3.31.2", {"k8s-app": "calico-kube-controllers"})
    c.service("calico-typha", "calico-system", {"k8s-app": "calico-typha"}, [("calico-typha", 5473, "calico-typha")], "10.43.14.31")
    c.add("Installation", "operator.tigera.io/v1", "default", meta={"generation": 2}, spec={"variant": "Calico", "cni": {"type": "Calico"},
          "calicoNetwork": {"bgp": "Disabled", "linuxDataplane": "BPF", "mtu": 1450, "containerIPForwarding": "Enabled",
                            "ipPools": [{"name": "default-ipv4-ippool", "cidr": "10.48.0.0/16", "blockSize": 24, "encapsulation": "VXLAN",
                                         "natOutgoing": "Enabled", "nodeSelector": "all()"}]}},
          status={"calicoVersion": "v3.31.2", **has_condition(c, "Ready", "AllObjectsAvailable")})
    c.add("IPPool", "projectcalico.org/v3", "default-ipv4-ippool", spec={"cidr": "10.48.0.0/16", "blockSize": 24, "ipipMode": "Never",
          "vxlanMode": "Always", "natOutgoing": True, "nodeSelector": "all()", "allowedUses": ["Workload", "Tunnel"]})
    c.add("FelixConfiguration", "projectcalico.org/v3", "default", spec={"bpfEnabled": True, "bpfExternalServiceMode": "Tunnel",
          "bpfKubeProxyIptablesCleanupEnabled": True, "vxlanVNI": 4096, "vxlanPort": 4789, "floatingIPs": "Disabled"})
    c.add("BGPConfiguration", "projectcalico.org/v3", "default", spec={"asNumber": 64512, "nodeToNodeMeshEnabled": False})
    c.add("ClusterInformation", "projectcalico.org/v3", "default", spec={"calicoVersion": "v3.31.2", "clusterType": "typha,kdd,k8s,operator,bpf",
          "datastoreReady": True})
    for name, order in (("platform", 100.0), ("default", 1000000.0)):
        c.add("Tier", "projectcalico.org/v3", name, spec={"order": order, "defaultAction": "Deny" if name == "default" else "Pass"})
    core_dns(c)
    metrics_server(c)
    local_storage(c)
    traefik(c)
    calico_applications(c)
    return c


def calico_applications(c):
    c.wait(900)
    for space in ("frontend", "payments"):
        namespace(c, space)
    nodes = list(c.nodes)
    web(c, "frontend", "storefront", 8080, "10.43.71.10", nodes)
    web(c, "frontend", "search", 8080, "10.43.71.11", nodes[1:])
    web(c, "payments", "ledger", 9000, "10.43.71.20", nodes[1:])
    web(c, "payments", "billing", 9000, "10.43.71.21", nodes[:2])
    c.ingress("storefront", "frontend", "store.example", [("/", "storefront", 80), ("/search", "search", 80)])
    c.add("GlobalNetworkPolicy", "projectcalico.org/v3", "platform.protect-payments", spec={
        "tier": "platform", "order": 10, "selector": "projectcalico.org/namespace == 'payments'", "types": ["Ingress"], "ingress": [
            {"action": "Allow", "protocol": "TCP", "source": {"namespaceSelector": "kubernetes.io/metadata.name in {'frontend', 'payments'}"},
             "destination": {"ports": [9000]}}, {"action": "Deny"}]})
    c.add("NetworkPolicy", "projectcalico.org/v3", "default.ledger-from-billing", "payments", spec={
        "tier": "default", "order": 100, "selector": "app == 'ledger'", "types": ["Ingress"], "ingress": [
            {"action": "Allow", "protocol": "TCP", "source": {"selector": "app == 'billing'"}, "destination": {"ports": [9000]}}]})
    c.add("NetworkPolicy", "networking.k8s.io/v1", "search-from-storefront", "frontend", meta={"generation": 1}, spec={
        "podSelector": {"matchLabels": {"app": "search"}}, "policyTypes": ["Ingress"],
        "ingress": [{"from": [{"podSelector": {"matchLabels": {"app": "storefront"}}}], "ports": [{"port": 8080, "protocol": "TCP"}]}]})


# --- Cilium without kube-proxy, with the Gateway API and L2 announcements

CILIUM_BLOCKS = {"server-0": "10.50.0", "agent-0": "10.50.1", "agent-1": "10.50.2"}


def cilium():
    c = Cluster(server_args=["--flannel-backend", "none", "--disable-network-policy", "--disable-kube-proxy", "--disable", "traefik",
                             "--disable", "servicelb"], has_flannel=False, has_service_lb=False, blocks=CILIUM_BLOCKS)
    control_plane(c)
    for name in c.nodes:
        c.index["Node", None, name]["status"]["conditions"].append(
            condition("NetworkUnavailable", "False", c.now(), "CiliumIsUp", "Cilium is running on this node"))
    c.wait(30)
    definitions(c, "cilium.io", "v2", "CiliumNode:ciliumnodes", "CiliumLoadBalancerIPPool:ciliumloadbalancerippools",
                "CiliumClusterwideNetworkPolicy:ciliumclusterwidenetworkpolicies", scope="Cluster")
    definitions(c, "cilium.io", "v2alpha1", "CiliumL2AnnouncementPolicy:ciliuml2announcementpolicies", scope="Cluster")
    definitions(c, "cilium.io", "v2", "CiliumEndpoint:ciliumendpoints", "CiliumNetworkPolicy:ciliumnetworkpolicies")
    c.add("ConfigMap", "v1", "cilium-config", "kube-system", {"app.kubernetes.io/managed-by": "Helm"}, data={
        "kube-proxy-replacement": "true", "routing-mode": "tunnel", "tunnel-protocol": "vxlan", "ipam": "cluster-pool",
        "cluster-pool-ipv4-cidr": "10.50.0.0/16", "cluster-pool-ipv4-mask-size": "24", "enable-l2-announcements": "true",
        "enable-gateway-api": "true", "enable-hubble": "true", "enable-policy": "default", "bpf-lb-mode": "snat", "bpf-lb-algorithm": "random",
        "enable-wireguard": "false", "mtu": "0", "cni-exclusive": "true", "enable-ipv4-masquerade": "true", "enable-bpf-masquerade": "true"})
    agent(c, "cilium", "kube-system", "quay.io/cilium/cilium:v1.18.4", {"k8s-app": "cilium"}, [("peer-service", 4244)])
    agent(c, "cilium-envoy", "kube-system", "quay.io/cilium/cilium-envoy:v1.34.10", {"k8s-app": "cilium-envoy"})
    operator(c, "cilium-operator", "kube-system", "quay.io/cilium/operator-generic:v1.18.4", {"name": "cilium-operator"})
    operator(c, "hubble-relay", "kube-system", "quay.io/cilium/hubble-relay:v1.18.4", {"k8s-app": "hubble-relay"}, [("grpc", 4245)])
    c.service("hubble-relay", "kube-system", {"k8s-app": "hubble-relay"}, [("grpc", 80, "grpc")], "10.43.33.7")
    for number, (name, (address, _)) in enumerate(c.nodes.items()):
        c.add("CiliumNode", "cilium.io/v2", name, spec={
            "addresses": [{"ip": address, "type": "InternalIP"}, {"ip": CILIUM_BLOCKS[name] + ".250", "type": "CiliumInternalIP"}],
            "ipam": {"podCIDRs": [CILIUM_BLOCKS[name] + ".0/24"]}, "encryption": {}, "bootid": uid("boot", name)}, status={"ipam": {}})
    c.add("CiliumLoadBalancerIPPool", "cilium.io/v2", "lan", spec={"blocks": [{"start": "192.168.1.230", "stop": "192.168.1.239"}], "disabled": False},
          status={"conditions": [condition("cilium.io/PoolConflict", "False", c.now(), "resolved"),
                                 condition("cilium.io/IPsAvailable", "Unknown", c.now(), "noreason", "9")]})
    c.add("CiliumL2AnnouncementPolicy", "cilium.io/v2alpha1", "lan", spec={"interfaces": ["^eth[0-9]+"], "loadBalancerIPs": True, "externalIPs": False})
    core_dns(c)
    metrics_server(c)
    local_storage(c)
    cilium_applications(c)
    for pod in c.all("Pod"):
        if not pod["spec"].get("hostNetwork") and "podIP" in pod["status"]:
            meta = pod["metadata"]
            c.add("CiliumEndpoint", "cilium.io/v2", meta["name"], meta["namespace"], meta["labels"], owner=pod, status={
                "id": int(sha("endpoint", meta["name"])[:4], 16), "identity": {"id": 2000 + int(sha("identity", str(sorted(meta["labels"].items())))[:4], 16)},
                "networking": {"addressing": [{"ipv4": pod["status"]["podIP"]}], "node": pod["status"]["hostIP"]}, "state": "ready"})
    return c


def cilium_applications(c):
    c.wait(700)
    nodes = list(c.nodes)
    namespace(c, "edge")
    c.add("GatewayClass", "gateway.networking.k8s.io/v1", "cilium", spec={"controllerName": "io.cilium/gateway-controller"},
          status=has_condition(c, "Accepted", "Accepted", "Valid GatewayClass"))
    door = c.service("cilium-gateway-public", "edge", None, [("port-80", 80, 80, 31080), ("port-443", 443, 443, 31443)], "10.43.88.2", "LoadBalancer",
                     labels={"gateway.networking.k8s.io/gateway-name": "public", "io.cilium.gateway/owning-gateway": "public"})
    c.add("EndpointSlice", "discovery.k8s.io/v1", "cilium-gateway-public", "edge", {"kubernetes.io/service-name": "cilium-gateway-public"},
          meta={"generation": 1}, addressType="IPv4", endpoints=[{"addresses": ["192.192.192.192"], "conditions": {"ready": True}}],
          ports=[{"port": 9999, "protocol": "TCP"}])  # Cilium's own: eBPF never lets a packet get there
    give(door, "192.168.1.230")
    door["status"]["conditions"] = [condition("cilium.io/IPAMRequestSatisfied", "True", c.now(), "satisfied")]
    listeners = [{"name": "http", "port": 80, "protocol": "HTTP", "allowedRoutes": {"namespaces": {"from": "All"}}}]
    c.add("Gateway", "gateway.networking.k8s.io/v1", "public", "edge", meta={"generation": 1}, spec={"gatewayClassName": "cilium", "listeners": listeners},
          status={"addresses": [{"type": "IPAddress", "value": "192.168.1.230"}], "listeners": [{"name": "http", "attachedRoutes": 3}],
                  "conditions": [condition(kind, "True", c.now(), kind) for kind in ("Accepted", "Programmed")]})
    namespace(c, "books")
    web(c, "books", "catalog", 8080, "10.43.90.10", nodes)
    web(c, "books", "reviews", 8080, "10.43.90.11", nodes[1:])
    web(c, "books", "ratings", 8080, "10.43.90.12", nodes[:2])
    c.deployment("recommend", "books", template({"app": "recommend"}, [container("recommend", "registry.example.com/books/recommend:3.2.0",
                 [("grpc", 9090)])]), [Pod(nodes[1]), Pod(nodes[2])])
    c.service("recommend", "books", {"app": "recommend"}, [("grpc", 9090, "grpc")], "10.43.90.13")
    parent = {"parentRefs": [{"name": "public", "namespace": "edge"}]}
    accepted = {"parents": [{"controllerName": "io.cilium/gateway-controller", "parentRef": parent["parentRefs"][0], "conditions": [
        condition(kind, "True", c.now(), kind) for kind in ("Accepted", "ResolvedRefs")]}]}
    c.add("HTTPRoute", "gateway.networking.k8s.io/v1", "catalog", "books", meta={"generation": 1}, spec={
        **parent, "hostnames": ["books.example"], "rules": [{"matches": [{"path": {"type": "PathPrefix", "value": "/"}}],
                                                            "backendRefs": [{"name": "catalog", "port": 80}]}]}, status=accepted)
    c.add("HTTPRoute", "gateway.networking.k8s.io/v1", "reviews", "books", meta={"generation": 1}, spec={
        **parent, "hostnames": ["books.example"], "rules": [{"matches": [{"path": {"type": "PathPrefix", "value": "/reviews"}}], "backendRefs": [
            {"name": "reviews", "port": 80, "weight": 90}, {"name": "ratings", "port": 80, "weight": 10}]}]}, status=accepted)
    c.add("GRPCRoute", "gateway.networking.k8s.io/v1", "recommend", "books", meta={"generation": 1}, spec={
        **parent, "hostnames": ["grpc.books.example"], "rules": [{"backendRefs": [{"name": "recommend", "port": 9090}]}]}, status=accepted)
    c.add("CiliumNetworkPolicy", "cilium.io/v2", "reviews-api", "books", spec={
        "endpointSelector": {"matchLabels": {"app": "reviews"}}, "ingress": [{"fromEndpoints": [{"matchLabels": {"app": "catalog"}}], "toPorts": [
            {"ports": [{"port": "8080", "protocol": "TCP"}], "rules": {"http": [{"method": "GET", "path": "/reviews/.*"}]}}]},
            {"fromEntities": ["ingress"]}]})
    c.add("CiliumNetworkPolicy", "cilium.io/v2", "ratings-egress", "books", spec={
        "endpointSelector": {"matchLabels": {"app": "ratings"}}, "egress": [
            {"toEndpoints": [{"matchLabels": {"k8s:io.kubernetes.pod.namespace": "kube-system", "k8s-app": "kube-dns"}}], "toPorts": [
                {"ports": [{"port": "53", "protocol": "UDP"}], "rules": {"dns": [{"matchPattern": "*"}]}}]},
            {"toFQDNs": [{"matchName": "ratings.example.net"}], "toPorts": [{"ports": [{"port": "443", "protocol": "TCP"}]}]}]})
    c.add("CiliumClusterwideNetworkPolicy", "cilium.io/v2", "no-metadata-service", spec={
        "endpointSelector": {}, "egressDeny": [{"toCIDR": ["169.254.169.254/32"]}]})


# --- meshes: Istio ambient and with sidecars, Linkerd; a DNS cache on every node

def mesh():
    c = Cluster()
    control_plane(c)
    core_dns(c)
    metrics_server(c)
    local_storage(c)
    traefik(c)
    dns_cache(c)
    istio(c)
    linkerd(c)
    return c


def dns_cache(c):
    c.wait(60)
    corefile = ("cluster.local:53 {\n    errors\n    cache 30\n    reload\n    loop\n    bind 169.254.20.10 10.43.0.10\n"
                "    forward . __PILLAR__CLUSTER__DNS__ {\n        force_tcp\n    }\n}\n")
    c.add("ConfigMap", "v1", "node-local-dns", "kube-system", data={"Corefile": corefile})
    agent(c, "node-local-dns", "kube-system", "registry.k8s.io/dns/k8s-dns-node-cache:1.26.4", {"k8s-app": "node-local-dns"},
          [("dns", 53, "UDP"), ("dns-tcp", 53), ("metrics", 9253)],
          ["-localip", "169.254.20.10,10.43.0.10", "-conf", "/etc/Corefile", "-upstreamsvc", "kube-dns-upstream"])
    c.service("kube-dns-upstream", "kube-system", {"k8s-app": "kube-dns"}, [("dns", 53, 53, None, "UDP"), ("dns-tcp", 53, 53)], "10.43.0.53")


def sidecar(pod_template, name, image, args, annotations, port):
    """A proxy as a native sidecar, which the injector puts into each pod of a workload."""
    proxy = container(name, image, [(name[:15], port)], args=args, restartPolicy="Always", readinessProbe=http_probe("/healthz/ready", 15021))
    pod_template["spec"]["initContainers"] = [proxy]
    pod_template["metadata"]["annotations"] = {**pod_template["metadata"].get("annotations", {}), **annotations}
    return pod_template


def istio(c):
    c.wait(200)
    namespace(c, "istio-system")
    definitions(c, "networking.istio.io", "v1", "VirtualService:virtualservices", "DestinationRule:destinationrules", "Gateway:gateways")
    definitions(c, "security.istio.io", "v1", "PeerAuthentication:peerauthentications", "AuthorizationPolicy:authorizationpolicies")
    operator(c, "istiod", "istio-system", "docker.io/istio/pilot:1.28.0", {"app": "istiod", "istio": "pilot"}, [("xds", 15012), ("webhook", 15017)])
    c.service("istiod", "istio-system", {"app": "istiod", "istio": "pilot"}, [("https-dns", 15012, 15012), ("https-webhook", 443, 15017)], "10.43.140.3")
    agent(c, "istio-cni-node", "istio-system", "docker.io/istio/install-cni:1.28.0", {"k8s-app": "istio-cni-node"})
    agent(c, "ztunnel", "istio-system", "docker.io/istio/ztunnel:1.28.0", {"app": "ztunnel"}, [("ztunnel-stats", 15020)], hostNetwork=False)
    for name, controller in (("istio", "istio.io/gateway-controller"), ("istio-waypoint", "istio.io/mesh-controller")):
        c.add("GatewayClass", "gateway.networking.k8s.io/v1", name, spec={"controllerName": controller},
              status=has_condition(c, "Accepted", "Accepted", "Handled by Istio controller"))
    c.add("PeerAuthentication", "security.istio.io/v1", "default", "istio-system", spec={"mtls": {"mode": "STRICT"}})
    nodes = list(c.nodes)
    namespace(c, "bookshop")["metadata"]["labels"].update({"istio.io/dataplane-mode": "ambient", "istio.io/use-waypoint": "waypoint"})
    for name, address in (("frontpage", "10.43.150.10"), ("orders", "10.43.150.11"), ("stock", "10.43.150.12")):
        made = application(name)
        made["metadata"]["annotations"] = {"ambient.istio.io/redirection": "enabled"}
        c.deployment(name, "bookshop", made, [Pod(nodes[1]), Pod(nodes[2])])
        c.service(name, "bookshop", {"app": name}, [("http", 80, "http")], address)
    labels = {"gateway.networking.k8s.io/gateway-name": "waypoint", "service.istio.io/canonical-name": "waypoint"}
    c.deployment("waypoint", "bookshop", template(labels, [container("istio-proxy", "docker.io/istio/proxyv2:1.28.0", [("hbone", 15008)],
                 args=["proxy", "waypoint"])]), [Pod(nodes[1])])
    c.service("waypoint", "bookshop", labels, [("mesh", 15008, 15008)], "10.43.150.20")
    c.add("Gateway", "gateway.networking.k8s.io/v1", "waypoint", "bookshop", {"istio.io/waypoint-for": "service"}, meta={"generation": 1},
          spec={"gatewayClassName": "istio-waypoint", "listeners": [{"name": "mesh", "port": 15008, "protocol": "HBONE"}]},
          status={"addresses": [{"type": "IPAddress", "value": "10.43.150.20"}],
                  "conditions": [condition(kind, "True", c.now(), kind) for kind in ("Accepted", "Programmed")]})
    c.ingress("bookshop", "bookshop", "books.example", [("/", "frontpage", 80)])
    namespace(c, "booking")["metadata"]["labels"]["istio-injection"] = "enabled"
    for name, address in (("reserve", "10.43.151.10"), ("calendar", "10.43.151.11")):
        made = sidecar(application(name), "istio-proxy", "docker.io/istio/proxyv2:1.28.0", ["proxy", "sidecar"], {
            "sidecar.istio.io/status": '{"initContainers":["istio-proxy"],"containers":null,"revision":"default"}'}, 15090)
        c.deployment(name, "booking", made, [Pod(nodes[0]), Pod(nodes[2])])
        c.service(name, "booking", {"app": name}, [("http", 80, "http")], address)
    c.add("VirtualService", "networking.istio.io/v1", "calendar", "booking", spec={"hosts": ["calendar"], "http": [
        {"retries": {"attempts": 3, "perTryTimeout": "2s"}, "route": [{"destination": {"host": "calendar", "port": {"number": 80}}}]}]})
    c.ingress("booking", "booking", "booking.example", [("/", "reserve", 80)])


def linkerd(c):
    c.wait(90)
    namespace(c, "linkerd")
    version = {"linkerd.io/proxy-version": "edge-25.10.7", "linkerd.io/inject": "enabled"}
    for name, part in (("linkerd-destination", "destination"), ("linkerd-identity", "identity"), ("linkerd-proxy-injector", "proxy-injector")):
        labels = {"linkerd.io/control-plane-component": part, "linkerd.io/control-plane-ns": "linkerd"}
        operator(c, name, "linkerd", "cr.l5d.io/linkerd/controller:edge-25.10.7", labels, [("admin-http", 9996)])
    c.service("linkerd-dst", "linkerd", {"linkerd.io/control-plane-component": "destination"}, [("grpc", 8086, 8086)], "10.43.160.2")
    space = namespace(c, "voting")
    space["metadata"]["annotations"] = {"linkerd.io/inject": "enabled"}
    nodes = list(c.nodes)
    for name, address in (("ballot", "10.43.161.10"), ("tally", "10.43.161.11")):
        made = sidecar(application(name), "linkerd-proxy", "cr.l5d.io/linkerd/proxy:edge-25.10.7", [], version, 4143)
        made["metadata"]["labels"]["linkerd.io/control-plane-ns"] = "linkerd"
        c.deployment(name, "voting", made, [Pod(nodes[1]), Pod(nodes[2])], selector={"app": name})
        c.service(name, "voting", {"app": name}, [("http", 80, "http")], address)
    c.ingress("voting", "voting", "vote.example", [("/", "ballot", 80)])
    namespace(c, "legacy")
    web(c, "legacy", "reports", 8080, "10.43.170.10", nodes[1:])
    policy(c, "reports-from-traefik", {"matchLabels": {"app": "reports"}}, "legacy", ingress=[
        {"from": [{"namespaceSelector": {"matchLabels": {"kubernetes.io/metadata.name": "kube-system"}}}], "ports": [{"port": 8080, "protocol": "TCP"}]}])


if __name__ == "__main__":
    here = pathlib.Path(__file__).resolve().parent
    for name, made in (("k3s-ha-metallb", high_availability), ("calico-ebpf", calico), ("cilium", cilium), ("mesh", mesh)):
        made().save(here / f"{name}.json")
