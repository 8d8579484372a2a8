# SPDX-License-Identifier: GPL-3.0-or-later
"""Calico 3.32 by the Tigera operator 1.42, with the eBPF data plane and its kinds as definitions of projectcalico.org/v3."""
import ipaddress

from cluster import Cluster
from k3s import definition, namespace
from parts import Pod, condition, container, http_probe, mac, sha, template

VERSION, OPERATOR, SPACE = "v3.32.0", "v1.42.0", "calico-system"
EVERYWHERE = [{"key": "CriticalAddonsOnly", "operator": "Exists"}, {"effect": "NoSchedule", "operator": "Exists"},
              {"effect": "NoExecute", "operator": "Exists"}]
PLURALS = {"NetworkPolicy": "networkpolicies", "GlobalNetworkPolicy": "globalnetworkpolicies", "BlockAffinity": "blockaffinities",
           "StagedNetworkPolicy": "stagednetworkpolicies", "StagedGlobalNetworkPolicy": "stagedglobalnetworkpolicies",
           "StagedKubernetesNetworkPolicy": "stagedkubernetesnetworkpolicies", "CalicoNodeStatus": "caliconodestatuses",
           "TigeraStatus": "tigerastatuses", "IPAMBlock": "ipamblocks"}
NAMESPACED = ("NetworkPolicy", "NetworkSet", "StagedNetworkPolicy", "StagedKubernetesNetworkPolicy")
KINDS = ["BGPConfiguration", "BGPFilter", "BGPPeer", "BlockAffinity", "CalicoNodeStatus", "ClusterInformation", "FelixConfiguration",
         "GlobalNetworkPolicy", "GlobalNetworkSet", "HostEndpoint", "IPAMBlock", "IPAMConfiguration", "IPAMHandle", "IPPool", "IPReservation",
         "KubeControllersConfiguration", "NetworkPolicy", "NetworkSet", "StagedGlobalNetworkPolicy", "StagedKubernetesNetworkPolicy",
         "StagedNetworkPolicy", "Tier"]
OPERATOR_KINDS = ["APIServer", "ImageSet", "Installation", "TigeraStatus"]
API = "projectcalico.org/v3"
POOL = {"cidr": "10.42.0.0/16", "blockSize": 26, "natOutgoing": True, "nodeSelector": "all()", "allowedUses": ["Workload", "Tunnel"],
        "assignmentMode": "Automatic", "ipipMode": "Never", "vxlanMode": "CrossSubnet", "disableBGPExport": False}


class CalicoCluster(Cluster):
    """`blocks` are the /26 blocks of each node; a node takes addresses from its own only, the first for its tunnel."""

    def __init__(self, machines, blocks, **more):
        super().__init__(machines, **more)
        self.blocks = {name: list(ipaddress.ip_network(block)) for name, block in blocks.items()}
        self.next_host = dict.fromkeys(machines, 1)

    def give_address(self, node, namespace, name):
        self.next_host[node] += 1
        return str(self.blocks[node][self.next_host[node] - 1])

    def pod_annotations(self, namespace, name, status):
        """Once a pod has ended, its address is given back."""
        address = "" if status["phase"] == "Succeeded" else status["podIP"] + "/32"
        return {"cni.projectcalico.org/containerID": sha("sandbox", namespace, name), "cni.projectcalico.org/podIP": address,
                "cni.projectcalico.org/podIPs": address}

    def network_annotations(self, name):
        return {"projectcalico.org/IPv4Address": self.machines[name].address + "/24",
                "projectcalico.org/IPv4VXLANTunnelAddr": str(self.blocks[name][0]), "projectcalico.org/VXLANTunnelMACAddr": mac("vxlan", name)}

    def network_conditions(self):
        return [condition("NetworkUnavailable", "False", self.now(), "CalicoIsUp", "Calico is running on this node", lastHeartbeatTime=self.now())]


def plural_of(kind):
    return PLURALS.get(kind, kind.lower() + "s")


