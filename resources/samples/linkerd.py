# SPDX-License-Identifier: GPL-3.0-or-later
"""Linkerd, release edge-26.5.3: its control plane, and proxies by its webhook."""
from applications import place
from k3s import definition, namespace
from parts import container, http_probe, sha, template

VERSION, SPACE = "edge-26.5.3", "linkerd"
CONTROLLER, PROXY = "cr.l5d.io/linkerd/controller:" + VERSION, "cr.l5d.io/linkerd/proxy:" + VERSION
DEFINITIONS = [("linkerd.io", "v1alpha2", "ServiceProfile:serviceprofiles"), ("workload.linkerd.io", "v1beta1", "ExternalWorkload:externalworkloads"),
               ("policy.linkerd.io", "v1alpha1", "AuthorizationPolicy:authorizationpolicies EgressNetwork:egressnetworks "
                "HTTPLocalRateLimitPolicy:httplocalratelimitpolicies MeshTLSAuthentication:meshtlsauthentications "
                "NetworkAuthentication:networkauthentications"),
               ("policy.linkerd.io", "v1beta3", "HTTPRoute:httproutes Server:servers"),
               ("policy.linkerd.io", "v1beta1", "ServerAuthorization:serverauthorizations")]
IGNORED = {"4143": "--incoming-proxy-port", "4140": "--outgoing-proxy-port", "2102": "--proxy-uid", "4190,4191,4567,4568": "--inbound-ports-to-ignore",
           "4567,4568": "--outbound-ports-to-ignore"}


def proxy(spec):
    """A proxy as a native sidecar, after the container that redirects the pod's traffic to it."""
    spec["initContainers"] = [
        container("linkerd-init", PROXY, command=["/usr/lib/linkerd/linkerd2-proxy-init"], args=[
            part for value, option in IGNORED.items() for part in (option, value)]),
        container("linkerd-proxy", PROXY, [("linkerd-proxy", 4143), ("linkerd-admin", 4191)], restartPolicy="Always", env=[
            {"name": "LINKERD2_PROXY_DESTINATION_SVC_ADDR", "value": "linkerd-dst-headless.linkerd.svc.cluster.local.:8086"},
            {"name": "LINKERD2_PROXY_INBOUND_DEFAULT_POLICY", "value": "all-unauthenticated"}],
            readinessProbe=http_probe("/ready", 4191, initialDelaySeconds=2), livenessProbe=http_probe("/live", 4191, initialDelaySeconds=10))]
    return spec


def marks(c):
    return {"linkerd.io/created-by": "linkerd/proxy-injector " + VERSION, "linkerd.io/proxy-version": VERSION,
            "linkerd.io/trust-root-sha256": sha("trust-root", c.seed)}


def proxies(c, spaces):
    """The webhook of the proxy injector."""
    def inject(namespace, name, spec, labels, annotations):
        if namespace in spaces:
            proxy(spec)
            labels.update({"linkerd.io/control-plane-ns": SPACE, "linkerd.io/workload-ns": namespace,
                           "linkerd.io/proxy-deployment" if "pod-template-hash" in labels else "linkerd.io/proxy-statefulset": labels["app"]})
            annotations.update({"linkerd.io/inject": "enabled", **marks(c)})
    return inject


def linkerd(c):
    c.wait(90)
    for group, version, kinds in DEFINITIONS:
        for kind, plural in (pair.split(":") for pair in kinds.split()):
            definition(c, group, "Namespaced", version, kind, plural)
    namespace(c, SPACE, {"linkerd.io/is-control-plane": "true", "linkerd.io/control-plane-ns": SPACE, "config.linkerd.io/admission-webhooks": "disabled",
                         "pod-security.kubernetes.io/enforce": "privileged"}, {"linkerd.io/inject": "disabled"})
    c.add("ConfigMap", "v1", "linkerd-config", SPACE, {"linkerd.io/control-plane-component": "controller", "linkerd.io/control-plane-ns": SPACE}, data={
        "linkerd-crds-chart-version": "linkerd-crds-2026.5.3", "values": "clusterDomain: cluster.local\ncniEnabled: false\nidentityTrustDomain: cluster.local\n"
        f"linkerdVersion: {VERSION}\nproxy:\n  nativeSidecar: true\n"})
    part(c, "destination", {"destination": [("dest-grpc", 8086), ("dest-admin", 9996)], "sp-validator": [("sp-validator", 8443), ("spval-admin", 9997)],
                            "policy": [("policy-grpc", 8090), ("policy-admin", 9990), ("policy-https", 9443)]},
         {"linkerd-dst": (8086, 8086, False), "linkerd-dst-headless": (8086, 8086, True), "linkerd-policy": (8090, 8090, True),
          "linkerd-policy-validator": (443, "policy-https", False), "linkerd-sp-validator": (443, "sp-validator", False)})
    part(c, "identity", {"identity": [("ident-grpc", 8080), ("ident-admin", 9990)]},
         {"linkerd-identity": (8080, 8080, False), "linkerd-identity-headless": (8080, 8080, True)})
    part(c, "proxy-injector", {"proxy-injector": [("proxy-injector", 8443), ("injector-admin", 9995)]},
         {"linkerd-proxy-injector": (443, "proxy-injector", False)})


def part(c, name, containers, services):
    """One Deployment of the control plane; it brings its own proxy."""
    own = {"linkerd.io/control-plane-component": name, "linkerd.io/control-plane-ns": SPACE}
    labels = {**own, "linkerd.io/workload-ns": SPACE, "linkerd.io/proxy-deployment": "linkerd-" + name}
    made = template(labels, [container(each, CONTROLLER, ports, args=[each, "-log-level=info"],
                                       readinessProbe=http_probe("/ready", ports[1][1], failureThreshold=7)) for each, ports in containers.items()],
                    {"config.linkerd.io/default-inbound-policy": "all-unauthenticated", **marks(c)}, nodeSelector={"kubernetes.io/os": "linux"},
                    serviceAccountName="linkerd-" + name)
    proxy(made["spec"])
    selector = {"linkerd.io/control-plane-component": name} if name == "proxy-injector" else {**own, "linkerd.io/proxy-deployment": "linkerd-" + name}
    c.deployment("linkerd-" + name, SPACE, made, place(c, 1), labels={**own, "app.kubernetes.io/name": name, "app.kubernetes.io/part-of": "Linkerd"}, selector=selector)
    for service, (port, target, is_headless) in services.items():
        port_name = "grpc" if isinstance(target, int) else target
        c.service(service, SPACE, {"linkerd.io/control-plane-component": name}, [(port_name, port, target)], "None" if is_headless else None, labels=own)
