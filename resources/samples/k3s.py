# SPDX-License-Identifier: GPL-3.0-or-later
"""What a fresh K3s has: its own objects, CoreDNS, metrics-server, local-path-provisioner, Traefik."""
import json

from parts import CONTROL_PLANE, K3S, Pod, condition, container, http_probe, sha, template

TRAEFIK, TRAEFIK_CHART = "3.6.13", "39.0.701+up39.0.7"

CRITICAL = [{"key": "CriticalAddonsOnly", "operator": "Exists"}, {"key": CONTROL_PLANE, "operator": "Exists", "effect": "NoSchedule"}]
COREFILE = """.:53 {
    errors
    health
    ready
    kubernetes cluster.local in-addr.arpa ip6.arpa {
      pods insecure
      fallthrough in-addr.arpa ip6.arpa
    }
    hosts /etc/coredns/NodeHosts {
      ttl 60
      reload 15s
      fallthrough
    }
    prometheus :9153
    cache 30
    loop
    reload
    loadbalance
    import /etc/coredns/custom/*.override
    forward . /etc/resolv.conf
}
import /etc/coredns/custom/*.server
"""
TRAEFIK_VALUES = f"""deployment:
  podAnnotations:
    prometheus.io/port: "9100"
    prometheus.io/scrape: "true"
providers:
  kubernetesIngress:
    publishedService:
      enabled: true
priorityClassName: "system-cluster-critical"
image:
  repository: "rancher/mirrored-library-traefik"
  tag: "{TRAEFIK}"
tolerations:
- key: "CriticalAddonsOnly"
  operator: "Exists"
- key: "node-role.kubernetes.io/control-plane"
  operator: "Exists"
  effect: "NoSchedule"
service:
  ipFamilyPolicy: "PreferDualStack"
"""
ADDONS = {
    "aggregated-metrics-reader": "metrics-server/aggregated-metrics-reader", "auth-delegator": "metrics-server/auth-delegator",
    "auth-reader": "metrics-server/auth-reader", "ccm": "ccm", "coredns": "coredns", "local-storage": "local-storage",
    "metrics-apiservice": "metrics-server/metrics-apiservice", "metrics-server-deployment": "metrics-server/metrics-server-deployment",
    "metrics-server-service": "metrics-server/metrics-server-service", "resource-reader": "metrics-server/resource-reader",
    "rolebindings": "rolebindings", "runtimes": "runtimes", "traefik": "traefik"}
APPLIED = {
    "coredns": "/v1, Kind=ConfigMap;/v1, Kind=Service;/v1, Kind=ServiceAccount;apps/v1, Kind=Deployment;rbac.authorization.k8s.io/v1, "
               "Kind=ClusterRole;rbac.authorization.k8s.io/v1, Kind=ClusterRoleBinding",
    "local-storage": "/v1, Kind=ConfigMap;/v1, Kind=ServiceAccount;apps/v1, Kind=Deployment;rbac.authorization.k8s.io/v1, Kind=ClusterRole;"
                     "rbac.authorization.k8s.io/v1, Kind=ClusterRoleBinding;storage.k8s.io/v1, Kind=StorageClass",
    "metrics-apiservice": "apiregistration.k8s.io/v1, Kind=APIService",
    "metrics-server-deployment": "/v1, Kind=ServiceAccount;apps/v1, Kind=Deployment", "metrics-server-service": "/v1, Kind=Service",
    "runtimes": "node.k8s.io/v1, Kind=RuntimeClass", "traefik": "helm.cattle.io/v1, Kind=HelmChart"}
GATEWAY_API = "gateway.networking.k8s.io"
GATEWAY_BUNDLE = {"api-approved.kubernetes.io": "https://github.com/kubernetes-sigs/gateway-api",
                  GATEWAY_API + "/bundle-version": "v1.4.0", GATEWAY_API + "/channel": "standard"}
