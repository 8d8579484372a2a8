# SPDX-License-Identifier: GPL-3.0-or-later
"""Istio 1.30: istiod, the CNI agent, ztunnel, gateways and waypoints from Gateways, and sidecars by its webhook."""
import json

from gateway import are, gateway, gateway_class
from k3s import definition, namespace
from parts import Pod, container, from_field, http_probe, owned_by, template

VERSION, SPACE = "1.30.0", "istio-system"
RELEASE = {"app.kubernetes.io/managed-by": "Helm", "app.kubernetes.io/part-of": "istio", "app.kubernetes.io/version": VERSION}
NOT_IN_MESH = {"sidecar.istio.io/inject": "false", "istio.io/dataplane-mode": "none"}
PROXY = "docker.io/istio/proxyv2:" + VERSION
CONTROLLER = "istio.io/gateway-controller"
DEFINITIONS = [
    ("networking.istio.io", "v1", "DestinationRule:destinationrules Gateway:gateways ProxyConfig:proxyconfigs ServiceEntry:serviceentries "
     "Sidecar:sidecars VirtualService:virtualservices WorkloadEntry:workloadentries WorkloadGroup:workloadgroups"),
    ("networking.istio.io", "v1alpha3", "EnvoyFilter:envoyfilters"), ("telemetry.istio.io", "v1", "Telemetry:telemetries"),
    ("security.istio.io", "v1", "AuthorizationPolicy:authorizationpolicies PeerAuthentication:peerauthentications "
     "RequestAuthentication:requestauthentications"), ("extensions.istio.io", "v1alpha1", "WasmPlugin:wasmplugins")]
EVERYWHERE = [{"effect": "NoSchedule", "operator": "Exists"}, {"key": "CriticalAddonsOnly", "operator": "Exists"},
              {"effect": "NoExecute", "operator": "Exists"}]
NO_ERRORS = [("Accepted", "Accepted", "No errors found"), ("Programmed", "Programmed", "No errors found"),
             ("ResolvedRefs", "ResolvedRefs", "No errors found")]
ROUTE_IS_VALID = [("Accepted", "Accepted", "Route was valid"), ("ResolvedRefs", "ResolvedRefs", "All references resolved")]
MESH = """accessLogFile: /dev/stdout
defaultConfig:
  discoveryAddress: istiod.istio-system.svc:15012
defaultProviders:
  metrics:
  - prometheus
rootNamespace: istio-system
trustDomain: cluster.local
"""


def istio(c):
    c.wait(200)
    for group, version, kinds in DEFINITIONS:
        for kind, plural in (pair.split(":") for pair in kinds.split()):
            definition(c, group, "Namespaced", version, kind, plural)
    namespace(c, SPACE)
    c.add("ConfigMap", "v1", "istio", SPACE, {"istio.io/rev": "default", **RELEASE}, data={"mesh": MESH, "meshNetworks": "networks: {}"})
    c.add("ConfigMap", "v1", "istio-cni-config", SPACE, {"istio.io/rev": "default", **RELEASE}, data={
        "AMBIENT_ENABLED": "true", "AMBIENT_DNS_CAPTURE": "true", "AMBIENT_IPV6": "true", "CHAINED_CNI_PLUGIN": "true",
        "CURRENT_AGENT_VERSION": VERSION, "EXCLUDE_NAMESPACES": "kube-system", "REPAIR_ENABLED": "true"})
    control_plane(c)
    cni(c)
    ztunnel(c)
    for name, controller, what in (("istio", CONTROLLER, "Istio"), ("istio-waypoint", "istio.io/mesh-controller", "Istio waypoint")):
        gateway_class(c, name, controller, "Handled by Istio controller", f"The default {what} GatewayClass")
    c.add("PeerAuthentication", "security.istio.io/v1", "default", SPACE, meta={"generation": 1}, spec={"mtls": {"mode": "STRICT"}})


def control_plane(c):
    labels = {"app": "istiod", "istio": "pilot", "istio.io/rev": "default", "operator.istio.io/component": "Pilot", "app.kubernetes.io/name": "istiod",
              **RELEASE}
    ports = [("http-debug", 8080), ("grpc-xds", 15010), ("tls-xds", 15012), ("https-webhooks", 15017), ("http-monitoring", 15014)]
    main = container("discovery", "docker.io/istio/pilot:" + VERSION, ports, resources={"requests": {"cpu": "500m", "memory": "2048Mi"}},
                     args=["discovery", "--monitoringAddr=:15014", "--log_output_level=default:info", "--domain", "cluster.local"],
                     readinessProbe=http_probe("/ready", 8080, initialDelaySeconds=1, periodSeconds=3, timeoutSeconds=5))
    c.deployment("istiod", SPACE, template({**labels, **NOT_IN_MESH}, [main], {"prometheus.io/port": "15014", "prometheus.io/scrape": "true"},
                 serviceAccountName="istiod", tolerations=[{"key": "cni.istio.io/not-ready", "operator": "Exists"}]),
                 [Pod("agent-0"), Pod("agent-1")], selector={"istio": "pilot"}, labels=labels, strategy=("25%", "100%"))
    c.service("istiod", SPACE, {"app": "istiod", "istio": "pilot"}, [("grpc-xds", 15010, 15010), ("https-dns", 15012, 15012),
              ("https-webhook", 443, 15017), ("http-monitoring", 15014, 15014)], labels=labels)


