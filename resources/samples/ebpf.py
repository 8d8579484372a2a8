# SPDX-License-Identifier: GPL-3.0-or-later
"""K3s with Calico's eBPF data plane in place of Flannel, kube-proxy and the policy controller; nodes in two subnets."""
from applications import Space, pods_in
from calico import API, CalicoCluster, calico, policy, tier
from k3s import control_plane, core_dns, local_storage, metrics_server, traefik
from parts import Machine, container, template

FLAGS = ["--flannel-backend=none", "--disable-network-policy", "--disable-kube-proxy"]
MACHINES = {"server-0": Machine("10.0.10.11", "10.42.0", ["server", *FLAGS]), "agent-0": Machine("10.0.10.21", "10.42.1", ["agent"]),
            "agent-1": Machine("10.0.20.21", "10.42.2", ["agent"]), "agent-2": Machine("10.0.20.22", "10.42.3", ["agent"])}
BLOCKS = {"server-0": "10.42.128.64/26", "agent-0": "10.42.17.0/26", "agent-1": "10.42.201.192/26", "agent-2": "10.42.89.128/26"}
TRAEFIK = pods_in("kube-system", app_kubernetes_io__name="traefik")


def ebpf():
    c = CalicoCluster(MACHINES, BLOCKS, seed="calico")
    control_plane(c, (3, 95, 12, 20))
    calico(c, MACHINES["server-0"].address)
    core_dns(c)
    metrics_server(c)
    local_storage(c)
    traefik(c)
    platform(c)
    store(c)
    payments(c)
    logistics(c)
    monitoring(c)
    return c


def platform(c):
    """The tier that whoever runs the cluster keeps to themselves."""
    c.wait(900)
    tier(c, "platform", 200, "Pass")
    to_dns = {"namespaceSelector": "kubernetes.io/metadata.name == 'kube-system'", "selector": "k8s-app == 'kube-dns'", "ports": [53]}
    policy(c, "GlobalNetworkPolicy", "platform", "allow-dns", 10, selector="all()", egress=[
        {"action": "Allow", "protocol": protocol, "source": {}, "destination": to_dns} for protocol in ("UDP", "TCP")] + [
        {"action": "Pass", "source": {}, "destination": {}}])
    spaces = "kubernetes.io/metadata.name in {'store', 'payments', 'monitoring'}"
    policy(c, "GlobalNetworkPolicy", "platform", "protect-payments", 20, namespaceSelector="kubernetes.io/metadata.name == 'payments'", ingress=[
        {"action": "Pass", "source": {"namespaceSelector": spaces}, "destination": {}}, {"action": "Deny", "source": {}, "destination": {}}])
    c.add("GlobalNetworkSet", API, "map-provider", labels={"role": "map-provider"}, meta={"generation": 1}, spec={"nets": ["198.51.100.0/25"]})


def store(c):
    space = Space(c, "store")
    space.valkey("sessions")
    space.app("storefront", 3, "5.2.0", env={"CART_URL": "http://cart", "SEARCH_URL": "http://search"})
    space.app("search", 2, "5.1.3")
    space.app("cart", 2, "5.2.0", env={"SESSIONS": "sessions-0.sessions:6379", "BILLING_URL": "http://billing.payments"})
    space.ingress("storefront", "store.example", [("/", "storefront", 80), ("/search", "search", 80)], "traefik")
    space.allow("storefront", 8080, TRAEFIK)
    space.allow("search", 8080, "storefront", TRAEFIK)
    space.allow("cart", 8080, "storefront")
    space.allow("sessions", 6379, "cart")


def payments(c):
    space = Space(c, "payments")
    space.postgres()
    space.app("billing", 2, "2.8.1", env={"LEDGER_URL": "http://ledger"})
    space.app("ledger", 2, "2.8.1", env={"DATABASE_HOST": "postgres-0.postgres"})
    for name, app, source, port in (("ledger-from-billing", "ledger", "billing", 8080), ("postgres-from-ledger", "postgres", "ledger", 5432)):
        policy(c, "NetworkPolicy", "default", name, 100, "payments", selector=f"app == '{app}'", ingress=[
            {"action": "Allow", "protocol": "TCP", "source": {"selector": f"app == '{source}'"}, "destination": {"ports": [port]}}])


def logistics(c):
    space = Space(c, "logistics")
    space.postgres()
    space.app("tracking", 2, "1.12.0")
    space.app("planner", 2, "1.12.0", (), ())
    space.app("geocoder", 1, "1.3.0")
    space.ingress("tracking", "track.example", [("/", "tracking", 80)], "traefik")
    policy(c, "NetworkPolicy", "default", "geocoder-to-maps", 100, "logistics", selector="app == 'geocoder'", egress=[
        {"action": "Allow", "protocol": "TCP", "source": {}, "destination": {"selector": "role == 'map-provider'", "namespaceSelector": "global()",
                                                                            "ports": [443]}}])
    space.allow("geocoder", 8080, "planner", "tracking")


def monitoring(c):
    space = Space(c, "monitoring")
    space.store("prometheus", "quay.io/prometheus/prometheus:v3.4.1", ("web", 9090), 1, "30Gi", "/prometheus")
    labels = {"app": "node-exporter"}
    main = container("node-exporter", "quay.io/prometheus/node-exporter:v1.9.1", [("metrics", 9100)], args=["--path.rootfs=/host/root"])
    c.daemon_set("node-exporter", "monitoring", template(labels, [main], hostNetwork=True, hostPID=True), labels=labels)
    space.service("node-exporter", [("metrics", 9100, "metrics")], cluster_ip="None")
    space.app("grafana", 1, None, (("http", 3000),), image="docker.io/grafana/grafana:12.0.2", probe="/api/health")
    space.ingress("grafana", "metrics.example", [("/", "grafana", 80)], "traefik")
