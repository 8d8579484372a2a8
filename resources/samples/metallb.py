# SPDX-License-Identifier: GPL-3.0-or-later
"""MetalLB 0.16: its controller gives addresses out of pools, its speakers announce them."""
import hashlib
import ipaddress

from cluster import Cluster
from k3s import definition, namespace
from parts import Pod, container, from_field, http_probe, owned_by, suffix, template

VERSION = "v0.16.0"
SPACE = "metallb-system"
DEFINITIONS = {"BFDProfile": "bfdprofiles", "BGPAdvertisement": "bgpadvertisements", "BGPPeer": "bgppeers", "Community": "communities",
               "ConfigurationState": "configurationstates", "IPAddressPool": "ipaddresspools", "L2Advertisement": "l2advertisements",
               "ServiceBGPStatus": "servicebgpstatuses", "ServiceL2Status": "servicel2statuses"}
SERVER_TOLERATIONS = [{"effect": "NoSchedule", "key": "node-role.kubernetes.io/" + role, "operator": "Exists"} for role in ("master", "control-plane")]


def addresses_of(pool):
    """All addresses of a pool, in order."""
    made = []
    for text in pool["spec"]["addresses"]:
        if "-" in text:
            first, last = map(ipaddress.ip_address, text.split("-"))
            made += [ipaddress.ip_address(n) for n in range(int(first), int(last) + 1)]
        else:
            made += list(ipaddress.ip_network(text))
    return [str(a) for a in made if not (pool["spec"]["avoidBuggyIPs"] and str(a).rsplit(".", 1)[1] in ("0", "255"))]


class MetalLbCluster(Cluster):
    def balance(self, service, fates):
        """The controller takes the next free address; the speakers of each kind of advertisement announce it."""
        meta = service["metadata"]
        wanted = meta.get("annotations", {}).get("metallb.io/address-pool")
        pool = next(p for p in self.all("IPAddressPool") if p["metadata"]["name"] == wanted or not wanted and p["spec"]["autoAssign"])
        taken = {i["ip"] for s in self.all("Service") for i in s["status"]["loadBalancer"].get("ingress", [])}
        address = next(a for a in addresses_of(pool) if a not in taken)
        service["status"]["loadBalancer"]["ingress"] = [{"ip": address, "ipMode": "VIP"}]
        meta.setdefault("annotations", {})["metallb.io/ip-allocated-from-pool"] = pool["metadata"]["name"]
        pool["status"]["assignedIPv4"] += 1
        pool["status"]["availableIPv4"] -= 1
        self.announce(service, address, pool["metadata"]["name"])

    def announce(self, service, address, pool):
        nodes = self.announcing_nodes(service)
        for advertisement in self.all("L2Advertisement"):
            if pool in advertisement["spec"]["ipAddressPools"]:
                self.add_status(service, "ServiceL2Status", "l2-", min(nodes, key=lambda node: hashlib.sha256(f"{node}#{address}".encode()).digest()))
        for advertisement in self.all("BGPAdvertisement"):
            if pool in advertisement["spec"]["ipAddressPools"]:
                for node in nodes:
                    self.add_status(service, "ServiceBGPStatus", "bgp-", node, peers=[p["metadata"]["name"] for p in self.all("BGPPeer")])

    def announcing_nodes(self, service):
        """With externalTrafficPolicy Local only nodes with a ready endpoint."""
        if service["spec"]["externalTrafficPolicy"] == "Cluster":
            return list(self.machines)
        ready = {e["nodeName"] for s in self.all("EndpointSlice", service["metadata"]["namespace"])
                 if s["metadata"]["labels"]["kubernetes.io/service-name"] == service["metadata"]["name"] for e in s["endpoints"] or []
                 if e["conditions"]["ready"]}
        return [node for node in self.machines if node in ready]

    def add_status(self, service, kind, prefix, node, **more):
        """It belongs to the speaker that wrote it."""
        name, space = service["metadata"]["name"], service["metadata"]["namespace"]
        speaker = next(p for p in self.all("Pod", SPACE) if p["spec"]["nodeName"] == node and p["metadata"]["labels"]["component"] == "speaker")
        made = self.add(kind, "metallb.io/v1beta1", prefix + suffix(5, kind, space, name, node), SPACE, {
            "metallb.io/node": node, "metallb.io/service-name": name, "metallb.io/service-namespace": space},
            meta={"generateName": prefix, "generation": 1}, spec={}, status={"node": node, "serviceName": name, "serviceNamespace": space, **more})
        made["metadata"]["ownerReferences"] = [owned_by(speaker)]