OWN_DEFINITIONS = 3
DEFINITIONS = [  # group, scope, version, kinds with their plurals
    ("k3s.cattle.io", "Namespaced", "v1", "Addon:addons"), ("k3s.cattle.io", "Cluster", "v1", "ETCDSnapshotFile:etcdsnapshotfiles"),
    ("helm.cattle.io", "Namespaced", "v1", "HelmChart:helmcharts HelmChartConfig:helmchartconfigs"),
    # what follows comes with the chart traefik-crd
    ("traefik.io", "Namespaced", "v1alpha1", "IngressRoute:ingressroutes IngressRouteTCP:ingressroutetcps IngressRouteUDP:ingressrouteudps "
     "Middleware:middlewares MiddlewareTCP:middlewaretcps ServersTransport:serverstransports ServersTransportTCP:serverstransporttcps "
     "TLSOption:tlsoptions TLSStore:tlsstores TraefikService:traefikservices"),
    (GATEWAY_API, "Cluster", "v1", "GatewayClass:gatewayclasses"),
    (GATEWAY_API, "Namespaced", "v1", "BackendTLSPolicy:backendtlspolicies Gateway:gateways GRPCRoute:grpcroutes HTTPRoute:httproutes"),
    (GATEWAY_API, "Namespaced", "v1beta1", "ReferenceGrant:referencegrants")]


def control_plane(c, pauses=(3, 95, 12), has_traefik=True):
    """The nodes come `pauses` seconds after one another."""
    for name in ("kube-system", "kube-node-lease", "kube-public", "default"):
        namespace(c, name)
    c.wait(1)
    c.add("ServiceCIDR", "networking.k8s.io/v1", "kubernetes", meta={"finalizers": ["networking.k8s.io/service-cidr-finalizer"]},
          spec={"cidrs": ["10.43.0.0/16"]},
          status={"conditions": [condition("Ready", "True", c.now(), "", "Kubernetes Service CIDR is ready")]})
    c.service("kubernetes", "default", None, [("https", 443, 6443)], "10.43.0.1", labels={"component": "apiserver", "provider": "kubernetes"})
    c.add("EndpointSlice", "discovery.k8s.io/v1", "kubernetes", "default", {"kubernetes.io/service-name": "kubernetes"}, meta={"generation": 1},
          addressType="IPv4", endpoints=[{"addresses": [a], "conditions": {"ready": True}} for a in c.server_addresses()],
          ports=[{"name": "https", "port": 6443, "protocol": "TCP"}])
    for name, pause in zip(c.machines, pauses):
        c.wait(pause)
        c.node(name)
    for group, scope, version, kinds in DEFINITIONS if has_traefik else DEFINITIONS[:OWN_DEFINITIONS]:
        for kind, plural in (pair.split(":") for pair in kinds.split()):
            definition(c, group, scope, version, kind, plural)
    for name, path in ADDONS.items():
        if name == "traefik" and not has_traefik:
            continue
        c.add("Addon", "k3s.cattle.io/v1", name, "kube-system", annotations={"addon.k3s.cattle.io/gvks": APPLIED[name]} if name in APPLIED else None,
              meta={"generation": 2}, spec={"checksum": sha("addon", K3S, name), "source": f"/var/lib/rancher/k3s/server/manifests/{path}.yaml"}, status={})


def namespace(c, name, labels=None, annotations=None):
    return c.add("Namespace", "v1", name, labels={"kubernetes.io/metadata.name": name, **(labels or {})}, annotations=annotations, spec={"finalizers": ["kubernetes"]}, status={"phase": "Active"})


def definition(c, group, scope, version, kind, plural, annotations=None):
    names = {"kind": kind, "listKind": kind + "List", "plural": plural, "singular": kind.lower()}
    if group == GATEWAY_API:
        annotations = {**GATEWAY_BUNDLE, **(annotations or helm_annotations("traefik-crd"))}
    elif group == "traefik.io":
        annotations = helm_annotations("traefik-crd")
    c.add("CustomResourceDefinition", "apiextensions.k8s.io/v1", f"{plural}.{group}", annotations=annotations, meta={"generation": 1}, spec={
        "conversion": {"strategy": "None"}, "group": group, "names": names, "scope": scope, "versions": [
            {"name": version, "served": True, "storage": True,
             "schema": {"openAPIV3Schema": {"type": "object", "x-kubernetes-preserve-unknown-fields": True}}}]},
        status={"acceptedNames": names, "storedVersions": [version], "conditions": [
            condition("NamesAccepted", "True", c.now(), "NoConflicts", "no conflicts found"),
            condition("Established", "True", c.now(), "InitialNamesAccepted", "the initial names have been accepted")]})


