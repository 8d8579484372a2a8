# SPDX-License-Identifier: GPL-3.0-or-later
"""ingress-nginx 1.15, from its manifests for clusters with a load balancer."""
from k3s import namespace
from parts import container, from_field, http_probe, template

SPACE, VERSION = "ingress-nginx", "1.15.1"


def ingress_nginx(c, fates, annotations=None):
    """`annotations` are those of its LoadBalancer Service."""
    c.wait(140)
    own = {"app.kubernetes.io/instance": SPACE, "app.kubernetes.io/name": SPACE}
    selector = {**own, "app.kubernetes.io/component": "controller"}
    labels = {**selector, "app.kubernetes.io/part-of": SPACE, "app.kubernetes.io/version": VERSION}
    namespace(c, SPACE, own)
    c.add("ConfigMap", "v1", "ingress-nginx-controller", SPACE, labels, data={"use-forwarded-headers": "false"})
    c.add("IngressClass", "networking.k8s.io/v1", "nginx", labels=labels, meta={"generation": 1}, spec={"controller": "k8s.io/ingress-nginx"},
          annotations={"ingressclass.kubernetes.io/is-default-class": "true"})
    main = container(
        "controller", f"registry.k8s.io/ingress-nginx/controller:v{VERSION}", [("http", 80), ("https", 443), ("webhook", 8443)], args=[
            "/nginx-ingress-controller", "--publish-service=$(POD_NAMESPACE)/ingress-nginx-controller", "--election-id=ingress-nginx-leader",
            "--controller-class=k8s.io/ingress-nginx", "--ingress-class=nginx", "--configmap=$(POD_NAMESPACE)/ingress-nginx-controller",
            "--validating-webhook=:8443", "--validating-webhook-certificate=/usr/local/certificates/cert",
            "--validating-webhook-key=/usr/local/certificates/key"],
        env=[from_field("POD_NAME", "metadata.name"), from_field("POD_NAMESPACE", "metadata.namespace")],
        livenessProbe=http_probe("/healthz", 10254, initialDelaySeconds=10, failureThreshold=5),
        readinessProbe=http_probe("/healthz", 10254, initialDelaySeconds=10), resources={"requests": {"cpu": "100m", "memory": "90Mi"}},
        securityContext={"allowPrivilegeEscalation": False, "capabilities": {"add": ["NET_BIND_SERVICE"], "drop": ["ALL"]}, "runAsNonRoot": True,
                         "runAsUser": 101}, volumeMounts=[{"mountPath": "/usr/local/certificates/", "name": "webhook-cert", "readOnly": True}])
    c.deployment("ingress-nginx-controller", SPACE, template(labels, [main], automountServiceAccountToken=True,
                 nodeSelector={"kubernetes.io/os": "linux"}, serviceAccountName="ingress-nginx", terminationGracePeriodSeconds=300,
                 volumes=[{"name": "webhook-cert", "secret": {"defaultMode": 420, "secretName": "ingress-nginx-admission"}}]), fates,
                 selector=selector, labels=labels, strategy=(1, "25%"))
    c.service("ingress-nginx-controller", SPACE, selector, [("http", 80, "http", None, "TCP", "http"), ("https", 443, "https", None, "TCP", "https")],
              kind="LoadBalancer", labels=labels, annotations=annotations, externalTrafficPolicy="Local")
    c.service("ingress-nginx-controller-admission", SPACE, selector, [("https-webhook", 443, "webhook", None, "TCP", "https")], labels=labels)
    c.ingress_services["nginx"] = (SPACE, "ingress-nginx-controller")
