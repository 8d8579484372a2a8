# SPDX-License-Identifier: GPL-3.0-or-later
"""Cilium 1.18 by its Helm chart: the network, the Service proxy, load balancer addresses and Gateways in one."""
import ipaddress

from cluster import Cluster
from k3s import GATEWAY_API, GATEWAY_BUNDLE, definition
from parts import SAVED, Pod, condition, container, from_field, http_probe, owned_by, sha, template

VERSION, ENVOY = "v1.18.4", "v1.34.10"
SPACE = "kube-system"
RELEASE = {"meta.helm.sh/release-name": "cilium", "meta.helm.sh/release-namespace": SPACE}
PART_OF = {"app.kubernetes.io/part-of": "cilium", "app.kubernetes.io/managed-by": "Helm"}
API_SERVER = [{"name": "KUBERNETES_SERVICE_HOST", "value": "127.0.0.1"}, {"name": "KUBERNETES_SERVICE_PORT", "value": "6444"}]
DEFINITIONS = [  # version, whether namespaced, kinds with their plurals
    ("v2", True, "CiliumEndpoint:ciliumendpoints CiliumEnvoyConfig:ciliumenvoyconfigs CiliumLocalRedirectPolicy:ciliumlocalredirectpolicies "
     "CiliumNetworkPolicy:ciliumnetworkpolicies CiliumNodeConfig:ciliumnodeconfigs"),
    ("v2", False, "CiliumCIDRGroup:ciliumcidrgroups CiliumClusterwideEnvoyConfig:ciliumclusterwideenvoyconfigs "
     "CiliumClusterwideNetworkPolicy:ciliumclusterwidenetworkpolicies CiliumIdentity:ciliumidentities "
     "CiliumLoadBalancerIPPool:ciliumloadbalancerippools CiliumNode:ciliumnodes"),
    ("v2alpha1", True, "CiliumGatewayClassConfig:ciliumgatewayclassconfigs"),
    ("v2alpha1", False, "CiliumL2AnnouncementPolicy:ciliuml2announcementpolicies CiliumPodIPPool:ciliumpodippools")]
GATEWAY_DEFINITIONS = [("v1", False, "GatewayClass:gatewayclasses"), ("v1", True, "Gateway:gateways HTTPRoute:httproutes GRPCRoute:grpcroutes "
                       "BackendTLSPolicy:backendtlspolicies"), ("v1beta1", True, "ReferenceGrant:referencegrants")]
CONFIG = {
    "agent-not-ready-taint-key": "node.cilium.io/agent-not-ready", "auto-direct-node-routes": "false", "bpf-lb-acceleration": "disabled",
    "bpf-lb-algorithm": "maglev", "bpf-lb-external-clusterip": "false", "bpf-lb-map-max": "65536", "bpf-lb-mode": "snat", "bpf-lb-sock": "false",
    "cluster-id": "0", "cluster-name": "default", "cluster-pool-ipv4-cidr": "10.42.0.0/16", "cluster-pool-ipv4-mask-size": "24",
    "cni-exclusive": "true", "cni-log-file": "/var/run/cilium/cilium-cni.log", "datapath-mode": "veth", "debug": "false",
    "enable-bpf-masquerade": "true", "enable-endpoint-health-checking": "true", "enable-endpoint-routes": "false", "enable-envoy-config": "true",
    "enable-gateway-api": "true", "enable-gateway-api-secrets-sync": "true", "enable-health-checking": "true", "enable-hubble": "true",
    "enable-ipv4": "true", "enable-ipv4-masquerade": "true", "enable-ipv6": "false", "enable-k8s-networkpolicy": "true",
    "enable-l2-announcements": "true", "enable-l7-proxy": "true", "enable-lb-ipam": "true", "enable-policy": "default",
    "external-envoy-proxy": "true", "hubble-listen-address": ":4244", "hubble-metrics": "dns drop tcp flow", "hubble-metrics-server": ":9965",
    "identity-allocation-mode": "crd", "ipam": "cluster-pool", "k8s-require-ipv4-pod-cidr": "false", "kube-proxy-replacement": "true",
    "l2-announcements-lease-duration": "15s", "mtu": "0", "operator-prometheus-serve-addr": ":9963", "policy-audit-mode": "false",
    "prometheus-serve-addr": "", "routing-mode": "tunnel", "tofqdns-enable-dns-compression": "true", "tunnel-port": "0", "tunnel-protocol": "vxlan",
    "vtep-endpoint": ""}