def helm_annotations(release):
    return {"meta.helm.sh/release-name": release, "meta.helm.sh/release-namespace": "kube-system"}


def applied_from(name):
    """The marks that K3s leaves on the objects that it applies from one of its packaged manifests."""
    return {"objectset.rio.cattle.io/id": "", "objectset.rio.cattle.io/owner-gvk": "k3s.cattle.io/v1, Kind=Addon",
            "objectset.rio.cattle.io/owner-name": name, "objectset.rio.cattle.io/owner-namespace": "kube-system"}


def hashed(name, labels=None):
    return {**(labels or {}), "objectset.rio.cattle.io/hash": sha("addon", name)[:40]}


def core_dns(c):
    c.wait(4)
    node_hosts = "".join(f"{address} {name}\n" for name, (address, _, _) in c.machines.items())
    c.add("ConfigMap", "v1", "coredns", "kube-system", hashed("coredns"), applied_from("coredns"), data={"Corefile": COREFILE, "NodeHosts": node_hosts})
    labels = {"k8s-app": "kube-dns"}
    main = container("coredns", "rancher/mirrored-coredns-coredns:1.14.3", [("dns", 53, "UDP"), ("dns-tcp", 53), ("metrics", 9153)],
                     args=["-conf", "/etc/coredns/Corefile"], resources={"limits": {"memory": "170Mi"}, "requests": {"cpu": "100m", "memory": "70Mi"}},
                     livenessProbe=http_probe("/health", 8080, initialDelaySeconds=60), readinessProbe=http_probe("/ready", 8181, periodSeconds=2),
                     securityContext={"allowPrivilegeEscalation": False, "capabilities": {"add": ["NET_BIND_SERVICE"], "drop": ["all"]},
                                      "readOnlyRootFilesystem": True},
                     volumeMounts=[{"mountPath": "/etc/coredns", "name": "config-volume", "readOnly": True},
                                   {"mountPath": "/etc/coredns/custom", "name": "custom-config-volume", "readOnly": True}])
    spread = [{"labelSelector": {"matchLabels": labels}, "maxSkew": 1, "topologyKey": "kubernetes.io/hostname", "whenUnsatisfiable": "DoNotSchedule"}]
    volumes = [{"name": "config-volume", "configMap": {"defaultMode": 420, "name": "coredns", "items": [
                    {"key": "Corefile", "path": "Corefile"}, {"key": "NodeHosts", "path": "NodeHosts"}]}},
               {"name": "custom-config-volume", "configMap": {"defaultMode": 420, "name": "coredns-custom", "optional": True}}]
    c.deployment("coredns", "kube-system", template(labels, [main], dnsPolicy="Default", nodeSelector={"kubernetes.io/os": "linux"},
                 priorityClassName="system-cluster-critical", serviceAccountName="coredns", tolerations=CRITICAL,
                 topologySpreadConstraints=spread, volumes=volumes), [Pod("server-0")], history=0, strategy=(1, "25%"),
                 labels=hashed("coredns", {**labels, "kubernetes.io/name": "CoreDNS"}), annotations=applied_from("coredns"))
    c.service("kube-dns", "kube-system", labels, [("dns", 53, 53, None, "UDP"), ("dns-tcp", 53, 53), ("metrics", 9153, 9153)], "10.43.0.10",
              labels=hashed("coredns", {**labels, "kubernetes.io/cluster-service": "true", "kubernetes.io/name": "CoreDNS"}),
              annotations={**applied_from("coredns"), "prometheus.io/port": "9153", "prometheus.io/scrape": "true"})


