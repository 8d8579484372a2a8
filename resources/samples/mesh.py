# SPDX-License-Identifier: GPL-3.0-or-later
"""K3s with its usual network, three ways into a mesh and a DNS cache on every node."""
from applications import Space, pods_in
from cluster import Cluster
from gateway import backend, by_path, route
from istio import CONTROLLER, ROUTE_IS_VALID, add, ingress_gateway, into_ambient, istio, sidecars, waypoint
from k3s import control_plane, core_dns, local_storage, metrics_server, traefik
from linkerd import linkerd, proxies
from parts import Machine, container, http_probe, template

MACHINES = {"server-0": Machine("192.168.30.10", "10.42.0", ["server"]), "agent-0": Machine("192.168.30.20", "10.42.1", ["agent"]),
            "agent-1": Machine("192.168.30.30", "10.42.2", ["agent"])}
TRAEFIK = pods_in("kube-system", app_kubernetes_io__name="traefik")
LOCAL, CLUSTER_DNS = "169.254.20.10", "10.43.0.10"


def mesh():
    c = Cluster(MACHINES, seed="mesh")
    c.webhooks = [into_ambient(["bookshop"]), sidecars(["booking"]), proxies(c, ["voting"])]
    control_plane(c)
    core_dns(c)
    metrics_server(c)
    local_storage(c)
    traefik(c)
    dns_cache(c)
    istio(c)
    linkerd(c)
    Space(c, "istio-ingress")
    entrance = ingress_gateway(c, "public", "istio-ingress", [("http", 8080, "HTTP", None, None), ("https", 8443, "HTTPS", "*.example", "public-tls")])
    bookshop(c, entrance)
    booking(c, entrance)
    voting(c)
    legacy(c)
    return c


def dns_cache(c):
    """NodeLocal DNSCache: it binds its own address and that of kube-dns on each node; what it lacks it asks of kube-dns-upstream."""
    c.wait(60)
    blocks = [(zone, "    force_tcp\n", "__PILLAR__CLUSTER__DNS__") for zone in ("cluster.local", "in-addr.arpa", "ip6.arpa")]
    corefile = "".join(f"{zone}:53 {{\n  errors\n  cache 30\n  reload\n  loop\n  bind {LOCAL} {CLUSTER_DNS}\n  forward . {upstream} {{\n{tcp}  }}\n"
                       f"  prometheus :9253\n}}\n" for zone, tcp, upstream in [*blocks, (".", "", "__PILLAR__UPSTREAM__SERVERS__")])
    labels = {"k8s-app": "node-local-dns"}
    c.add("ConfigMap", "v1", "node-local-dns", "kube-system", labels, data={"Corefile": corefile})
    c.service("kube-dns-upstream", "kube-system", {"k8s-app": "kube-dns"}, [("dns", 53, 53, None, "UDP"), ("dns-tcp", 53, 53)],
              labels={"k8s-app": "kube-dns", "kubernetes.io/name": "KubeDNSUpstream"})
    main = container("node-cache", "registry.k8s.io/dns/k8s-dns-node-cache:1.26.4", [("dns", 53, "UDP"), ("dns-tcp", 53), ("metrics", 9253)],
                     args=["-localip", f"{LOCAL},{CLUSTER_DNS}", "-conf", "/etc/Corefile", "-upstreamsvc", "kube-dns-upstream"],
                     livenessProbe=http_probe("/health", 8080, initialDelaySeconds=60, timeoutSeconds=5),
                     resources={"requests": {"cpu": "25m", "memory": "5Mi"}})
    main["livenessProbe"]["httpGet"]["host"] = LOCAL
    c.daemon_set("node-local-dns", "kube-system", template(labels, [main], {"prometheus.io/port": "9253", "prometheus.io/scrape": "true"},
                 dnsPolicy="Default", hostNetwork=True, priorityClassName="system-node-critical", serviceAccountName="node-local-dns",
                 tolerations=[{"key": "CriticalAddonsOnly", "operator": "Exists"}, {"effect": "NoExecute", "operator": "Exists"},
                              {"effect": "NoSchedule", "operator": "Exists"}]), labels=labels, selector=labels, surge=(0, "10%"))
    c.service("node-local-dns", "kube-system", labels, [("metrics", 9253, 9253)], "None", labels=labels)