class CiliumCluster(Cluster):
    """`ranges` are by node what the operator gave it of the cluster's pool: in the order of the agents' start, and not podCIDR."""

    def __init__(self, machines, ranges, **more):
        super().__init__(machines, **more)
        self.ranges, self.taken = ranges, set()
        self.own = {name: [self.take(name, use) for use in ("router", "health", "ingress")] for name in machines}

    def take(self, node, *use):
        """Some free address of the node's range."""
        hosts = list(ipaddress.ip_network(self.ranges[node]).hosts())
        number = int(sha("ipam", node, *use)[:8], 16) % len(hosts)
        while str(hosts[number]) in self.taken:
            number = (number + 1) % len(hosts)
        self.taken.add(str(hosts[number]))
        return str(hosts[number])

    def give_address(self, node, namespace, name):
        return self.take(node, namespace, name)

    def network_annotations(self, name):
        return {}

    def network_conditions(self):
        return [condition("NetworkUnavailable", "False", self.now(), "CiliumIsUp", "Cilium is running on this node", lastHeartbeatTime=self.now())]

    def balance(self, service, fates):
        """The operator gives the next free address of the pool, and an agent takes the lease on announcing it."""
        pool, meta = self.all("CiliumLoadBalancerIPPool")[0], service["metadata"]
        first, last = (ipaddress.ip_address(pool["spec"]["blocks"][0][end]) for end in ("start", "stop"))
        used = {i["ip"] for s in self.all("Service") for i in s["status"]["loadBalancer"].get("ingress", [])}
        address = next(a for a in (str(ipaddress.ip_address(n)) for n in range(int(first), int(last) + 1)) if a not in used)
        service["status"] = {"loadBalancer": {"ingress": [{"ip": address, "ipMode": "VIP"}]},
                             "conditions": [condition("cilium.io/IPAMRequestSatisfied", "True", self.now(), "satisfied", "")]}
        total = int(last) - int(first) + 1
        pool["status"] = pool_status(self, total, len(used) + 1)
        name = f"cilium-l2announce-{meta['namespace']}-{meta['name']}"
        workers = [m for m in self.machines if not self.is_server(m)]
        self.add("Lease", "coordination.k8s.io/v1", name, SPACE, spec={
            "acquireTime": self.now()[:-1] + ".000000Z", "holderIdentity": workers[int(sha("lease", name)[:4], 16) % len(workers)],
            "leaseDurationSeconds": 15, "leaseTransitions": 0, "renewTime": SAVED[:-1] + ".000000Z"})


def pool_status(c, total, used):
    return {"conditions": [condition("cilium.io/PoolConflict", "False", c.now(), "resolved", "", observedGeneration=1)] + [
        condition("cilium.io/" + kind, "Unknown", c.now(), "noreason", str(number), observedGeneration=1)
        for kind, number in (("IPsTotal", total), ("IPsAvailable", total - used), ("IPsUsed", used))]}