def calico(c, server):
    """`server` is the address at which pods reach the API server while nobody translates its Service."""
    c.wait(40)
    for kind in OPERATOR_KINDS:
        definition(c, "operator.tigera.io", "Cluster", "v1", kind, plural_of(kind))
    for kind in KINDS:
        definition(c, "projectcalico.org", "Namespaced" if kind in NAMESPACED else "Cluster", "v3", kind, plural_of(kind))
    namespace(c, "tigera-operator", {"name": "tigera-operator", "pod-security.kubernetes.io/enforce": "privileged"})
    namespace(c, SPACE, {"name": SPACE, "pod-security.kubernetes.io/enforce": "privileged", "pod-security.kubernetes.io/enforce-version": "latest"})
    for space in ("tigera-operator", SPACE):
        c.add("ConfigMap", "v1", "kubernetes-services-endpoint", space, data={"KUBERNETES_SERVICE_HOST": server, "KUBERNETES_SERVICE_PORT": "6443"})
    labels = {"name": "tigera-operator", "k8s-app": "tigera-operator"}
    main = container("tigera-operator", "quay.io/tigera/operator:" + OPERATOR, command=["operator"], args=["-manage-crds=true"],
                     env=[{"name": "WATCH_NAMESPACE", "value": ""}, {"name": "OPERATOR_NAME", "value": "tigera-operator"}],
                     envFrom=[{"configMapRef": {"name": "kubernetes-services-endpoint", "optional": True}}])
    c.deployment("tigera-operator", "tigera-operator", template(labels, [main], dnsPolicy="ClusterFirstWithHostNet", hostNetwork=True,
                 nodeSelector={"kubernetes.io/os": "linux"}, serviceAccountName="tigera-operator", terminationGracePeriodSeconds=60,
                 tolerations=EVERYWHERE[1:]), [Pod("server-0")], selector={"name": "tigera-operator"}, labels={"k8s-app": "tigera-operator"})
    installation = add_installation(c)
    api_server = c.add("APIServer", "operator.tigera.io/v1", "default", meta={"generation": 1}, spec={}, status=is_ready(c, 1))
    configuration(c)
    agents(c, installation)
    typha(c, installation)
    kube_controllers(c, installation)
    webhooks(c, api_server)
    for name in ("apiserver", "calico", "ippools", "tiers"):
        c.add("TigeraStatus", "operator.tigera.io/v1", name, meta={"generation": 1}, spec={}, status={"conditions": [
            condition(kind, status, c.now(), "AllObjectsAvailable", "All objects available", observedGeneration=1)
            for kind, status in (("Degraded", "False"), ("Available", "True"), ("Progressing", "False"))]})


def is_ready(c, generation):
    return {"conditions": [condition(kind, "True" if kind == "Ready" else "False", c.now(), "AllObjectsAvailable", "All objects available",
                                     observedGeneration=generation) for kind in ("Ready", "Degraded", "Progressing")]}


def add_installation(c):
    pool = {"name": "default-ipv4-ippool", "cidr": POOL["cidr"], "blockSize": 26, "encapsulation": "VXLANCrossSubnet", "natOutgoing": "Enabled",
            "nodeSelector": "all()", "disableBGPExport": False, "allowedUses": POOL["allowedUses"], "assignmentMode": "Automatic"}
    spec = {"variant": "Calico", "cni": {"type": "Calico", "ipam": {"type": "Calico"}, "binDir": "/var/lib/rancher/k3s/data/cni",
                                         "confDir": "/var/lib/rancher/k3s/agent/etc/cni/net.d"},
            "calicoNetwork": {"bgp": "Enabled", "linuxDataplane": "BPF", "hostPorts": "Enabled", "containerIPForwarding": "Enabled",
                              "multiInterfaceMode": "None", "linuxPolicySetupTimeoutSeconds": 0, "windowsDataplane": "Disabled",
                              "nodeAddressAutodetectionV4": {"kubernetes": "NodeInternalIP"}, "ipPools": [pool]},
            "controlPlaneReplicas": 2, "flexVolumePath": "None", "kubeletVolumePluginPath": "None", "logging": {"cni": {"logSeverity": "Info"}},
            "nodeUpdateStrategy": {"type": "RollingUpdate", "rollingUpdate": {"maxUnavailable": 1}}, "nonPrivileged": "Disabled"}
    return c.add("Installation", "operator.tigera.io/v1", "default", meta={"generation": 3, "finalizers": ["tigera.io/operator-cleanup"]}, spec=spec,
                 status={"calicoVersion": VERSION, "computed": spec, "mtu": 1450, "variant": "Calico", **is_ready(c, 3)})


