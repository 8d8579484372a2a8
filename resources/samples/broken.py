# SPDX-License-Identifier: GPL-3.0-or-later
"""The cluster of shop.py with what goes wrong; README.md lists it in this order."""
from parts import Pod, container, template
from shop import application, ingress_route, policy, vanilla

FREE_PORTS = "node(s) didn't have free ports for the requested pod ports"
NO_PORT = ("0/3 nodes are available: 1 " + FREE_PORTS + ", 2 node(s) didn't satisfy plugin(s) [NodeAffinity]. no new claims to "
           "deallocate, preemption: 0/3 nodes are available: 1 " + FREE_PORTS + ", 2 Preemption is not helpful for scheduling.")
NO_MEMORY = ("0/3 nodes are available: 3 Insufficient memory. no new claims to deallocate, preemption: 0/3 nodes are available: "
             "3 Preemption is not helpful for scheduling.")


def broken(c):
    vanilla(c)
    c.wait(86000)
    backends_that_fail(c)
    routes_that_fail(c)
    front_doors_that_fail(c)
    names_and_leftovers(c)
    policies_that_fail(c)
    return c


def backends_that_fail(c):
    def pair(name, fate, address, selector=None, target="http", replicas=None, **more):
        c.deployment(name, "shop", application(name, **more), fate, replicas)
        c.service(name, "shop", {"app": selector or name}, [("http", 80, target)], address)

    pair("search", [Pod("server-0"), Pod("agent-0")], "10.43.34.101", selector="serch")
    pair("payments", [Pod("agent-0", "CrashLoopBackOff")], "10.43.140.7")
    pair("recommendations", [Pod("server-0", "Unready")], "10.43.55.212")
    pair("newsletter", [Pod("agent-0", "ImagePullBackOff")], "10.43.9.77", version="1.9.O")
    pair("analytics", [Pod(pending=NO_MEMORY)], "10.43.188.3", resources={"requests": {"cpu": "2", "memory": "64Gi"}})
    pair("invoices", [Pod("server-0")], "10.43.71.150", target="web")
    pair("cart", [Pod("agent-0", terminating="2026-06-02T09:41:38Z")], "10.43.126.45", replicas=0)


def routes_that_fail(c):
    c.deployment("catalog", "shop", application("catalog"), [Pod("agent-0")])
    c.service("catalog", "shop", {"app": "catalog"}, [("http", 80, "http")], "10.43.203.18")
    c.wait(40)
    c.ingress("shop-status", "shop", "shop.example", [("/status", "status-page", 80)])
    c.ingress("shop-catalog", "shop", "shop.example", [("/catalog", "catalog", 8080)])
    c.ingress("shop-payments", "shop", "shop.example", [("/payments", "payments", 80)])
    c.ingress("shop-docs", "shop", "docs.shop.example", [("/", "web", 80)], ingress_class="nginx")
    ingress_route(c, "shop-admin", "Host(`shop.example`) && PathPrefix(`/admin`)", ("web", 80), ["admin-auth"])


def front_doors_that_fail(c):
    c.service("edge-tls", "shop", {"app": "web"}, [("https", 443, "http", 31871)], "10.43.160.93", "LoadBalancer",
              fates=[Pod(pending=NO_PORT) for _ in c.machines])
    c.service("edge-internal", "shop", {"app": "web"}, [("http", 80, "http", 30927)], "10.43.18.201", "LoadBalancer",
              loadBalancerClass="example.com/internal-lb")
    c.deployment("metrics-intake", "shop", application("metrics-intake"), [Pod("agent-0")])
    c.service("metrics-intake", "shop", {"app": "metrics-intake"}, [("http", 8080, "http", 32090)], "10.43.244.66", "NodePort",
              externalTrafficPolicy="Local")


def names_and_leftovers(c):
    cache = template({"app": "cache"}, [container("valkey", "docker.io/valkey/valkey:8.1", [("valkey", 6379)],
                                                  resources={"requests": {"cpu": "50m", "memory": "64Mi"}})])
    c.stateful_set("cache", "shop", cache, [Pod("server-0"), Pod("agent-0")], "cache-peers")
    c.service("cache", "shop", {"app": "cache"}, [("valkey", 6379, "valkey")], "10.43.83.29")
    c.add("Service", "v1", "mail", "shop", spec={"externalName": "203.0.113.25", "sessionAffinity": "None", "type": "ExternalName"},
          status={"loadBalancer": {}})
    c.add("EndpointSlice", "discovery.k8s.io/v1", "legacy-billing-1", "shop", {
        "endpointslice.kubernetes.io/managed-by": "operations", "kubernetes.io/service-name": "legacy-billing"}, meta={"generation": 1},
        addressType="IPv4", endpoints=[{"addresses": ["192.168.1.60"], "conditions": {"ready": True}}],
        ports=[{"name": "http", "port": 8080, "protocol": "TCP"}])


def policies_that_fail(c):
    kube_system = {"namespaceSelector": {"matchLabels": {"kubernetes.io/metadata.name": "kube-system"}}}
    policy(c, "catalog-from-traefik", {"matchLabels": {"app": "catalog"}}, ingress=[{"from": [kube_system], "ports": [{"port": 80, "protocol": "TCP"}]}])
    policy(c, "worker-from-api", {"matchLabels": {"app": "worker"}}, ingress=[{"from": [{"podSelector": {"matchLabels": {"app": "api"}}}]}])
    policy(c, "search-to-db", {"matchLabels": {"app": "search"}}, egress=[
        {"to": [{"podSelector": {"matchLabels": {"app": "db"}}}], "ports": [{"port": 5432, "protocol": "TCP"}]}])