def cilium(c):
    c.wait(30)
    for group, all_of_it in (("cilium.io", DEFINITIONS), (GATEWAY_API, GATEWAY_DEFINITIONS)):
        for version, is_namespaced, kinds in all_of_it:
            for kind, plural in (pair.split(":") for pair in kinds.split()):
                definition(c, group, "Namespaced" if is_namespaced else "Cluster", version, kind, plural,
                           GATEWAY_BUNDLE if group == GATEWAY_API else {"io.cilium.k8s.crd.schema.version": "1.31.11"})
    c.add("ConfigMap", "v1", "cilium-config", SPACE, PART_OF, RELEASE, data=CONFIG)
    c.add("ConfigMap", "v1", "hubble-relay-config", SPACE, PART_OF, RELEASE, data={
        "config.yaml": "cluster-name: default\npeer-service: \"hubble-peer.kube-system.svc.cluster.local.:443\"\nlisten-address: :4245\n"})
    agents(c)
    envoy(c)
    operator(c)
    hubble(c)
    for name in c.machines:
        cilium_node(c, name)


def names_of(app, part):
    return {"k8s-app": app, "app.kubernetes.io/name": part, "app.kubernetes.io/part-of": "cilium"}


def agents(c):
    image = "quay.io/cilium/cilium:" + VERSION
    env = [from_field("K8S_NODE_NAME", "spec.nodeName"), from_field("CILIUM_K8S_NAMESPACE", "metadata.namespace"), *API_SERVER]
    main = container("cilium-agent", image, [("peer-service", 4244), ("hubble-metrics", 9965)], command=["cilium-agent"],
                     args=["--config-dir=/tmp/cilium/config-map"], env=env, livenessProbe=http_probe("/healthz", 9879, periodSeconds=30, timeoutSeconds=5),
                     readinessProbe=http_probe("/healthz", 9879, periodSeconds=30, timeoutSeconds=5))
    init = [container(name, image, command=command) for name, command in (
        ("config", ["cilium-dbg", "build-config"]), ("mount-cgroup", ["sh", "-ec"]), ("apply-sysctl-overwrites", ["sh", "-ec"]),
        ("mount-bpf-fs", ["/bin/bash", "-c", "--"]), ("clean-cilium-state", ["/init-container.sh"]), ("install-cni-binaries", ["/install-plugin.sh"]))]
    labels = names_of("cilium", "cilium-agent")
    c.daemon_set("cilium", SPACE, template(labels, [main], hostNetwork=True, initContainers=init, priorityClassName="system-node-critical",
                 serviceAccountName="cilium", terminationGracePeriodSeconds=1, nodeSelector={"kubernetes.io/os": "linux"},
                 tolerations=[{"operator": "Exists"}]), labels={**labels, **PART_OF}, annotations=RELEASE, selector={"k8s-app": "cilium"}, surge=(0, 2))
    c.service("hubble-peer", SPACE, {"k8s-app": "cilium"}, [("peer-service", 443, 4244)], labels=names_of("cilium", "hubble-peer"), annotations=RELEASE,
              internalTrafficPolicy="Local")
    c.service("hubble-metrics", SPACE, {"k8s-app": "cilium"}, [("hubble-metrics", 9965, "hubble-metrics")], "None",
              labels=names_of("hubble", "hubble"), annotations={**RELEASE, "prometheus.io/port": "9965", "prometheus.io/scrape": "true"})


def envoy(c):
    main = container("cilium-envoy", "quay.io/cilium/cilium-envoy:" + ENVOY, [("envoy-metrics", 9964)], command=["/usr/bin/cilium-envoy-starter"],
                     args=["--", "-c /var/run/cilium/envoy/bootstrap-config.json", "--base-id 0", "--log-level info"], env=API_SERVER,
                     readinessProbe=http_probe("/healthz", 9878, periodSeconds=30, timeoutSeconds=5))
    labels = {**names_of("cilium-envoy", "cilium-envoy"), "name": "cilium-envoy"}
    c.daemon_set("cilium-envoy", SPACE, template(labels, [main], hostNetwork=True, priorityClassName="system-node-critical",
                 serviceAccountName="cilium-envoy", terminationGracePeriodSeconds=1, nodeSelector={"kubernetes.io/os": "linux"},
                 tolerations=[{"operator": "Exists"}]), labels={**labels, **PART_OF}, annotations=RELEASE, selector={"k8s-app": "cilium-envoy"}, surge=(0, 2))
    c.service("cilium-envoy", SPACE, {"k8s-app": "cilium-envoy"}, [("envoy-metrics", 9964, "envoy-metrics")], "None", labels=labels,
              annotations={**RELEASE, "prometheus.io/port": "9964", "prometheus.io/scrape": "true"})