def configuration(c):
    def add(kind, name, **more):
        c.add(kind, API, name, **{"meta": {"generation": 1}, **more})

    add("IPPool", "default-ipv4-ippool", spec=POOL, labels={"app.kubernetes.io/managed-by": "tigera-operator"})
    add("FelixConfiguration", "default", meta={"generation": 2}, annotations={"operator.tigera.io/bpfEnabled": "true"}, spec={
        "bpfConnectTimeLoadBalancing": "TCP", "bpfEnabled": True, "bpfExternalServiceMode": "Tunnel", "bpfKubeProxyIptablesCleanupEnabled": True,
        "bpfLogLevel": "", "healthPort": 9099, "logSeverityScreen": "Info", "nftablesMode": "Disabled", "vxlanPort": 4789, "vxlanVNI": 4096})
    add("BGPConfiguration", "default", spec={"asNumber": 64512, "logSeverityScreen": "Info", "nodeToNodeMeshEnabled": True})
    add("ClusterInformation", "default", spec={"calicoVersion": VERSION, "clusterGUID": sha("guid", c.seed)[:32],
                                               "clusterType": "typha,kdd,k8s,operator,bgp", "datastoreReady": True})
    add("KubeControllersConfiguration", "default", spec={"controllers": {
        "loadBalancer": {"assignIPs": "AllServices"}, "node": {"hostEndpoint": {"autoCreate": "Disabled"}, "leakGracePeriod": "15m0s",
                                                              "reconcilerPeriod": "5m0s", "syncLabels": "Enabled"}},
        "etcdV3CompactionPeriod": "10m0s", "healthChecks": "Enabled", "logSeverityScreen": "Info"})
    for name, order, action in (("calico-system", 100, "Deny"), ("kube-admin", 1000, "Pass"), ("default", 1000000, "Deny"),
                                ("kube-baseline", 10000000, "Pass")):
        tier(c, name, order, action)
    for name, cidr in c.blocks.items():
        block = f"{cidr[0]}/26"
        add("BlockAffinity", f"{name}-{block.replace('.', '-').replace('/', '-')}", spec={
            "cidr": block, "deleted": False, "node": name, "state": "confirmed", "type": "host"})


def tier(c, name, order, action):
    c.add("Tier", API, name, meta={"generation": 1, "finalizers": ["projectcalico.org/tier-controller"]}, spec={"defaultAction": action, "order": order}, status={})


def names_of(app):
    return {"k8s-app": app, "app.kubernetes.io/name": app}


def agents(c, installation):
    env = {"DATASTORE_TYPE": "kubernetes", "WAIT_FOR_DATASTORE": "true", "CLUSTER_TYPE": "k8s,operator,bgp", "CALICO_MANAGE_CNI": "true",
           "FELIX_HEALTHENABLED": "true", "FELIX_HEALTHPORT": "9099", "FELIX_TYPHAK8SNAMESPACE": SPACE, "FELIX_TYPHAK8SSERVICENAME": "calico-typha",
           "FELIX_BPFENABLED": "true", "NO_DEFAULT_POOLS": "true", "CALICO_NETWORKING_BACKEND": "bird", "IP": "autodetect", "IP6": "none"}
    image = "quay.io/calico/node:" + VERSION
    init = [container("ebpf-bootstrap", image, command=["calico-node", "-init"], securityContext={"privileged": True}),
            container("install-cni", "quay.io/calico/cni:" + VERSION, command=["/opt/cni/bin/install"], securityContext={"privileged": True},
                      env=[{"name": "CNI_CONF_NAME", "value": "10-calico.conflist"}, {"name": "SLEEP", "value": "false"}])]
    main = container("calico-node", image, env=[{"name": n, "value": v} for n, v in env.items()], securityContext={"privileged": True},
                     livenessProbe=http_probe("/liveness", 9099, timeoutSeconds=10),
                     readinessProbe={"exec": {"command": ["/bin/calico-node", "-bird-ready", "-felix-ready"]}, "timeoutSeconds": 10,
                                     "periodSeconds": 30, "successThreshold": 1, "failureThreshold": 3})
    main["livenessProbe"]["httpGet"]["host"] = "localhost"
    c.daemon_set("calico-node", SPACE, template(names_of("calico-node"), [main], hostNetwork=True, initContainers=init,
                 nodeSelector={"kubernetes.io/os": "linux"}, priorityClassName="system-node-critical", serviceAccountName="calico-node",
                 terminationGracePeriodSeconds=5, tolerations=EVERYWHERE), labels=names_of("calico-node"), selector={"k8s-app": "calico-node"},
                 owner=installation)


