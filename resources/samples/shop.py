# SPDX-License-Identifier: GPL-3.0-or-later
"""K3s as it installs itself, and a small shop behind its Traefik."""
from k3s import core_dns, control_plane, local_storage, metrics_server, namespace, traefik
from parts import Pod, container, http_probe, template


def application(name, port=8080, **more):
    """The template of a small HTTP server that calls its port `http`."""
    more.setdefault("resources", {"requests": {"cpu": "50m", "memory": "64Mi"}})
    version = more.pop("version", "1.9.0")
    return template({"app": name}, [container(name, f"registry.example.com/shop/{name}:{version}", [("http", port)],
                                              readinessProbe=http_probe("/healthz", "http"), **more)])


def shop(c):
    c.wait(1450)
    namespace(c, "shop")
    everywhere = [Pod(n) for n in c.machines]
    c.deployment("web", "shop", application("web", version="2.4.1"), everywhere)
    c.service("web", "shop", {"app": "web"}, [("http", 80, "http")], "10.43.97.14")
    password = {"name": "DATABASE_PASSWORD", "valueFrom": {"secretKeyRef": {"key": "password", "name": "shop-db"}}}
    c.deployment("api", "shop", application("api", env=[{"name": "DATABASE_HOST", "value": "db-0.db.shop.svc.cluster.local"}, password]), everywhere)
    c.service("api", "shop", {"app": "api"}, [("http", 8080, "http")], "10.43.215.60")
    claim = {"apiVersion": "v1", "kind": "PersistentVolumeClaim", "metadata": {"name": "data"}, "status": {"phase": "Pending"}, "spec": {
        "accessModes": ["ReadWriteOnce"], "resources": {"requests": {"storage": "5Gi"}}, "storageClassName": "local-path", "volumeMode": "Filesystem"}}
    database = template({"app": "db"}, [container(
        "postgres", "docker.io/library/postgres:17.5", [("postgres", 5432)], resources={"requests": {"cpu": "100m", "memory": "256Mi"}},
        env=[{**password, "name": "POSTGRES_PASSWORD"}, {"name": "PGDATA", "value": "/var/lib/postgresql/data/pgdata"}],
        readinessProbe={"exec": {"command": ["pg_isready", "-U", "postgres"]}, "failureThreshold": 3, "periodSeconds": 10, "successThreshold": 1,
                        "timeoutSeconds": 1},
        volumeMounts=[{"mountPath": "/var/lib/postgresql/data", "name": "data"}])])
    c.stateful_set("db", "shop", database, [Pod("agent-0")], "db", volumeClaimTemplates=[claim])
    c.index["Pod", "shop", "db-0"]["spec"]["volumes"].insert(0, {"name": "data", "persistentVolumeClaim": {"claimName": "data-db-0"}})
    volume = "pvc-" + c.uid("PersistentVolumeClaim", "shop", "data-db-0")
    c.add("PersistentVolumeClaim", "v1", "data-db-0", "shop", {"app": "db"}, {
        "pv.kubernetes.io/bind-completed": "yes", "pv.kubernetes.io/bound-by-controller": "yes", "volume.kubernetes.io/selected-node": "agent-0",
        "volume.kubernetes.io/storage-provisioner": "rancher.io/local-path"}, meta={"finalizers": ["kubernetes.io/pvc-protection"]},
        spec={**claim["spec"], "volumeName": volume}, status={"accessModes": ["ReadWriteOnce"], "capacity": {"storage": "5Gi"}, "phase": "Bound"})
    c.service("db", "shop", {"app": "db"}, [("postgres", 5432, 5432)], "None")
    c.wait(30)
    c.ingress("shop", "shop", "shop.example", [("/", "web", 80)], tls=[{"hosts": ["shop.example"], "secretName": "shop-example-tls"}])
    c.add("Middleware", "traefik.io/v1alpha1", "api-ratelimit", "shop", meta={"generation": 1}, spec={"rateLimit": {"average": 50, "burst": 100, "period": "1s"}})
    c.add("Middleware", "traefik.io/v1alpha1", "strip-api", "shop", meta={"generation": 1}, spec={"stripPrefix": {"prefixes": ["/api"]}})
    ingress_route(c, "shop-api", "Host(`shop.example`) && PathPrefix(`/api`)", ("api", 8080), ["api-ratelimit", "strip-api"])
    controller = {"namespaceSelector": {"matchLabels": {"kubernetes.io/metadata.name": "kube-system"}},
                  "podSelector": {"matchLabels": {"app.kubernetes.io/name": "traefik"}}}
    policy(c, "allow-from-traefik", {"matchExpressions": [{"key": "app", "operator": "In", "values": ["web", "api"]}]},
           ingress=[{"from": [controller], "ports": [{"port": 8080, "protocol": "TCP"}]}])
    policy(c, "db-from-api", {"matchLabels": {"app": "db"}}, ingress=[
        {"from": [{"podSelector": {"matchLabels": {"app": "api"}}}], "ports": [{"port": 5432, "protocol": "TCP"}]}])


def ingress_route(c, name, match, service, middlewares):
    route = {"kind": "Rule", "match": match, "services": [{"name": service[0], "port": service[1]}], "middlewares": [{"name": m} for m in middlewares]}
    c.add("IngressRoute", "traefik.io/v1alpha1", name, "shop", meta={"generation": 1}, spec={"entryPoints": ["web", "websecure"], "routes": [route]})


def policy(c, name, selector, **directions):
    c.add("NetworkPolicy", "networking.k8s.io/v1", name, "shop", meta={"generation": 1},
          spec={"podSelector": selector, "policyTypes": [d.capitalize() for d in directions], **directions})


def vanilla(c):
    control_plane(c)
    core_dns(c)
    metrics_server(c)
    local_storage(c)
    traefik(c)
    shop(c)
    return c