def metrics_server(c):
    c.wait(2)
    labels = {"k8s-app": "metrics-server"}

    def probe(path, delay):
        return {**http_probe(path, "https"), "httpGet": {"path": path, "port": "https", "scheme": "HTTPS"}, "initialDelaySeconds": delay}

    main = container("metrics-server", "rancher/mirrored-metrics-server:v0.8.1", [("https", 10250)], args=[
        "--cert-dir=/tmp", "--secure-port=10250", "--kubelet-preferred-address-types=InternalIP,ExternalIP,Hostname",
        "--kubelet-use-node-status-port", "--metric-resolution=15s"],
        livenessProbe=probe("/livez", 60), readinessProbe=probe("/readyz", 0), resources={"requests": {"cpu": "100m", "memory": "70Mi"}},
        securityContext={"allowPrivilegeEscalation": False, "capabilities": {"drop": ["ALL"]}, "readOnlyRootFilesystem": True,
                         "runAsNonRoot": True, "runAsUser": 1000, "seccompProfile": {"type": "RuntimeDefault"}},
        volumeMounts=[{"mountPath": "/tmp", "name": "tmp-dir"}])
    c.deployment("metrics-server", "kube-system", template(labels, [main], priorityClassName="system-node-critical",
                 serviceAccountName="metrics-server", tolerations=CRITICAL, volumes=[{"emptyDir": {}, "name": "tmp-dir"}]), [Pod("server-0")],
                 labels=hashed("metrics-server-deployment", labels), annotations=applied_from("metrics-server-deployment"), history=0, strategy=(0, "25%"))
    c.service("metrics-server", "kube-system", labels, [("https", 443, "https")], "10.43.61.188", annotations=applied_from("metrics-server-service"),
              labels=hashed("metrics-server-service", {"kubernetes.io/cluster-service": "true", "kubernetes.io/name": "Metrics-server"}))


def local_storage(c):
    paths = {"nodePathMap": [{"node": "DEFAULT_PATH_FOR_NON_LISTED_NODES", "paths": ["/var/lib/rancher/k3s/storage"]}]}
    c.add("ConfigMap", "v1", "local-path-config", "kube-system", hashed("local-storage"), applied_from("local-storage"), data={"config.json": json.dumps(paths)})
    labels = {"app": "local-path-provisioner"}
    main = container("local-path-provisioner", "rancher/local-path-provisioner:v0.0.36",
                     command=["local-path-provisioner", "start", "--config", "/etc/config/config.json"],
                     env=[{"name": "POD_NAMESPACE", "valueFrom": {"fieldRef": {"apiVersion": "v1", "fieldPath": "metadata.namespace"}}}],
                     volumeMounts=[{"mountPath": "/etc/config/", "name": "config-volume"}])
    volume = {"name": "config-volume", "configMap": {"defaultMode": 420, "name": "local-path-config"}}
    c.deployment("local-path-provisioner", "kube-system", template(labels, [main], priorityClassName="system-node-critical",
                 serviceAccountName="local-path-provisioner-service-account", tolerations=CRITICAL, volumes=[volume]),
                 [Pod("server-0")], labels=hashed("local-storage"), annotations=applied_from("local-storage"), history=0, strategy=(1, "25%"))
    c.add("StorageClass", "storage.k8s.io/v1", "local-path", labels=hashed("local-storage"), annotations={
        **applied_from("local-storage"), "defaultVolumeType": "local", "storageclass.kubernetes.io/is-default-class": "true"},
        provisioner="rancher.io/local-path", reclaimPolicy="Delete", volumeBindingMode="WaitForFirstConsumer")


def helm_chart(c, name, values=None):
    spec = {"chart": f"https://%{{KUBERNETES_API}}%/static/charts/{name}-{TRAEFIK_CHART}.tgz"}
    if values:
        spec.update(set={"global.systemDefaultRegistry": ""}, valuesContent=values)
    job = "helm-install-" + name
    chart = c.add("HelmChart", "helm.cattle.io/v1", name, "kube-system", hashed("traefik"), {
        **applied_from("traefik"), "helmcharts.cattle.io/managed-by": "helm-controller"}, meta={
        "finalizers": ["wrangler.cattle.io/on-helm-chart-remove"], "generation": 1}, spec=spec, status={"jobName": job, "conditions": [
        {"type": "JobCreated", "status": "True", "reason": "Job created", "message": f"Applying HelmChart using Job kube-system/{job}"},
        {"type": "Failed", "status": "False"}]})
    owned = {"objectset.rio.cattle.io/id": "helm-controller-chart-registration", "objectset.rio.cattle.io/owner-gvk": "helm.cattle.io/v1, Kind=HelmChart",
             "objectset.rio.cattle.io/owner-name": name, "objectset.rio.cattle.io/owner-namespace": "kube-system"}
    marks = {"objectset.rio.cattle.io/hash": sha("chart", chart["metadata"]["uid"])[:40]}
    c.add("ConfigMap", "v1", "chart-content-" + name, "kube-system", marks, owned)
    main = container("helm", "rancher/klipper-helm:v0.10.0-build20260513", args=["install"] + (["--set-string", "global.systemDefaultRegistry="] if values else []),
                     env=[{"name": "NAME", "value": name}, {"name": "CHART", "value": spec["chart"].replace("%{KUBERNETES_API}%", "10.43.0.1:443")},
                          {"name": "TARGET_NAMESPACE", "value": "kube-system"}, {"name": "FAILURE_POLICY", "value": "reinstall"}],
                     securityContext={"allowPrivilegeEscalation": False, "capabilities": {"drop": ["ALL"]}, "readOnlyRootFilesystem": True})
    label = {"helmcharts.helm.cattle.io/chart": name}
    c.job(job, "kube-system", template(label, [main], annotations={"helmcharts.helm.cattle.io/configHash": "SHA256=" + sha("config", name).upper()},
          nodeSelector={"kubernetes.io/os": "linux"}, restartPolicy="OnFailure", serviceAccountName="helm-" + name,
          securityContext={"runAsNonRoot": True, "seccompProfile": {"type": "RuntimeDefault"}}), {**label, **marks}, owned, 1000)