def operator(c):
    """Two, on different nodes."""
    main = container("cilium-operator", "quay.io/cilium/operator-generic:" + VERSION, [("prometheus", 9963)], command=["cilium-operator-generic"],
                     args=["--config-dir=/tmp/cilium/config-map", "--debug=$(CILIUM_DEBUG)"], env=API_SERVER,
                     readinessProbe=http_probe("/healthz", 9234, periodSeconds=5, timeoutSeconds=3, failureThreshold=5))
    labels = {"io.cilium/app": "operator", "name": "cilium-operator", "app.kubernetes.io/part-of": "cilium", "app.kubernetes.io/name": "cilium-operator"}
    c.deployment("cilium-operator", SPACE, template(labels, [main], hostNetwork=True, priorityClassName="system-cluster-critical",
                 serviceAccountName="cilium-operator", nodeSelector={"kubernetes.io/os": "linux"}, tolerations=[{"operator": "Exists"}]),
                 [Pod("server-0"), Pod("agent-0")], selector={"io.cilium/app": "operator", "name": "cilium-operator"}, labels={**labels, **PART_OF},
                 annotations=RELEASE, strategy=("50%", "25%"))


def hubble(c):
    for app, image, port, target in (("hubble-relay", "quay.io/cilium/hubble-relay:" + VERSION, ("grpc", 4245), "grpc"),
                                     ("hubble-ui", "quay.io/cilium/hubble-ui:v0.13.3", ("http", 8081), 8081)):
        main = container("frontend" if app == "hubble-ui" else app, image, [port])
        more = [container("backend", "quay.io/cilium/hubble-ui-backend:v0.13.3", [("grpc", 8090)])] if app == "hubble-ui" else []
        c.deployment(app, SPACE, template(names_of(app, app), [main, *more], automountServiceAccountToken=app == "hubble-ui",
                     nodeSelector={"kubernetes.io/os": "linux"}, serviceAccountName=app), [Pod("agent-1")], selector={"k8s-app": app},
                     labels={**names_of(app, app), **PART_OF}, annotations=RELEASE, strategy=(1, "25%"))
        c.service(app, SPACE, {"k8s-app": app}, [(None if app == "hubble-relay" else "http", 80, target)], labels=names_of(app, app), annotations=RELEASE)


def cilium_node(c, name):
    node, (router, health, ingress) = c.index["Node", None, name], c.own[name]
    made = c.add("CiliumNode", "cilium.io/v2", name, labels=node["metadata"]["labels"], meta={"generation": 2}, spec={
        "addresses": [{"ip": c.machines[name].address, "type": "InternalIP"}, {"ip": router, "type": "CiliumInternalIP"}],
        "alibaba-cloud": {}, "azure": {}, "bootid": node["status"]["nodeInfo"]["bootID"], "encryption": {}, "eni": {}, "health": {"ipv4": health},
        "ingress": {"ipv4": ingress}, "ipam": {"podCIDRs": [c.ranges[name]], "pools": {}}}, status={
        "alibaba-cloud": {}, "azure": {}, "eni": {}, "ipam": {"operator-status": {}}})
    made["metadata"]["ownerReferences"] = [owned_by(node)]