def typha(c, installation):
    """The operator starts two for three or four nodes."""
    main = container("calico-typha", "quay.io/calico/typha:" + VERSION, [("calico-typha", 5473)], readinessProbe=http_probe("/readiness", 9098),
                     livenessProbe=http_probe("/liveness", 9098), env=[{"name": n, "value": v} for n, v in (
                         ("TYPHA_DATASTORETYPE", "kubernetes"), ("TYPHA_HEALTHENABLED", "true"), ("TYPHA_HEALTHPORT", "9098"))])
    c.deployment("calico-typha", SPACE, template(names_of("calico-typha"), [main], hostNetwork=True, nodeSelector={"kubernetes.io/os": "linux"},
                 priorityClassName="system-cluster-critical", serviceAccountName="calico-typha", terminationGracePeriodSeconds=300,
                 tolerations=EVERYWHERE), [Pod("agent-0"), Pod("agent-1")], selector={"k8s-app": "calico-typha"}, labels=names_of("calico-typha"),
                 strategy=(1, "100%"), owner=installation)
    c.service("calico-typha", SPACE, {"k8s-app": "calico-typha"}, [("calico-typha", 5473, "calico-typha")], labels={"k8s-app": "calico-typha"})


def kube_controllers(c, installation):
    app = "calico-kube-controllers"
    main = container(app, "quay.io/calico/kube-controllers:" + VERSION, env=[
        {"name": "KUBE_CONTROLLERS_CONFIG_NAME", "value": "default"}, {"name": "DATASTORE_TYPE", "value": "kubernetes"},
        {"name": "ENABLED_CONTROLLERS", "value": "node,loadbalancer"}], readinessProbe={
            "exec": {"command": ["/usr/bin/check-status", "-r"]}, "timeoutSeconds": 10, "periodSeconds": 30, "successThreshold": 1, "failureThreshold": 3})
    c.deployment(app, SPACE, template(names_of(app), [main], nodeSelector={"kubernetes.io/os": "linux"}, priorityClassName="system-cluster-critical",
                 serviceAccountName=app, tolerations=EVERYWHERE), [Pod("agent-2")], selector={"k8s-app": app}, labels=names_of(app), strategy=(1, 0),
                 owner=installation)
    c.service(app + "-metrics", SPACE, {"k8s-app": app}, [("metrics-port", 9094, 9094)], "None", labels={"k8s-app": app},
              annotations={"prometheus.io/port": "9094", "prometheus.io/scrape": "true"})
    access(c, "kube-controller-access", app, [], egress=[allow_dns("UDP"), allow_server()])


def webhooks(c, api_server):
    app = "calico-webhooks"
    main = container(app, "quay.io/calico/webhooks:" + VERSION, [(None, 6443)], args=["webhook", "--tls-cert-file=/calico-webhooks-tls/tls.crt",
                                                                                      "--tls-private-key-file=/calico-webhooks-tls/tls.key"])
    del main["ports"][0]["name"]
    c.deployment(app, SPACE, template(names_of(app), [main], serviceAccountName=app, tolerations=EVERYWHERE), [Pod("agent-1"), Pod("agent-2")],
                 selector={"k8s-app": app}, labels=names_of(app), strategy=(0, 1), owner=api_server)
    c.service(app, SPACE, {"k8s-app": app}, [(None, 443, 6443)])
    access(c, "calico-webhooks", app, [{"action": "Allow", "protocol": "TCP", "destination": {"ports": [6443]}, "source": {}}],
           egress=[allow_dns("UDP"), allow_server()])


# --- policies

def policy(c, kind, tier_name, name, order, namespace=None, **spec):
    """Of Calico's own kinds. In every tier but default the name begins with the tier's."""
    directions = [d.capitalize() for d in ("ingress", "egress") if d in spec]
    c.add(kind, API, name if tier_name == "default" else f"{tier_name}.{name}", namespace, labels={"projectcalico.org/tier": tier_name},
          meta={"generation": 1}, spec={"tier": tier_name, "order": order, "types": directions, **spec})


def allow_dns(protocol):
    return {"action": "Allow", "protocol": protocol, "source": {}, "destination": {
        "namespaceSelector": "projectcalico.org/name == 'kube-system'", "ports": [53], "selector": "k8s-app == 'kube-dns'"}}


def allow_server():
    return {"action": "Allow", "protocol": "TCP", "source": {}, "destination": {"services": {"name": "kubernetes", "namespace": "default"}}}


def access(c, name, app, ingress, egress):
    policy(c, "NetworkPolicy", "calico-system", name, 1, SPACE, selector=f"k8s-app == '{app}'", ingress=ingress, egress=egress)
