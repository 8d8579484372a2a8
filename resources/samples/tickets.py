# SPDX-License-Identifier: GPL-3.0-or-later
"""K3s with Cilium in place of all of its network but CoreDNS; a shop for tickets behind a Gateway."""
from applications import Space
from cilium import CiliumCluster, announcements, cilium, endpoints, policy, to_dns
from gateway import backend, by_path, gateway, gateway_class, route
from k3s import control_plane, core_dns, local_storage, metrics_server
from parts import Machine, owned_by

FLAGS = ["--flannel-backend=none", "--disable-network-policy", "--disable-kube-proxy", "--disable=traefik", "--disable=servicelb"]
MACHINES = {"server-0": Machine("192.168.20.11", "10.42.0", ["server", *FLAGS]), "agent-0": Machine("192.168.20.21", "10.42.1", ["agent"]),
            "agent-1": Machine("192.168.20.22", "10.42.2", ["agent"]), "agent-2": Machine("192.168.20.23", "10.42.3", ["agent"])}
RANGES = {"server-0": "10.42.0.0/24", "agent-0": "10.42.2.0/24", "agent-1": "10.42.1.0/24", "agent-2": "10.42.3.0/24"}
CONTROLLER = "io.cilium/gateway-controller"


def tickets():
    c = CiliumCluster(MACHINES, RANGES, seed="cilium")
    control_plane(c, (3, 95, 12, 20), has_traefik=False)
    cilium(c)
    core_dns(c)
    metrics_server(c)
    local_storage(c)
    announcements(c, "192.168.20.240", "192.168.20.250")
    gateway_class(c, "cilium", CONTROLLER, "Valid GatewayClass", "The default Cilium GatewayClass")
    edge = entrance(c)
    sales(c, edge)
    payments(c)
    venues(c, edge)
    monitoring(c, edge)
    envoy_config(c, edge)
    policy(c, "no-metadata-service", description="Nobody asks a cloud for its instance's credentials.", endpointSelector={},
           egressDeny=[{"toCIDR": ["169.254.169.254/32"]}], enableDefaultDeny={"egress": False, "ingress": False})
    endpoints(c)
    return c


def entrance(c):
    Space(c, "edge")
    made = gateway(c, "public", "edge", "cilium", [("http", 80, "HTTP", None, None), ("https", 443, "HTTPS", "*.tickets.example", "tickets-example-tls")], [
        ("Accepted", "Accepted", "Gateway successfully scheduled"), ("Programmed", "Programmed", "Gateway successfully reconciled")])
    c.wait(2)
    labels = {"gateway.networking.k8s.io/gateway-name": "public", "io.cilium.gateway/owning-gateway": "public"}
    door = c.service("cilium-gateway-public", "edge", None, [("port-80", 80, 80), ("port-443", 443, 443)], kind="LoadBalancer", labels=labels)
    slice_of = c.add("EndpointSlice", "discovery.k8s.io/v1", "cilium-gateway-public", "edge", {**labels, "kubernetes.io/service-name": "cilium-gateway-public"},
                     meta={"generation": 1}, addressType="IPv4", ports=[{"name": "", "port": 9999, "protocol": "TCP"}],
                     endpoints=[{"addresses": ["192.192.192.192"], "conditions": {"ready": True}}])  # stands for Envoy: packets never get that far
    for each in (door, slice_of):
        each["metadata"]["ownerReferences"] = [{**owned_by(made), "controller": True}]
    made["status"]["addresses"] = [{"type": "IPAddress", "value": door["status"]["loadBalancer"]["ingress"][0]["ip"]}]
    return made


def attach(c, space, name, edge, host, rules, kind="HTTPRoute"):
    route(c, name, space, edge, CONTROLLER, host, rules, [("Accepted", "Accepted", f"Accepted {kind}"),
                                                         ("ResolvedRefs", "ResolvedRefs", "Service reference is valid")], kind)


def from_gateway(port="8080"):
    return {"fromEntities": ["ingress"], "toPorts": [{"ports": [{"port": port, "protocol": "TCP"}]}]}