def attach(c, space, name, entrance, host, rules):
    route(c, name, space, entrance, CONTROLLER, host, rules, ROUTE_IS_VALID)


def bookshop(c, entrance):
    """Ambient: nothing in the pods changes; a waypoint looks at the HTTP of its Services."""
    space = Space(c, "bookshop", {"istio.io/dataplane-mode": "ambient", "istio.io/use-waypoint": "waypoint"})
    space.postgres()
    for name, count in (("frontpage", 2), ("orders", 2), ("stock", 2), ("recommendations", 1)):
        space.app(name, count, "3.4.0", service_account=name)
    waypoint(c, "waypoint", "bookshop")
    attach(c, "bookshop", "frontpage", entrance, "books.example", [by_path("/", backend("frontpage", 80)), by_path("/api/orders", backend("orders", 80))])
    add(c, "AuthorizationPolicy", "orders-from-frontpage", "bookshop", targetRefs=[{"group": "", "kind": "Service", "name": "orders"}], action="ALLOW",
        rules=[{"from": [{"source": {"principals": [f"cluster.local/ns/{p}" for p in ("bookshop/sa/frontpage", "istio-ingress/sa/public-istio")]}}],
                "to": [{"operation": {"methods": ["GET", "POST"]}}]}])
    space.policy("only-through-the-mesh", {}, ingress=[{"ports": [{"port": 15008, "protocol": "TCP"}]}])


def booking(c, entrance):
    """Sidecars: each pod has Istio's proxy."""
    space = Space(c, "booking", {"istio-injection": "enabled"})
    space.valkey("holds")
    space.app("reserve", 2, "1.8.2", env={"CALENDAR_URL": "http://calendar", "ROOMS_URL": "http://rooms"})
    space.app("rooms", 2, "1.8.0")
    for version, count, tag in (("v1", 2, "1.7.5"), ("v2", 1, "2.0.0")):
        space.app("calendar", count, tag, service=(), labels={"version": version}, deployment="calendar-" + version)
    space.service("calendar", [("http", 80, "http")])
    attach(c, "booking", "reserve", entrance, "booking.example", [by_path("/", backend("reserve", 80))])
    add(c, "DestinationRule", "calendar", "booking", host="calendar", subsets=[{"name": v, "labels": {"version": v}} for v in ("v1", "v2")],
        trafficPolicy={"outlierDetection": {"consecutive5xxErrors": 5, "interval": "10s", "baseEjectionTime": "30s"}})
    weighted = [{"destination": {"host": "calendar", "port": {"number": 80}, "subset": subset}, "weight": weight} for subset, weight in (("v1", 90), ("v2", 10))]
    add(c, "VirtualService", "calendar", "booking", hosts=["calendar"], http=[
        {"match": [{"headers": {"x-calendar": {"exact": "next"}}}], "route": [{"destination": {**weighted[1]["destination"]}}]},
        {"retries": {"attempts": 3, "perTryTimeout": "2s", "retryOn": "5xx,connect-failure"}, "route": weighted}])
    add(c, "ServiceEntry", "acquirer", "booking", hosts=["api.acquirer.example"], location="MESH_EXTERNAL", resolution="DNS",
        ports=[{"name": "tls", "number": 443, "protocol": "TLS"}])


def voting(c):
    """Linkerd, with Traefik before it."""
    space = Space(c, "voting", annotations={"linkerd.io/inject": "enabled"})
    space.valkey("votes")
    space.app("ballot", 2, "0.6.0")
    space.app("tally", 2, "0.6.0", (("grpc", 8081),), (("grpc", 8081, "grpc"),))
    space.app("results", 2, "0.6.0")
    space.ingress("voting", "vote.example", [("/", "ballot", 80), ("/results", "results", 80)], "traefik")


def legacy(c):
    space = Space(c, "legacy")
    space.app("reports", 2, "12.3.0")
    space.ingress("reports", "reports.example", [("/", "reports", 80)], "traefik")
    space.allow("reports", 8080, TRAEFIK)
