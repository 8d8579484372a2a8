# SPDX-License-Identifier: GPL-3.0-or-later
"""Small applications: a namespace with servers, databases, policies."""
from k3s import namespace
from parts import Pod, container, http_probe, template

PROBES = {"postgres": ["pg_isready", "-U", "postgres"], "valkey": ["valkey-cli", "ping"]}


def place(c, count):
    """Where the scheduler puts `count` pods that ask for little: on the emptiest nodes, servers last."""
    fates = []
    for _ in range(count):
        load = {name: sum(p["spec"].get("nodeName") == name for p in c.all("Pod")) + sum(f.node == name for f in fates) +
                (8 if c.is_server(name) else 0) for name in c.machines}
        here = {name: sum(f.node == name for f in fates) for name in c.machines}
        fates.append(Pod(min(c.machines, key=lambda name: (here[name], load[name]))))
    return fates


class Space:
    """A namespace, and who builds its images."""

    def __init__(self, c, name, labels=None, annotations=None):
        self.c, self.name = c, name
        c.wait(160)
        namespace(c, name, labels, annotations)

    def app(self, name, replicas, version, ports=(("http", 8080),), service=(("http", 80, "http"),), env=None, labels=None, image=None,
            deployment=None, service_account=None, probe="/healthz", annotations=None, **more):
        """A Deployment, and its Service if it has `service`. `deployment` is its name where several share one Service."""
        self.c.wait(7)
        image = image or f"registry.example.com/{self.name}/{name}:{version}"
        main = container(name, image, ports, resources={"requests": {"cpu": "50m", "memory": "64Mi"}},
                         **({"env": [{"name": k, "value": v} for k, v in env.items()]} if env else {}),
                         **({"readinessProbe": http_probe(probe, ports[0][0])} if ports and ports[0][0] == "http" else {}))
        account = {"serviceAccountName": service_account} if service_account else {}
        fates = replicas if isinstance(replicas, list) else place(self.c, replicas)
        made = self.c.deployment(deployment or name, self.name, template({"app": name, **(labels or {})}, [main], annotations, **account), fates)
        if service and (self.name, name) not in [(s["metadata"]["namespace"], s["metadata"]["name"]) for s in self.c.all("Service")]:
            self.service(name, service, **more)
        return made

    def service(self, name, ports, app=None, **more):
        return self.c.service(name, self.name, {"app": app or name}, list(ports), labels={"app": app or name}, **more)

    def store(self, name, image, port, replicas=1, size="8Gi", mount="/data", env=None, product=None):
        """A StatefulSet with a volume each and its headless Service."""
        self.c.wait(9)
        claim = {"apiVersion": "v1", "kind": "PersistentVolumeClaim", "metadata": {"name": "data"}, "status": {"phase": "Pending"}, "spec": {
            "accessModes": ["ReadWriteOnce"], "resources": {"requests": {"storage": size}}, "storageClassName": "local-path", "volumeMode": "Filesystem"}}
        probe = {"exec": {"command": PROBES[product]}} if product in PROBES else {"tcpSocket": {"port": port[0]}}
        main = container(product or name, image, [port], resources={"requests": {"cpu": "100m", "memory": "256Mi"}},
                         readinessProbe={**probe, "failureThreshold": 3, "periodSeconds": 10, "successThreshold": 1, "timeoutSeconds": 1},
                         volumeMounts=[{"mountPath": mount, "name": "data"}],
                         **({"env": [{"name": k, "value": v} for k, v in env.items()]} if env else {}))
        made = self.c.stateful_set(name, self.name, template({"app": name}, [main]), place(self.c, replicas), name, volumeClaimTemplates=[claim])
        for pod in self.c.pods_of(made):
            self.bind(pod, claim)
        self.service(name, [(port[0], port[1], port[0])], cluster_ip="None")
        return made

    def bind(self, pod, claim):
        name = "data-" + pod["metadata"]["name"]
        pod["spec"].setdefault("volumes", []).insert(0, {"name": "data", "persistentVolumeClaim": {"claimName": name}})
        volume = "pvc-" + self.c.uid("PersistentVolumeClaim", self.name, name)
        self.c.add("PersistentVolumeClaim", "v1", name, self.name, {"app": pod["metadata"]["labels"]["app"]}, {
            "pv.kubernetes.io/bind-completed": "yes", "pv.kubernetes.io/bound-by-controller": "yes",
            "volume.kubernetes.io/selected-node": pod["spec"]["nodeName"], "volume.kubernetes.io/storage-provisioner": "rancher.io/local-path"},
            meta={"finalizers": ["kubernetes.io/pvc-protection"]}, spec={**claim["spec"], "volumeName": volume},
            status={"accessModes": ["ReadWriteOnce"], "capacity": claim["spec"]["resources"]["requests"], "phase": "Bound"})

    def postgres(self, name="postgres", replicas=1, version="17.5"):
        return self.store(name, f"docker.io/library/postgres:{version}", ("postgres", 5432), replicas, "20Gi", "/var/lib/postgresql/data",
                          {"PGDATA": "/var/lib/postgresql/data/pgdata"}, "postgres")

    def valkey(self, name="valkey", replicas=1):
        return self.store(name, "docker.io/valkey/valkey:8.1", ("valkey", 6379), replicas, "2Gi", "/data", product="valkey")

    def ingress(self, name, host, paths, ingress_class, tls=True, **more):
        if tls:
            more["tls"] = [{"hosts": [host], "secretName": host.replace(".", "-") + "-tls"}]
        self.c.ingress(name, self.name, host, paths, ingress_class, **more)

    # --- Kubernetes' NetworkPolicies

    def policy(self, name, selector, **directions):
        """`ingress` and `egress` are lists of rules."""
        self.c.add("NetworkPolicy", "networking.k8s.io/v1", name, self.name, meta={"generation": 1}, spec={
            "podSelector": selector, "policyTypes": [d.capitalize() for d in directions], **{d: r for d, r in directions.items() if r}})

    def allow(self, app, port, *sources):
        """Only `sources`, which are names of applications here or peers, may reach the pods of `app` on `port`."""
        peers = [{"podSelector": {"matchLabels": {"app": s}}} if isinstance(s, str) else s for s in sources]
        self.policy(f"{app}-from-{sources[0] if isinstance(sources[0], str) else 'outside'}", {"matchLabels": {"app": app}},
                    ingress=[{"from": peers, "ports": [{"port": port, "protocol": "TCP"}]}])


def pods_in(space, **labels):
    """A policy's peer in another namespace."""
    return {"namespaceSelector": {"matchLabels": {"kubernetes.io/metadata.name": space}},
            **({"podSelector": {"matchLabels": {k.replace("__", "/").replace("_", "."): v for k, v in labels.items()}}} if labels else {})}