def endpoints(c):
    """One CiliumEndpoint for each pod that Cilium connects, one CiliumIdentity for each set of labels."""
    for pod in c.all("Pod"):
        meta, spec = pod["metadata"], pod["spec"]
        if spec.get("hostNetwork") or pod["status"]["phase"] != "Running":
            continue
        labels = sorted([f"k8s:{k}={v}" for k, v in meta["labels"].items() if not is_left_out(k)] + [
            f"k8s:io.cilium.k8s.namespace.labels.kubernetes.io/metadata.name={meta['namespace']}", "k8s:io.cilium.k8s.policy.cluster=default",
            f"k8s:io.cilium.k8s.policy.serviceaccount={spec['serviceAccountName']}", f"k8s:io.kubernetes.pod.namespace={meta['namespace']}"])
        identity = identity_of(c, meta["namespace"], labels)
        ports = [{"name": p["name"], "port": p["containerPort"], "protocol": p["protocol"]} for each in spec["containers"] for p in each.get("ports", [])]
        sandbox = sha("sandbox", meta["namespace"], meta["name"])
        made = c.add("CiliumEndpoint", "cilium.io/v2", meta["name"], meta["namespace"], meta["labels"], meta={"generation": 1}, status={
            "encryption": {}, "external-identifiers": {"cni-attachment-id": sandbox + ":eth0", "container-id": sandbox, "k8s-namespace": meta["namespace"],
                                                       "k8s-pod-name": meta["name"], "pod-name": f"{meta['namespace']}/{meta['name']}"},
            "id": int(sha("endpoint", meta["namespace"], meta["name"])[:8], 16) % 4000 + 17, "identity": {"id": identity, "labels": labels},
            **({"named-ports": ports} if ports else {}),
            "networking": {"addressing": [{"ipv4": pod["status"]["podIP"]}], "node": pod["status"]["hostIP"]}, "state": "ready"})
        made["metadata"]["ownerReferences"] = [owned_by(pod)]


def is_left_out(label):
    """By Cilium's default filter of labels that make up an identity."""
    return label in ("pod-template-generation", "pod-template-hash", "controller-revision-hash", "statefulset.kubernetes.io/pod-name",
                     "apps.kubernetes.io/pod-index") or label.startswith("app.kubernetes.io/managed-by")


def identity_of(c, namespace, labels):
    number = 2000 + int(sha("identity", *labels)[:8], 16) % 60000
    if ("CiliumIdentity", None, str(number)) not in c.index:
        c.add("CiliumIdentity", "cilium.io/v2", str(number), labels={"io.kubernetes.pod.namespace": namespace}, meta={"generation": 1},
              **{"security-labels": dict(label.split("=", 1) for label in labels)})
    return number


# --- addresses for Services

def announcements(c, start, stop):
    c.wait(60)
    total = int(ipaddress.ip_address(stop)) - int(ipaddress.ip_address(start)) + 1
    c.add("CiliumLoadBalancerIPPool", "cilium.io/v2", "lan", meta={"generation": 1}, spec={
        "blocks": [{"start": start, "stop": stop}], "disabled": False}, status=pool_status(c, total, 0))
    c.add("CiliumL2AnnouncementPolicy", "cilium.io/v2alpha1", "lan", meta={"generation": 1}, spec={
        "interfaces": ["^eth[0-9]+"], "loadBalancerIPs": True, "externalIPs": False,
        "nodeSelector": {"matchExpressions": [{"key": "node-role.kubernetes.io/control-plane", "operator": "DoesNotExist"}]}})


# --- policies

def policy(c, name, namespace=None, **spec):
    c.add("CiliumNetworkPolicy" if namespace else "CiliumClusterwideNetworkPolicy", "cilium.io/v2", name, namespace, meta={"generation": 1}, spec=spec,
          status={"conditions": [condition("Valid", "True", c.now(), None, "Policy validation succeeded")]})


def to_dns():
    """Egress to the cluster's DNS, which also tells Cilium which addresses a name has."""
    return {"toEndpoints": [{"matchLabels": {"k8s:io.kubernetes.pod.namespace": "kube-system", "k8s:k8s-app": "kube-dns"}}],
            "toPorts": [{"ports": [{"port": "53", "protocol": "ANY"}], "rules": {"dns": [{"matchPattern": "*"}]}}]}