def sales(c, edge):
    space = Space(c, "sales")
    space.postgres("orders-db", 2)
    space.valkey("baskets")
    space.app("web", 3, "7.0.2", env={"SEATS": "seats:9090", "ORDERS_URL": "http://orders"})
    space.app("web-next", 1, "7.1.0")
    space.app("orders", 2, "7.0.2")
    space.app("reviews", 2, "3.2.0")
    space.app("seats", 3, "4.4.1", (("grpc", 9090),), (("grpc", 9090, "grpc", None, "TCP", "kubernetes.io/h2c"),))
    attach(c, "sales", "web", edge, "www.tickets.example", [by_path("/", backend("web", 80, 95), backend("web-next", 80, 5))])
    attach(c, "sales", "shop-api", edge, "api.tickets.example", [by_path("/orders", backend("orders", 80)), by_path("/reviews", backend("reviews", 80))])
    attach(c, "sales", "seats", edge, "seats.tickets.example", [{"matches": [{"method": {"type": "Exact", "service": "seats.v1.Seats"}}],
                                                                "backendRefs": [backend("seats", 9090)]}], "GRPCRoute")
    policy(c, "reviews-api", "sales", endpointSelector={"matchLabels": {"app": "reviews"}}, ingress=[
        {"fromEndpoints": [{"matchLabels": {"app": "web"}}], "toPorts": [{"ports": [{"port": "8080", "protocol": "TCP"}], "rules": {"http": [
            {"method": "GET", "path": "/reviews/.*"}, {"method": "POST", "path": "/reviews"}]}}]}, from_gateway()])
    policy(c, "orders-db", "sales", endpointSelector={"matchLabels": {"app": "orders-db"}}, ingress=[
        {"fromEndpoints": [{"matchLabels": {"app": "orders"}}], "toPorts": [{"ports": [{"port": "5432", "protocol": "TCP"}]}]}])
    space.allow("baskets", 6379, "web")


def payments(c):
    space = Space(c, "payments")
    space.app("checkout", 2, "2.2.0")
    space.app("fraud", 2, "0.9.4", (("http", 8080),), (("http", 80, "http"),))
    policy(c, "checkout", "payments", endpointSelector={"matchLabels": {"app": "checkout"}}, ingress=[
        {"fromEndpoints": [{"matchLabels": {"k8s:io.kubernetes.pod.namespace": "sales", "app": "orders"}}], "toPorts": [
            {"ports": [{"port": "8080", "protocol": "TCP"}]}]}], egress=[
        to_dns(), {"toFQDNs": [{"matchName": "api.acquirer.example"}], "toPorts": [{"ports": [{"port": "443", "protocol": "TCP"}]}]},
        {"toEndpoints": [{"matchLabels": {"app": "fraud"}}], "toPorts": [{"ports": [{"port": "8080", "protocol": "TCP"}]}]}])


def venues(c, edge):
    """Turnstiles at the venues reach the check-in by an address of its own."""
    space = Space(c, "venues")
    space.app("checkin", 3, "1.6.0", (("turnstile", 7700),), (("turnstile", 7700, "turnstile"),), kind="LoadBalancer")
    space.app("plans", 2, "1.6.0")
    space.store("scans", "docker.io/library/nats:2.11", ("nats", 4222), 3, "4Gi")
    attach(c, "venues", "plans", edge, "plans.tickets.example", [by_path("/", backend("plans", 80))])


def monitoring(c, edge):
    space = Space(c, "monitoring")
    space.store("prometheus", "quay.io/prometheus/prometheus:v3.4.1", ("web", 9090), 1, "30Gi", "/prometheus")
    space.app("grafana", 1, None, (("http", 3000),), image="docker.io/grafana/grafana:12.0.2", probe="/api/health")
    attach(c, "monitoring", "grafana", edge, "metrics.tickets.example", [by_path("/", backend("grafana", 80))])


def envoy_config(c, edge):
    """What the operator makes of a Gateway and its routes for the Envoys."""
    backends = {}
    for kind in ("HTTPRoute", "GRPCRoute"):
        for one in c.all(kind):
            for rule in one["spec"]["rules"]:
                for each in rule["backendRefs"]:
                    backends.setdefault((one["metadata"]["namespace"], each["name"]), set()).add(str(each["port"]))
    envoy = "type.googleapis.com/envoy.config."
    made = c.add("CiliumEnvoyConfig", "cilium.io/v2", "cilium-gateway-public", "edge", {"gateway.networking.k8s.io/gateway-name": "public"},
                 meta={"generation": 4}, spec={
        "services": [{"listener": "listener", "name": "cilium-gateway-public", "namespace": "edge", "ports": [80, 443]}],
        "backendServices": [{"name": name, "namespace": space, "number": sorted(ports)} for (space, name), ports in sorted(backends.items())],
        "resources": [{"@type": envoy + "listener.v3.Listener", "name": "listener"},
                      *({"@type": envoy + "route.v3.RouteConfiguration", "name": f"listener-{kind}"} for kind in ("insecure", "secure")),
                      *({"@type": envoy + "cluster.v3.Cluster", "name": f"{space}:{name}:{port}", "type": "EDS",
                         "edsClusterConfig": {"serviceName": f"{space}/{name}:{port}"}}
                        for (space, name), ports in sorted(backends.items()) for port in sorted(ports))]})
    made["metadata"]["ownerReferences"] = [{**owned_by(edge), "controller": True}]