def cni(c):
    labels = {"k8s-app": "istio-cni-node", "app.kubernetes.io/name": "istio-cni", **RELEASE}
    main = container("install-cni", "docker.io/istio/install-cni:" + VERSION, [("metrics", 15014)], args=["--log_output_level=info"],
                     env=[from_field("NODE_NAME", "spec.nodeName"), from_field("POD_NAME", "metadata.name")], readinessProbe=http_probe("/readyz", 8000),
                     envFrom=[{"configMapRef": {"name": "istio-cni-config"}}])
    c.daemon_set("istio-cni-node", SPACE, template({**labels, **NOT_IN_MESH}, [main], {"prometheus.io/port": "15014", "prometheus.io/scrape": "true"},
                 nodeSelector={"kubernetes.io/os": "linux"}, priorityClassName="system-node-critical", serviceAccountName="istio-cni",
                 terminationGracePeriodSeconds=5, tolerations=EVERYWHERE), labels=labels, selector={"k8s-app": "istio-cni-node"})


def ztunnel(c):
    labels = {"app": "ztunnel", "app.kubernetes.io/name": "ztunnel", **RELEASE}
    main = container("istio-proxy", "docker.io/istio/ztunnel:" + VERSION, [("ztunnel-stats", 15020)], args=["proxy", "ztunnel"],
                     env=[{"name": "CA_ADDRESS", "value": "istiod.istio-system.svc:15012"}, {"name": "INPOD_ENABLED", "value": "true"},
                          from_field("NODE_NAME", "spec.nodeName")], readinessProbe=http_probe("/healthz/ready", 15021),
                     resources={"requests": {"cpu": "200m", "memory": "512Mi"}})
    c.daemon_set("ztunnel", SPACE, template({**labels, **NOT_IN_MESH}, [main], {"sidecar.istio.io/inject": "false"},
                 nodeSelector={"kubernetes.io/os": "linux"}, priorityClassName="system-node-critical", serviceAccountName="ztunnel",
                 tolerations=EVERYWHERE), labels=labels, selector={"app": "ztunnel"}, surge=(1, 0))


# --- gateways, which istiod deploys from the Gateway API's objects

def ingress_gateway(c, name, space, listeners):
    made = gateway(c, name, space, "istio", listeners, [], listener_said=NO_ERRORS)
    service = deploy(c, made, f"{name}-istio", "router", "istio.io-gateway-controller", "LoadBalancer")
    addresses = [each["ip"] for each in service["status"]["loadBalancer"]["ingress"]]
    say_programmed(c, made, service, addresses)
    return made


def waypoint(c, name, space):
    made = gateway(c, name, space, "istio-waypoint", [("mesh", 15008, "HBONE", None, None)], [], {"istio.io/waypoint-for": "service"},
                   listener_said=NO_ERRORS)
    service = deploy(c, made, name, "waypoint", "istio.io-mesh-controller", "ClusterIP")
    say_programmed(c, made, service, [service["spec"]["clusterIP"]])
    return made


def deploy(c, made, name, mode, manager, kind):
    meta, gateway_name = made["metadata"], "gateway.networking.k8s.io/gateway-name"
    c.wait(2)
    labels = {**meta.get("labels", {}), gateway_name: meta["name"], "gateway.networking.k8s.io/gateway-class-name": made["spec"]["gatewayClassName"],
              "gateway.istio.io/managed": manager}
    ports = [("metrics", 15020), ("status-port", 15021), ("http-envoy-prom", 15090)]
    main = container("istio-proxy", PROXY, ports, args=["proxy", mode, "--domain", "$(POD_NAMESPACE).svc.cluster.local"],
                     readinessProbe=http_probe("/healthz/ready", 15021, periodSeconds=15, failureThreshold=4),
                     resources={"requests": {"cpu": "100m", "memory": "128Mi"}, "limits": {"cpu": "2", "memory": "1Gi"}})
    in_pod = {"sidecar.istio.io/inject": "false", "service.istio.io/canonical-name": name, "service.istio.io/canonical-revision": "latest", **labels,
              **({"istio.io/dataplane-mode": "none"} if mode == "waypoint" else {})}
    deployed = c.deployment(name, meta["namespace"], template(in_pod, [main], {
        "istio.io/rev": "default", "prometheus.io/path": "/stats/prometheus", "prometheus.io/port": "15020", "prometheus.io/scrape": "true"},
        serviceAccountName=name), [Pod("agent-1")], selector={gateway_name: meta["name"]}, labels=labels)
    listeners = [(each["name"], each["port"], each["port"], None, "TCP", {"HBONE": "all"}.get(each["protocol"], each["protocol"].lower()))
                 for each in made["spec"]["listeners"]]
    service = c.service(name, meta["namespace"], {gateway_name: meta["name"]}, [("status-port", 15021, 15021, None, "TCP", "tcp"), *listeners], kind=kind,
                        labels=labels, ipFamilyPolicy="PreferDualStack",
                        annotations={"networking.istio.io/traffic-distribution": "PreferClose"} if mode == "waypoint" else None)
    for each in (deployed, service):
        each["metadata"]["ownerReferences"] = [owned_by(made)]
    return service