def traefik(c):
    helm_chart(c, "traefik-crd")
    helm_chart(c, "traefik", TRAEFIK_VALUES)
    c.wait(3)
    selector = {"app.kubernetes.io/instance": "traefik-kube-system", "app.kubernetes.io/name": "traefik"}
    labels = {**selector, "app.kubernetes.io/managed-by": "Helm", "helm.sh/chart": "traefik-" + TRAEFIK_CHART.replace("+", "_")}
    c.add("IngressClass", "networking.k8s.io/v1", "traefik", labels=labels, meta={"generation": 1}, spec={"controller": "traefik.io/ingress-controller"},
          annotations={**helm_annotations("traefik"), "ingressclass.kubernetes.io/is-default-class": "true"})
    entry_points = {"metrics": 9100, "traefik": 8080, "web": 8000, "websecure": 8443}
    args = [f"--entryPoints.{name}.address=:{port}/tcp" for name, port in entry_points.items()] + [
        "--api.dashboard=true", "--ping=true", "--metrics.prometheus=true", "--metrics.prometheus.entrypoint=metrics",
        "--providers.kubernetescrd", "--providers.kubernetescrd.allowEmptyServices=true", "--providers.kubernetesingress",
        "--providers.kubernetesingress.allowEmptyServices=true",
        "--providers.kubernetesingress.ingressendpoint.publishedservice=kube-system/traefik", "--entryPoints.websecure.http.tls=true", "--log.level=INFO"]
    main = container("traefik", "rancher/mirrored-library-traefik:" + TRAEFIK, list(entry_points.items()), args=args,
                     livenessProbe=http_probe("/ping", 8080, initialDelaySeconds=2, timeoutSeconds=2),
                     readinessProbe=http_probe("/ping", 8080, initialDelaySeconds=2, timeoutSeconds=2, failureThreshold=1),
                     securityContext={"allowPrivilegeEscalation": False, "capabilities": {"drop": ["ALL"]}, "readOnlyRootFilesystem": True},
                     volumeMounts=[{"mountPath": "/data", "name": "data"}, {"mountPath": "/tmp", "name": "tmp"}])
    c.deployment("traefik", "kube-system", template(labels, [main], annotations={"prometheus.io/path": "/metrics", "prometheus.io/port": "9100",
                 "prometheus.io/scrape": "true"}, automountServiceAccountToken=True, priorityClassName="system-cluster-critical",
                 securityContext={"runAsGroup": 65532, "runAsNonRoot": True, "runAsUser": 65532}, serviceAccountName="traefik",
                 terminationGracePeriodSeconds=60, tolerations=CRITICAL, volumes=[{"emptyDir": {}, "name": "data"}, {"emptyDir": {}, "name": "tmp"}]),
                 [Pod("server-0")], selector=selector, labels=labels, annotations=helm_annotations("traefik"), strategy=(0, 1))
    c.service("traefik", "kube-system", selector, [("web", 80, "web", 31644), ("websecure", 443, "websecure", 30482)], "10.43.178.29", "LoadBalancer",
              labels=labels, annotations=helm_annotations("traefik"), ipFamilyPolicy="PreferDualStack")