def metallb(c):
    c.wait(220)
    labels = {"app": "metallb"}
    for kind, plural in DEFINITIONS.items():
        definition(c, "metallb.io", "Namespaced", "v1beta2" if kind == "BGPPeer" else "v1beta1", kind, plural)
    namespace(c, SPACE, {f"pod-security.kubernetes.io/{mode}": "privileged" for mode in ("audit", "enforce", "warn")})
    excluded = ", ".join(f'"^{name}"' for name in ("docker.*", "virbr.*", "veth.*", "lo$", "cali.*", "flannel.*", "kube-ipvs.*", "cni.*", "lxc.*"))
    c.add("ConfigMap", "v1", "metallb-excludel2", SPACE, data={"excludel2.yaml": f"announcedInterfacesToExclude: [{excluded}]\n"})
    scraped = {"prometheus.io/port": "9120", "prometheus.io/scrape": "true"}
    locked = {"allowPrivilegeEscalation": False, "readOnlyRootFilesystem": True}
    probes = {"livenessProbe": http_probe("/healthz", 17472, initialDelaySeconds=10), "readinessProbe": http_probe("/readyz", 17472, initialDelaySeconds=10)}
    controller = container("controller", "quay.io/metallb/controller:" + VERSION, [("metricshttps", 9120), ("webhook-server", 9443)], args=[
        "--port=9120", "--log-level=info"], securityContext={**locked, "capabilities": {"drop": ["all"]}}, **probes,
        env=[from_field("METALLB_POD_NAME", "metadata.name"), {"name": "METALLB_ML_SECRET_NAME", "value": "memberlist"},
             {"name": "METALLB_DEPLOYMENT", "value": "controller"}],
        volumeMounts=[{"mountPath": "/tmp/k8s-webhook-server/serving-certs", "name": "cert", "readOnly": True}])
    c.deployment("controller", SPACE, template({**labels, "component": "controller"}, [controller], scraped, nodeSelector={"kubernetes.io/os": "linux"},
                 serviceAccountName="controller", terminationGracePeriodSeconds=0, securityContext={"fsGroup": 65534, "runAsNonRoot": True, "runAsUser": 65534},
                 volumes=[{"name": "cert", "secret": {"defaultMode": 420, "secretName": "metallb-webhook-cert"}}]), [Pod("agent-0")], history=3)
    speaker(c, labels, scraped, locked, probes)
    c.service("metallb-webhook-service", SPACE, {"component": "controller"}, [(None, 443, 9443)])


def speaker(c, labels, scraped, locked, probes):
    main = container("speaker", "quay.io/metallb/speaker:" + VERSION, [("metricshttps", 9120), ("memberlist-tcp", 7946), ("memberlist-udp", 7946, "UDP")],
                     args=["--port=9120", "--log-level=info"], securityContext={**locked, "capabilities": {"add": ["NET_RAW"], "drop": ["ALL"]}}, **probes,
                     env=[from_field("METALLB_NODE_NAME", "spec.nodeName"), from_field("METALLB_POD_NAME", "metadata.name"),
                          from_field("METALLB_HOST", "status.hostIP"), from_field("METALLB_ML_BIND_ADDR", "status.podIP"),
                          {"name": "METALLB_ML_LABELS", "value": "app=metallb,component=speaker"},
                          {"name": "METALLB_ML_SECRET_KEY_PATH", "value": "/etc/ml_secret_key"}],
                     volumeMounts=[{"mountPath": "/etc/ml_secret_key", "name": "memberlist", "readOnly": True},
                                   {"mountPath": "/etc/metallb", "name": "metallb-excludel2", "readOnly": True}])
    each = {**labels, "component": "speaker"}
    c.daemon_set("speaker", SPACE, template(each, [main], scraped, hostNetwork=True, nodeSelector={"kubernetes.io/os": "linux"},
                 serviceAccountName="speaker", terminationGracePeriodSeconds=2, tolerations=SERVER_TOLERATIONS, volumes=[
        {"name": "memberlist", "secret": {"defaultMode": 420, "secretName": "memberlist"}},
        {"name": "metallb-excludel2", "configMap": {"defaultMode": 256, "name": "metallb-excludel2"}}]), labels=each, selector=each)


def pools(c, ranges):
    """`ranges` are by pool: its addresses, whether it is given out unasked, and the kind of its advertisement."""
    c.wait(95)
    for name, (addresses, auto, advertisement) in ranges.items():
        made = c.add("IPAddressPool", "metallb.io/v1beta1", name, SPACE, meta={"generation": 1},
                     spec={"addresses": addresses, "autoAssign": auto, "avoidBuggyIPs": True}, status={})
        made["status"] = {"assignedIPv4": 0, "assignedIPv6": 0, "availableIPv4": len(addresses_of(made)), "availableIPv6": 0}
        c.add(advertisement, "metallb.io/v1beta1", name, SPACE, meta={"generation": 1}, spec={
            "ipAddressPools": [name], **({"aggregationLength": 32, "aggregationLengthV6": 128} if advertisement == "BGPAdvertisement" else {})}, status={})


def peer(c, name, address, asn, own_asn):
    c.add("BGPPeer", "metallb.io/v1beta2", name, SPACE, meta={"generation": 1}, status={}, spec={
        "myASN": own_asn, "peerASN": asn, "peerAddress": address, "peerPort": 179, "disableMP": False, "dualStackAddressFamily": False,
        "passwordSecret": {}})
