# SPDX-License-Identifier: GPL-3.0-or-later
"""K3s with three servers and embedded etcd; MetalLB and ingress-nginx in place of ServiceLB and Traefik."""
from applications import Space, pods_in
from k3s import control_plane, core_dns, local_storage, metrics_server
from metallb import MetalLbCluster, metallb, peer, pools
from nginx import ingress_nginx
from parts import Machine, Pod, container, template

FLAGS = ["--tls-san=k3s.example.com", "--disable=traefik", "--disable=servicelb"]
JOIN = ["server", "--server=https://192.168.1.11:6443", *FLAGS]
MACHINES = {"server-0": Machine("192.168.1.11", "10.42.0", ["server", "--cluster-init", *FLAGS]), "server-1": Machine("192.168.1.12", "10.42.1", JOIN),
            "server-2": Machine("192.168.1.13", "10.42.2", JOIN), "agent-0": Machine("192.168.1.21", "10.42.3", ["agent"]),
            "agent-1": Machine("192.168.1.22", "10.42.4", ["agent"])}
NGINX = pods_in("ingress-nginx", app_kubernetes_io__name="ingress-nginx")


def ha():
    c = MetalLbCluster(MACHINES, seed="ha")
    control_plane(c, (3, 95, 41, 60, 12), has_traefik=False)
    core_dns(c)
    metrics_server(c)
    local_storage(c)
    metallb(c)
    pools(c, {"lan": (["192.168.1.200-192.168.1.219"], True, "L2Advertisement"), "edge": (["203.0.113.16/28"], False, "BGPAdvertisement")})
    peer(c, "router", "192.168.1.1", 64512, 64513)
    ingress_nginx(c, [Pod("agent-0"), Pod("agent-1")], {"metallb.io/address-pool": "edge"})
    forum(c)
    photos(c)
    sensors(c)
    git(c)
    return c


def forum(c):
    space = Space(c, "forum")
    space.postgres(replicas=2)
    space.valkey()
    space.app("web", 4, "3.5.0", env={"DATABASE_HOST": "postgres-0.postgres", "CACHE_URL": "redis://valkey:6379"})
    space.app("worker", 3, "3.5.0", (), ())
    space.app("mail-intake", 1, "3.5.0", (("smtp", 2525),), (("smtp", 25, "smtp"),))
    space.ingress("forum", "forum.example", [("/", "web", 80)], "nginx")
    space.allow("web", 8080, NGINX)
    space.allow("postgres", 5432, "web", "worker", "mail-intake")
    space.allow("valkey", 6379, "web", "worker")


def photos(c):
    space = Space(c, "photos")
    space.store("objects", "quay.io/minio/minio:RELEASE.2025-09-07T16-13-09Z", ("s3", 9000), 4, "50Gi")
    space.postgres()
    space.app("gallery", 3, "2.1.4")
    space.app("uploads", 2, "2.1.4")
    space.app("thumbnailer", 3, "2.1.4", (), ())
    space.ingress("photos", "photos.example", [("/", "gallery", 80), ("/upload", "uploads", 80)], "nginx",
                  annotations={"nginx.ingress.kubernetes.io/proxy-body-size": "64m"})
    space.allow("objects", 9000, "gallery", "uploads", "thumbnailer")


def sensors(c):
    """Devices in the local network reach the broker and the log intake by addresses of their own."""
    space = Space(c, "sensors")
    space.app("broker", 1, None, (("mqtt", 1883),), (("mqtt", 1883, "mqtt"),), image="docker.io/library/eclipse-mosquitto:2.0.22", kind="LoadBalancer")
    space.app("syslog", 2, "1.4.0", (("syslog", 5514, "UDP"),), (("syslog", 514, "syslog", None, "UDP"),), kind="LoadBalancer")
    space.store("influxdb", "docker.io/library/influxdb:2.7", ("http", 8086), 1, "40Gi", "/var/lib/influxdb2")
    labels = {"app": "collector"}
    c.daemon_set("collector", "sensors", template(labels, [container("collector", "docker.io/otel/opentelemetry-collector:0.128.0", [("otlp", 4317)])]),
                 labels=labels)
    space.service("collector", [("otlp", 4317, "otlp")])
    space.app("grafana", 2, None, (("http", 3000),), image="docker.io/grafana/grafana:12.0.2", probe="/api/health")
    space.ingress("grafana", "metrics.example", [("/", "grafana", 80)], "nginx")


def git(c):
    space = Space(c, "git")
    space.postgres()
    space.app("forgejo", 2, None, (("http", 3000), ("ssh", 2222)), (("http", 80, "http"),), image="codeberg.org/forgejo/forgejo:12", probe="/api/healthz")
    space.service("forgejo-ssh", [("ssh", 22, "ssh")], "forgejo", kind="LoadBalancer")
    space.app("runner", 3, None, (), (), image="code.forgejo.org/forgejo/runner:9")
    space.ingress("forgejo", "git.example", [("/", "forgejo", 80)], "nginx")
    space.allow("postgres", 5432, "forgejo")