def say_programmed(c, made, service, addresses):
    meta = service["metadata"]
    names = " and ".join(f"{meta['name']}.{meta['namespace']}.svc.cluster.local:{each['port']}" for each in made["spec"]["listeners"])
    made["status"]["addresses"] = [{"type": "IPAddress", "value": a} for a in addresses]
    made["status"]["conditions"] = are(c, [("Accepted", "Accepted", "Resource accepted"),
                                           ("Programmed", "Programmed", f"Resource programmed, assigned to service(s) {names}")])


# --- what happens to pods

def into_ambient(spaces):
    """istio-cni's agent marks the pods whose traffic it redirects to ztunnel."""
    def mark(namespace, name, spec, labels, annotations):
        if namespace in spaces and labels.get("istio.io/dataplane-mode") != "none" and not spec.get("hostNetwork"):
            annotations["ambient.istio.io/redirection"] = "enabled"
    return mark


def sidecars(spaces):
    """istiod's webhook puts a proxy before the containers, as a native sidecar, and lets it answer for HTTP probes."""
    def inject(namespace, name, spec, labels, annotations):
        if namespace not in spaces or labels.get("sidecar.istio.io/inject") == "false":
            return
        first = spec["containers"][0]["name"]
        labels.update({"security.istio.io/tlsMode": "istio", "service.istio.io/canonical-name": labels["app"],
                       "service.istio.io/canonical-revision": labels.get("version", "latest")})
        annotations.update({
            "istio.io/rev": "default", "kubectl.kubernetes.io/default-container": first, "kubectl.kubernetes.io/default-logs-container": first,
            "prometheus.io/path": "/stats/prometheus", "prometheus.io/port": "15020", "prometheus.io/scrape": "true",
            "sidecar.istio.io/interceptionMode": "REDIRECT", "traffic.sidecar.istio.io/includeInboundPorts": "*",
            "traffic.sidecar.istio.io/excludeInboundPorts": "15020", "traffic.sidecar.istio.io/includeOutboundIPRanges": "*",
            "sidecar.istio.io/status": json.dumps({"initContainers": ["istio-validation", "istio-proxy"], "containers": None, "volumes": [
                "workload-socket", "istio-envoy", "istio-data", "istio-podinfo", "istio-token", "istiod-ca-cert"], "imagePullSecrets": None,
                "revision": "default"}, separators=(",", ":"))})
        for each in spec["containers"]:
            if "httpGet" in each.get("readinessProbe", {}):
                each["readinessProbe"]["httpGet"].update(path=f"/app-health/{each['name']}/readyz", port=15020)
        resources = {"requests": {"cpu": "100m", "memory": "128Mi"}, "limits": {"cpu": "2", "memory": "1Gi"}}
        spec["initContainers"] = [
            container("istio-validation", PROXY, args=["istio-iptables", "-p", "15001", "-z", "15006", "-u", "1337", "-m", "REDIRECT", "-i", "*", "-b", "*",
                                                       "-d", "15090,15021,15020", "--run-validation", "--skip-rule-apply"], resources=resources),
            container("istio-proxy", PROXY, [("http-envoy-prom", 15090)], args=["proxy", "sidecar", "--domain", "$(POD_NAMESPACE).svc.cluster.local"],
                      restartPolicy="Always", resources=resources, readinessProbe=http_probe("/healthz/ready", 15021, periodSeconds=15, failureThreshold=4))]
    return inject


def add(c, kind, name, space, **spec):
    group = "security" if kind in ("AuthorizationPolicy", "PeerAuthentication") else "networking"
    c.add(kind, group + ".istio.io/v1", name, space, meta={"generation": 1}, spec=spec)
