#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Writes k3s-vanilla.json and broken.json, as `kubectl get ... -A -o json` would have saved them; alternatives.py the others.

The class Cluster plays the controllers: it gives a Deployment its ReplicaSet and pods, a Service its EndpointSlices and, for
type LoadBalancer, its svclb DaemonSet. A fault is therefore put in where it arises in life (a node that is gone, a selector
with a typing error), and every other object follows from it. Nothing is random: two runs give the same bytes.
"""
import base64
import copy
import datetime
import hashlib
import json
import pathlib

K3S, CONTAINERD = "v1.36.1+k3s1", "containerd://2.2.3-k3s1"
TRAEFIK, TRAEFIK_CHART = "3.6.13", "39.0.701+up39.0.7"
NODES = {"server-0": ("192.168.1.10", "10.42.0"), "agent-0": ("192.168.1.20", "10.42.1"), "agent-1": ("192.168.1.30", "10.42.2")}
SAVED = "2026-06-02T09:41:12Z"  # when both were saved
LAST_HEARD, WENT_DOWN = "2026-06-02T09:37:08Z", "2026-06-02T09:37:52Z"  # of a node that is gone
CONTROL_PLANE = "node-role.kubernetes.io/control-plane"
SVCLB = "svccontroller.k3s.cattle.io/"
FREE_PORTS = "node(s) didn't have free ports for the requested pod ports"
NO_PORT = ("0/3 nodes are available: 1 " + FREE_PORTS + ", 2 node(s) didn't satisfy plugin(s) [NodeAffinity]. no new claims to "
           "deallocate, preemption: 0/3 nodes are available: 1 " + FREE_PORTS + ", 2 Preemption is not helpful for scheduling.")
NO_MEMORY = ("0/3 nodes are available: 3 Insufficient memory. no new claims to deallocate, preemption: 0/3 nodes are available: "
             "3 Preemption is not helpful for scheduling.")


def sha(*parts):
    return hashlib.sha256("/".join(parts).encode()).hexdigest()


def uid(*parts):
    h = sha("uid", *parts)
    return f"{h[:8]}-{h[8:12]}-4{h[13:16]}-{'89ab'[int(h[16], 16) % 4]}{h[17:20]}-{h[20:32]}"


def suffix(length, *parts):
    """What Kubernetes appends to a generated name: no vowels, no digits that look like letters."""
    letters = "bcdfghjklmnpqrstvwxz2456789"
    return "".join(letters[b % len(letters)] for b in bytes.fromhex(sha("suffix", *parts))[:length])


def pod_hash(*parts):
    return suffix(10, "template", *parts)


def for_a_while(taint):
    return {"key": "node.kubernetes.io/" + taint, "operator": "Exists", "effect": "NoExecute", "tolerationSeconds": 300}


def container(name, image, ports=(), **more):
    """`ports` are (name, number[, protocol]); what the API server adds by default is added here."""
    made = {"name": name, "image": image, "imagePullPolicy": "IfNotPresent", "resources": {},
            "terminationMessagePath": "/dev/termination-log", "terminationMessagePolicy": "File", **more}
    if ports:
        made["ports"] = [{"name": p[0], "containerPort": p[1], "protocol": p[2] if len(p) > 2 else "TCP"} for p in ports]
    return made


def http_probe(path, port, **more):
    return {"httpGet": {"path": path, "port": port, "scheme": "HTTP"}, "timeoutSeconds": 1, "periodSeconds": 10,
            "successThreshold": 1, "failureThreshold": 3, **more}


def template(labels, containers, annotations=None, **more):
    spec = {"containers": containers, "dnsPolicy": "ClusterFirst", "restartPolicy": "Always", "schedulerName": "default-scheduler",
            "securityContext": {}, "terminationGracePeriodSeconds": 30, **more}
    if "serviceAccountName" in spec:
        spec["serviceAccount"] = spec["serviceAccountName"]
    meta = {"labels": labels, **({"annotations": annotations} if annotations else {})}
    return {"metadata": meta, "spec": spec}


def condition(kind, status, when, reason=None, message=None, **more):
    made = {"type": kind, "status": status, "lastTransitionTime": when, **more}
    if reason is not None:
        made["reason"] = reason
    if message is not None:
        made["message"] = message
    return made


class Pod:
    """How a pod fares: on which node, and what keeps it from being ready, if anything does. `terminating` is the time by which it
    must have ended."""

    def __init__(self, node=None, fault=None, pending=None, terminating=None, succeeded=False):
        self.node, self.fault, self.pending, self.terminating, self.succeeded = node, fault, pending, terminating, succeeded


class Cluster:
    def __init__(self, down=None, nodes=None, server_args=(), has_flannel=True, has_service_lb=True, blocks=None):
        """`nodes` as NODES; `blocks` are the first three numbers of pod addresses by node, where they are not those of the pod CIDR."""
        self.nodes, self.blocks = nodes or NODES, blocks or {}
        self.server_args, self.has_flannel, self.has_service_lb = list(server_args), has_flannel, has_service_lb
        self.objects, self.index = [], {}
        self.clock = datetime.datetime(2026, 6, 1, 8, 12, 4)
        self.version = 200
        self.down = down
        self.next_host = dict.fromkeys(self.nodes, 2)  # .1 is the bridge cni0

    # --- the API server

    def now(self, later=0):
        return (self.clock + datetime.timedelta(seconds=later)).strftime("%Y-%m-%dT%H:%M:%SZ")

    def wait(self, seconds):
        self.clock += datetime.timedelta(seconds=seconds)

    def add(self, kind, api, name, namespace=None, labels=None, annotations=None, owner=None, meta=None, **body):
        self.version += 7
        metadata = {"name": name, "uid": uid(kind, namespace or "", name), "resourceVersion": str(self.version),
                    "creationTimestamp": self.now(), **(meta or {})}
        if namespace:
            metadata["namespace"] = namespace
        if labels:
            metadata["labels"] = dict(labels)
        if annotations:
            metadata["annotations"] = dict(annotations)
        if owner:
            metadata["ownerReferences"] = [{"apiVersion": owner["apiVersion"], "kind": owner["kind"], "name": owner["metadata"]["name"],
                                            "uid": owner["metadata"]["uid"], "controller": True, "blockOwnerDeletion": True}]
        made = copy.deepcopy({"apiVersion": api, "kind": kind, "metadata": metadata, **body})
        self.objects.append(made)
        self.index[kind, namespace, name] = made
        return made

    def all(self, kind, namespace=None):
        return [o for o in self.objects if o["kind"] == kind and namespace in (None, o["metadata"].get("namespace"))]

    def save(self, path):
        text = json.dumps({"apiVersion": "v1", "kind": "List", "metadata": {"resourceVersion": ""}, "items": self.objects},
                          indent=1, sort_keys=True, ensure_ascii=False)
        pathlib.Path(path).write_text(text + "\n", encoding="utf-8", newline="\n")

    # --- kubelet and scheduler

    def node(self, name):
        address, prefix = self.nodes[name]
        server = name.startswith("server")
        mac = ":".join(["%02x" % (int(sha("mac", name)[:2], 16) & 0xFC | 2)] + [sha("mac", name)[i:i + 2] for i in range(2, 12, 2)])
        env = {} if server else {"K3S_TOKEN": "********", "K3S_URL": "https://192.168.1.10:6443"}
        labels = {"beta.kubernetes.io/arch": "amd64", "beta.kubernetes.io/instance-type": "k3s", "beta.kubernetes.io/os": "linux",
                  "kubernetes.io/arch": "amd64", "kubernetes.io/hostname": name, "kubernetes.io/os": "linux",
                  "node.kubernetes.io/instance-type": "k3s", **({CONTROL_PLANE: "true"} if server else {})}
        annotations = {
            "alpha.kubernetes.io/provided-node-ip": address,
            "flannel.alpha.coreos.com/backend-data": json.dumps({"VNI": 1, "VtepMAC": mac}, separators=(",", ":")),
            "flannel.alpha.coreos.com/backend-type": "vxlan", "flannel.alpha.coreos.com/kube-subnet-manager": "true",
            "flannel.alpha.coreos.com/public-ip": address, "k3s.io/hostname": name, "k3s.io/internal-ip": address,
            "k3s.io/node-args": json.dumps(["server", *self.server_args] if server else ["agent"]),
            "k3s.io/node-config-hash": base64.b32encode(bytes.fromhex(sha("config", name))).decode(),
            "k3s.io/node-env": json.dumps(env, separators=(",", ":")), "node.alpha.kubernetes.io/ttl": "0",
            "volumes.kubernetes.io/controller-managed-attach-detach": "true"}
        if not self.has_flannel:
            annotations = {key: value for key, value in annotations.items() if not key.startswith("flannel.")}
        kubelet = [("MemoryPressure", "KubeletHasSufficientMemory", "kubelet has sufficient memory available"),
                   ("DiskPressure", "KubeletHasNoDiskPressure", "kubelet has no disk pressure"),
                   ("PIDPressure", "KubeletHasSufficientPID", "kubelet has sufficient PID available"),
                   ("Ready", "KubeletReady", "kubelet is posting ready status")]
        spec = {"podCIDR": prefix + ".0/24", "podCIDRs": [prefix + ".0/24"], "providerID": "k3s://" + name}
        if name == self.down:
            silent = ("Unknown", WENT_DOWN, "NodeStatusUnknown", "Kubelet stopped posting node status.")
            conditions = [condition(kind, *silent, lastHeartbeatTime=LAST_HEARD) for kind, _, _ in kubelet]
            spec["taints"] = [{"key": "node.kubernetes.io/unreachable", "effect": effect, "timeAdded": WENT_DOWN}
                              for effect in ("NoSchedule", "NoExecute")]
        else:
            conditions = [condition(kind, "True" if kind == "Ready" else "False", self.now(), reason, message, lastHeartbeatTime=SAVED)
                          for kind, reason, message in kubelet]
        size = {"cpu": "4", "ephemeral-storage": "61607472Ki", "hugepages-1Gi": "0", "hugepages-2Mi": "0", "memory": "8136084Ki", "pods": "110"}
        self.add("Node", "v1", name, labels=labels, annotations=annotations, meta={"finalizers": ["wrangler.cattle.io/node"]}, spec=spec, status={
            "addresses": [{"type": "InternalIP", "address": address}, {"type": "Hostname", "address": name}],
            "capacity": size, "allocatable": {**size, "ephemeral-storage": "59931748903"}, "conditions": conditions,
            "daemonEndpoints": {"kubeletEndpoint": {"Port": 10250}},
            "nodeInfo": {"architecture": "amd64", "bootID": uid("boot", name), "containerRuntimeVersion": CONTAINERD,
                         "kernelVersion": "6.1.0-37-amd64", "kubeProxyVersion": "", "kubeletVersion": K3S,
                         "machineID": sha("machine", name)[:32], "operatingSystem": "linux",
                         "osImage": "Debian GNU/Linux 12 (bookworm)", "systemUUID": uid("system", name)}})

    def pod(self, owner, name, pod_template, fate, labels=None, tolerations=None, **more):
        """The pod of a controller, from its template, as the kubelet of its node (or the scheduler) reports it."""
        namespace = owner["metadata"]["namespace"]
        spec = self.pod_spec(namespace, name, {**pod_template["spec"], **more}, tolerations)
        meta = {"generateName": owner["metadata"]["name"] + "-", "generation": 1}
        if fate.node:
            spec["nodeName"] = fate.node
        if fate.terminating:
            meta.update(deletionTimestamp=fate.terminating, deletionGracePeriodSeconds=spec["terminationGracePeriodSeconds"], generation=2)
        return self.add("Pod", "v1", name, namespace, labels={**pod_template["metadata"]["labels"], **(labels or {})},
                        annotations=pod_template["metadata"].get("annotations"), owner=owner, meta=meta, spec=spec,
                        status=self.pod_status(namespace, name, spec, fate))

    def pod_spec(self, namespace, name, given, tolerations):
        """What admission adds: the token, the priority, the tolerations."""
        spec = copy.deepcopy(given)
        if spec.get("automountServiceAccountToken") is not False:
            mount = "kube-api-access-" + suffix(5, "token", namespace, name)
            spec.setdefault("volumes", []).append({"name": mount, "projected": {"defaultMode": 420, "sources": [
                {"serviceAccountToken": {"expirationSeconds": 3607, "path": "token"}},
                {"configMap": {"name": "kube-root-ca.crt", "items": [{"key": "ca.crt", "path": "ca.crt"}]}},
                {"downwardAPI": {"items": [{"path": "namespace", "fieldRef": {"apiVersion": "v1", "fieldPath": "metadata.namespace"}}]}}]}})
            for each in spec["containers"]:
                each.setdefault("volumeMounts", []).append({"name": mount, "mountPath": "/var/run/secrets/kubernetes.io/serviceaccount", "readOnly": True})
        classes = {"system-cluster-critical": 2000000000, "system-node-critical": 2000001000}
        spec.setdefault("serviceAccountName", "default")
        spec["serviceAccount"] = spec["serviceAccountName"]
        spec.update(enableServiceLinks=True, preemptionPolicy="PreemptLowerPriority", priority=classes.get(spec.get("priorityClassName"), 0))
        spec["tolerations"] = spec.get("tolerations", []) + (tolerations or [for_a_while("not-ready"), for_a_while("unreachable")])
        return spec

    def pod_status(self, namespace, name, spec, fate):
        containers = spec["containers"]
        when, lost = self.now(), fate.node is not None and fate.node == self.down
        status = {"phase": "Running", "qosClass": "Burstable" if any(c["resources"] for c in containers) else "BestEffort", "conditions": [],
                  "observedGeneration": 1}

        def is_true(kind, ok=True, reason=None, message=None, at=None):
            status["conditions"].append(condition(kind, "True" if ok else "False", at or when, reason, message, lastProbeTime=None))

        if fate.node is None:
            status["phase"] = "Pending"
            is_true("PodScheduled", False, "Unschedulable", fate.pending)
            return status
        host, prefix = self.nodes[fate.node]
        address = host if spec.get("hostNetwork") else f"{self.blocks.get(fate.node, prefix)}.{self.next_host[fate.node]}"
        self.next_host[fate.node] += 0 if spec.get("hostNetwork") else 1
        status.update(hostIP=host, hostIPs=[{"ip": host}], podIP=address, podIPs=[{"ip": address}], startTime=when)
        ready, reason, message = True, None, None
        if fate.succeeded:
            ready, reason, status["phase"] = False, "PodCompleted", "Succeeded"
        elif fate.fault:
            ready, reason = False, "ContainersNotReady"
            message = f"containers with unready status: [{' '.join(c['name'] for c in containers)}]"
            status["phase"] = "Pending" if fate.fault == "ImagePullBackOff" else "Running"
        is_true("PodReadyToStartContainers", not fate.succeeded)
        is_true("Initialized", reason=reason if fate.succeeded else None)
        is_true("Ready", ready and not lost, reason, message, WENT_DOWN if lost else when)
        is_true("ContainersReady", ready, reason, message)
        is_true("PodScheduled")
        status["containerStatuses"] = [self.container_status(namespace, name, c, fate, ready) for c in containers]
        if spec.get("initContainers"):
            status["initContainerStatuses"] = [self.container_status(namespace, name, c, fate, ready) for c in spec["initContainers"]]
        return status

    def container_status(self, namespace, pod, spec, fate, ready):
        image = spec["image"] if spec["image"].count("/") > 1 else "docker.io/" + spec["image"]
        made = {"name": spec["name"], "image": image, "imageID": image.rsplit(":", 1)[0] + "@sha256:" + sha("image", image),
                "containerID": "containerd://" + sha("container", namespace, pod, spec["name"]), "lastState": {}, "ready": ready,
                "restartCount": 0, "started": ready, "state": {"running": {"startedAt": self.now()}}}
        if fate.succeeded:
            made["state"] = {"terminated": {"containerID": made["containerID"], "exitCode": 0, "reason": "Completed",
                                            "startedAt": self.now(1), "finishedAt": self.now(18)}}
        elif fate.fault == "ImagePullBackOff":
            made["state"] = {"waiting": {"reason": fate.fault, "message": f'Back-off pulling image "{image}": ErrImagePull: failed to pull and '
                                         f'unpack image "{image}": failed to resolve reference "{image}": {image}: not found'}}
            made["imageID"] = ""
            del made["containerID"]
        elif fate.fault == "CrashLoopBackOff":
            made["state"] = {"waiting": {"reason": fate.fault, "message": f"back-off 5m0s restarting failed container={spec['name']} "
                                         f"pod={pod}_{namespace}({uid('Pod', namespace, pod)})"}}
            made["lastState"] = {"terminated": {"containerID": made["containerID"], "exitCode": 1, "reason": "Error",
                                                "startedAt": "2026-06-02T09:39:40Z", "finishedAt": "2026-06-02T09:39:41Z"}}
            made["restartCount"] = 9
        elif fate.fault == "Unready":
            made["started"] = True
        return made

    # --- the controllers of workloads

    def ready(self, pod):
        return any(c["type"] == "Ready" and c["status"] == "True" for c in pod["status"]["conditions"])

    def deployment(self, name, namespace, pod_template, fates, replicas=None, labels=None, annotations=None, history=10, selector=None,
                   strategy=("25%", "25%")):
        key, kept = pod_hash(namespace, name), len(fates) if replicas is None else replicas
        selector = selector or pod_template["metadata"]["labels"]
        rolling = {"type": "RollingUpdate", "rollingUpdate": {"maxUnavailable": strategy[0], "maxSurge": strategy[1]}}
        revision = {"deployment.kubernetes.io/revision": "1"}
        made = self.add("Deployment", "apps/v1", name, namespace, labels or pod_template["metadata"]["labels"], {**(annotations or {}), **revision},
                        meta={"generation": 1 if replicas is None else 2},
                        spec={"progressDeadlineSeconds": 600, "replicas": kept, "revisionHistoryLimit": history,
                              "selector": {"matchLabels": selector}, "strategy": rolling, "template": pod_template})
        hashed = copy.deepcopy(pod_template)
        hashed["metadata"]["labels"] = {**hashed["metadata"]["labels"], "pod-template-hash": key}
        rs = self.add("ReplicaSet", "apps/v1", f"{name}-{key}", namespace, hashed["metadata"]["labels"],
                      {"deployment.kubernetes.io/desired-replicas": str(kept), "deployment.kubernetes.io/max-replicas": str(kept + (kept + 3) // 4),
                       **revision}, owner=made, meta={"generation": 1 if replicas is None else 2},
                      spec={"replicas": kept, "selector": {"matchLabels": {**selector, "pod-template-hash": key}}, "template": hashed})
        pods = [self.pod(rs, f"{name}-{key}-{suffix(5, namespace, name, str(i))}", hashed, fate) for i, fate in enumerate(fates)]
        up, ending = sum(self.ready(p) and not f.terminating for p, f in zip(pods, fates)), sum(bool(f.terminating) for f in fates)
        counts = {"observedGeneration": made["metadata"]["generation"], "replicas": kept, "terminatingReplicas": ending}
        if up:
            counts.update(readyReplicas=up, availableReplicas=up)
        rs["status"] = {"fullyLabeledReplicas": kept, **counts} if kept else counts
        enough = up >= kept - (int(strategy[0].rstrip("%")) * kept // 100 if isinstance(strategy[0], str) else strategy[0])
        progress = not kept or up or not any(f.fault or f.pending for f in fates)
        decided = self.now(0 if progress else 600)
        changed = WENT_DOWN if not enough and any(f.node and f.node == self.down for f in fates) else self.now()
        made["status"] = {**counts, "updatedReplicas": kept, "conditions": [
            condition("Available", str(bool(enough)), changed, "MinimumReplicasAvailable" if enough else "MinimumReplicasUnavailable",
                      f"Deployment {'has' if enough else 'does not have'} minimum availability.", lastUpdateTime=changed),
            condition("Progressing", str(bool(progress)), decided, "NewReplicaSetAvailable" if progress else "ProgressDeadlineExceeded",
                      f'ReplicaSet "{rs["metadata"]["name"]}" has {"successfully progressed" if progress else "timed out progressing"}.',
                      lastUpdateTime=decided)]}
        if kept > up:
            made["status"]["unavailableReplicas"] = kept - up
        elif not kept:
            del made["status"]["replicas"], made["status"]["updatedReplicas"]
        return made

    def stateful_set(self, name, namespace, pod_template, fates, service, **more):
        revision = f"{name}-{suffix(9, 'revision', namespace, name)}"
        made = self.add("StatefulSet", "apps/v1", name, namespace, pod_template["metadata"]["labels"], meta={"generation": 1}, spec={
            "persistentVolumeClaimRetentionPolicy": {"whenDeleted": "Retain", "whenScaled": "Retain"}, "podManagementPolicy": "OrderedReady",
            "replicas": len(fates), "revisionHistoryLimit": 10, "selector": {"matchLabels": pod_template["metadata"]["labels"]},
            "serviceName": service, "template": pod_template, "updateStrategy": {"type": "RollingUpdate", "rollingUpdate": {"partition": 0}}, **more})
        pods = [self.pod(made, f"{name}-{i}", pod_template, fate, hostname=f"{name}-{i}", subdomain=service, labels={
            "apps.kubernetes.io/pod-index": str(i), "controller-revision-hash": revision,
            "statefulset.kubernetes.io/pod-name": f"{name}-{i}"}) for i, fate in enumerate(fates)]
        up = sum(map(self.ready, pods))
        made["status"] = {"availableReplicas": up, "collisionCount": 0, "currentReplicas": len(pods), "currentRevision": revision,
                          "observedGeneration": 1, "readyReplicas": up, "replicas": len(pods), "updateRevision": revision, "updatedReplicas": len(pods)}
        return made

    def daemon_set(self, name, namespace, pod_template, fates, labels, annotations, selector=None):
        made = self.add("DaemonSet", "apps/v1", name, namespace, labels, {"deprecated.daemonset.template.generation": "1", **annotations},
                        meta={"generation": 1}, spec={
            "revisionHistoryLimit": 10, "selector": {"matchLabels": selector or {"app": name}}, "template": pod_template,
            "updateStrategy": {"type": "RollingUpdate", "rollingUpdate": {"maxSurge": 0, "maxUnavailable": 1}}})
        everywhere = [{"key": "node.kubernetes.io/" + key, "operator": "Exists", "effect": effect} for key, effect in (
            ("not-ready", "NoExecute"), ("unreachable", "NoExecute"), ("disk-pressure", "NoSchedule"), ("memory-pressure", "NoSchedule"),
            ("pid-pressure", "NoSchedule"), ("unschedulable", "NoSchedule"))]
        pods = []
        for node, fate in zip(self.nodes, fates):
            only = {"matchFields": [{"key": "metadata.name", "operator": "In", "values": [node]}]}
            pods.append(self.pod(made, f"{name}-{suffix(5, namespace, name, node)}", pod_template, fate, tolerations=everywhere, labels={
                "controller-revision-hash": pod_hash("revision", namespace, name), "pod-template-generation": "1"},
                affinity={"nodeAffinity": {"requiredDuringSchedulingIgnoredDuringExecution": {"nodeSelectorTerms": [only]}}}))
        astray = int(self.down in self.nodes)  # the taint of a node that is gone: its pod may stay, but no longer counts
        up, count = sum(map(self.ready, pods)), len(pods) - astray
        made["status"] = {"currentNumberScheduled": count, "desiredNumberScheduled": count, "numberMisscheduled": astray, "numberReady": up,
                          "observedGeneration": 1, "updatedNumberScheduled": count, **({"numberAvailable": up} if up else {}),
                          **({"numberUnavailable": count - up} if up < count else {})}
        return pods

    def job(self, name, namespace, pod_template, labels, annotations, backoff):
        made = self.add("Job", "batch/v1", name, namespace, labels, annotations, meta={"generation": 1}, spec={})
        names = {"batch.kubernetes.io/controller-uid": made["metadata"]["uid"], "batch.kubernetes.io/job-name": name,
                 "controller-uid": made["metadata"]["uid"], "job-name": name}
        labelled = copy.deepcopy(pod_template)
        labelled["metadata"]["labels"].update(names)
        made["spec"] = {"backoffLimit": backoff, "completionMode": "NonIndexed", "completions": 1, "manualSelector": False, "parallelism": 1,
                        "podReplacementPolicy": "TerminatingOrFailed", "suspend": False, "template": labelled,
                        "selector": {"matchLabels": {"batch.kubernetes.io/controller-uid": made["metadata"]["uid"]}}}
        start = self.now()
        self.pod(made, f"{name}-{suffix(5, namespace, name)}", labelled, Pod(next(iter(self.nodes)), succeeded=True))
        self.wait(21)
        made["status"] = {"completionTime": self.now(), "ready": 0, "startTime": start, "succeeded": 1, "terminating": 0,
                          "uncountedTerminatedPods": {}, "conditions": [
            condition(kind, "True", self.now(), "CompletionsReached", "Reached expected number of succeeded pods", lastProbeTime=self.now())
            for kind in ("SuccessCriteriaMet", "Complete")]}

    # --- the controllers of Services

    def service(self, name, namespace, selector, ports, cluster_ip=None, kind="ClusterIP", labels=None, annotations=None, meta=None,
                fates=None, **more):
        """`ports` are (name, port, targetPort[, nodePort[, protocol]])."""
        made_ports = []
        for p in ports:
            port = {"name": p[0], "port": p[1], "targetPort": p[2], "protocol": p[4] if len(p) > 4 else "TCP"}
            if len(p) > 3 and p[3]:
                port["nodePort"] = p[3]
            made_ports.append(port)
        spec = {"clusterIP": cluster_ip, "clusterIPs": [cluster_ip], "internalTrafficPolicy": "Cluster", "ipFamilies": ["IPv4"],
                "ipFamilyPolicy": "SingleStack", "ports": made_ports, "sessionAffinity": "None", "type": kind, **more}
        if selector:
            spec["selector"] = selector
        if kind in ("NodePort", "LoadBalancer"):
            spec.setdefault("externalTrafficPolicy", "Cluster")
        if kind == "LoadBalancer":
            spec["allocateLoadBalancerNodePorts"] = True
        made = self.add("Service", "v1", name, namespace, labels, annotations, meta=meta, spec=spec, status={"loadBalancer": {}})
        if selector:
            self.endpoint_slices(made)
        if kind == "LoadBalancer" and "loadBalancerClass" not in spec and self.has_service_lb:
            made["metadata"]["finalizers"] = ["service.kubernetes.io/load-balancer-cleanup"]
            self.service_lb(made, fates or [Pod(n) for n in self.nodes])
        return made

    def endpoint_slices(self, service):
        """One slice for each set of port numbers that the selected pods give; an empty one where there are none."""
        spec, meta = service["spec"], service["metadata"]
        slices, changed = {}, self.now()
        for pod in self.all("Pod", meta["namespace"]):
            labels, status = pod["metadata"]["labels"], pod["status"]
            if not spec["selector"].items() <= labels.items() or "podIP" not in status or status["phase"] == "Succeeded":
                continue
            declared = {(p["name"], p["protocol"]): p["containerPort"] for c in pod["spec"]["containers"] for p in c.get("ports", [])}
            ports = []
            for port in spec["ports"]:
                number = port["targetPort"] if isinstance(port["targetPort"], int) else declared.get((port["targetPort"], port["protocol"]))
                if number:
                    ports.append((port["name"], number, port["protocol"]))
            ending, serving = "deletionTimestamp" in pod["metadata"], self.ready(pod)
            changed = max([changed] + [each["lastTransitionTime"] for each in status["conditions"]])
            endpoint = {"addresses": [status["podIP"]], "nodeName": pod["spec"]["nodeName"],
                        "conditions": {"ready": serving and not ending, "serving": serving, "terminating": ending},
                        "targetRef": {"kind": "Pod", "namespace": meta["namespace"], "name": pod["metadata"]["name"], "uid": pod["metadata"]["uid"]}}
            if "subdomain" in pod["spec"] and pod["spec"]["subdomain"] == meta["name"]:
                endpoint["hostname"] = pod["spec"]["hostname"]
            slices.setdefault(tuple(ports), []).append(endpoint)
        labels = {**meta.get("labels", {}), "endpointslice.kubernetes.io/managed-by": "endpointslice-controller.k8s.io",
                  "kubernetes.io/service-name": meta["name"], **({"service.kubernetes.io/headless": ""} if spec["clusterIP"] == "None" else {})}
        for number, (ports, endpoints) in enumerate(slices.items() or [((), None)]):
            name = f"{meta['name']}-{suffix(5, 'slice', meta['namespace'], meta['name'], str(number))}"
            self.add("EndpointSlice", "discovery.k8s.io/v1", name, meta["namespace"], labels,
                     {"endpoints.kubernetes.io/last-change-trigger-time": changed} if endpoints else None, owner=service,
                     meta={"generateName": meta["name"] + "-", "generation": 2 if endpoints else 1}, addressType="IPv4", endpoints=endpoints,
                     ports=[{"name": n, "port": p, "protocol": proto} for n, p, proto in ports] or None)

    def service_lb(self, service, fates):
        """The DaemonSet of ServiceLB: one container a port that reserves it on each node, and the nodes' addresses in the status."""
        meta, spec = service["metadata"], service["spec"]
        name = f"svclb-{meta['name']}-{meta['uid'][:8]}"
        back = {SVCLB + "svcname": meta["name"], SVCLB + "svcnamespace": meta["namespace"]}
        containers = []
        for port in spec["ports"]:
            label = f"lb-{port['protocol'].lower()}-{port['port']}"
            each = container(label, "rancher/klipper-lb:v0.4.17", [(label, port["port"], port["protocol"])],
                             securityContext={"capabilities": {"add": ["NET_ADMIN"]}},
                             env=[{"name": n, "value": v} for n, v in (("SRC_PORT", str(port["port"])), ("SRC_RANGES", "0.0.0.0/0"),
                                  ("DEST_PROTO", port["protocol"]), ("DEST_PORT", str(port["port"])), ("DEST_IPS", spec["clusterIP"]))])
            each["ports"][0]["hostPort"] = port["port"]
            containers.append(each)
        made = template({"app": name, **back}, containers, automountServiceAccountToken=False, priorityClassName="system-node-critical",
                        securityContext={"sysctls": [{"name": "net.ipv4.ip_forward", "value": "1"}]}, serviceAccountName="svclb", tolerations=[
            {"key": "node-role.kubernetes.io/master", "operator": "Exists", "effect": "NoSchedule"},
            {"key": CONTROL_PLANE, "operator": "Exists", "effect": "NoSchedule"}, {"key": "CriticalAddonsOnly", "operator": "Exists"}])
        pods = self.daemon_set(name, "kube-system", made, fates, {
            **back, SVCLB + "nodeselector": "false", "objectset.rio.cattle.io/hash": sha("service", meta["uid"])[:40]}, {
            "objectset.rio.cattle.io/id": "", "objectset.rio.cattle.io/owner-gvk": "/v1, Kind=Service",
            "objectset.rio.cattle.io/owner-name": meta["name"], "objectset.rio.cattle.io/owner-namespace": meta["namespace"]})
        addresses = sorted(self.nodes[p["spec"]["nodeName"]][0] for p in pods if self.ready(p))
        if addresses:
            service["status"]["loadBalancer"]["ingress"] = [{"ip": a, "ipMode": "VIP"} for a in addresses]

    def ingress(self, name, namespace, host, paths, ingress_class="traefik", annotations=None, **more):
        """`paths` are (path, Service, port number); Traefik copies the addresses of its own Service into the status."""
        door = self.index.get(("Service", "kube-system", "traefik"))
        published = door["status"]["loadBalancer"].get("ingress", []) if door else []
        status = {"ingress": [{"ip": each["ip"]} for each in published]} if ingress_class == "traefik" else {}
        rule = {"host": host, "http": {"paths": [{"path": path, "pathType": "Prefix", "backend": {
            "service": {"name": service, "port": {"number": port}}}} for path, service, port in paths]}}
        self.add("Ingress", "networking.k8s.io/v1", name, namespace, annotations=annotations, meta={"generation": 1},
                 spec={"ingressClassName": ingress_class, "rules": [rule], **more}, status={"loadBalancer": status})


# --- what a fresh K3s has

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
DEFINITIONS = [  # group, scope, version, kinds with their plurals
    ("k3s.cattle.io", "Namespaced", "v1", "Addon:addons"), ("k3s.cattle.io", "Cluster", "v1", "ETCDSnapshotFile:etcdsnapshotfiles"),
    ("helm.cattle.io", "Namespaced", "v1", "HelmChart:helmcharts HelmChartConfig:helmchartconfigs"),
    ("traefik.io", "Namespaced", "v1alpha1", "IngressRoute:ingressroutes IngressRouteTCP:ingressroutetcps IngressRouteUDP:ingressrouteudps "
     "Middleware:middlewares MiddlewareTCP:middlewaretcps ServersTransport:serverstransports ServersTransportTCP:serverstransporttcps "
     "TLSOption:tlsoptions TLSStore:tlsstores TraefikService:traefikservices"),
    ("gateway.networking.k8s.io", "Cluster", "v1", "GatewayClass:gatewayclasses"),
    ("gateway.networking.k8s.io", "Namespaced", "v1", "BackendTLSPolicy:backendtlspolicies Gateway:gateways GRPCRoute:grpcroutes HTTPRoute:httproutes"),
    ("gateway.networking.k8s.io", "Namespaced", "v1beta1", "ReferenceGrant:referencegrants")]


def control_plane(c):
    for name in ("kube-system", "kube-node-lease", "kube-public", "default"):
        namespace(c, name)
    c.wait(1)
    c.add("ServiceCIDR", "networking.k8s.io/v1", "kubernetes", meta={"finalizers": ["networking.k8s.io/service-cidr-finalizer"]},
          spec={"cidrs": ["10.43.0.0/16"]},
          status={"conditions": [condition("Ready", "True", c.now(), "", "Kubernetes Service CIDR is ready")]})
    c.service("kubernetes", "default", None, [("https", 443, 6443)], "10.43.0.1", labels={"component": "apiserver", "provider": "kubernetes"})
    c.add("EndpointSlice", "discovery.k8s.io/v1", "kubernetes", "default", {"kubernetes.io/service-name": "kubernetes"}, meta={"generation": 1},
          addressType="IPv4", endpoints=[{"addresses": ["192.168.1.10"], "conditions": {"ready": True}}],
          ports=[{"name": "https", "port": 6443, "protocol": "TCP"}])
    for name, pause in zip(c.nodes, (3, 95, 12, 8, 9)):
        c.wait(pause)
        c.node(name)
    is_without_traefik = "traefik" in c.server_args  # as the value of --disable
    for group, scope, version, kinds in DEFINITIONS:
        if group == "traefik.io" and is_without_traefik:
            continue
        for kind, plural in (pair.split(":") for pair in kinds.split()):
            definition(c, group, scope, version, kind, plural)
    for name, path in ADDONS.items():
        if name == "traefik" and is_without_traefik:
            continue
        c.add("Addon", "k3s.cattle.io/v1", name, "kube-system", annotations={"addon.k3s.cattle.io/gvks": APPLIED[name]} if name in APPLIED else None,
              meta={"generation": 2}, spec={"checksum": sha("addon", K3S, name), "source": f"/var/lib/rancher/k3s/server/manifests/{path}.yaml"}, status={})


def namespace(c, name):
    return c.add("Namespace", "v1", name, labels={"kubernetes.io/metadata.name": name}, spec={"finalizers": ["kubernetes"]}, status={"phase": "Active"})


def definition(c, group, scope, version, kind, plural):
    names = {"kind": kind, "listKind": kind + "List", "plural": plural, "singular": kind.lower()}
    annotations = None
    if group.endswith("k8s.io"):
        annotations = {"api-approved.kubernetes.io": "https://github.com/kubernetes-sigs/gateway-api", **helm_annotations("traefik-crd"),
                       "gateway.networking.k8s.io/bundle-version": "v1.4.0", "gateway.networking.k8s.io/channel": "standard"}
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
    node_hosts = "".join(f"{address} {name}\n" for name, (address, _) in c.nodes.items())
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
                 topologySpreadConstraints=spread, volumes=volumes), [Pod(next(iter(c.nodes)))], history=0, strategy=(1, "25%"),
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
                 serviceAccountName="metrics-server", tolerations=CRITICAL, volumes=[{"emptyDir": {}, "name": "tmp-dir"}]), [Pod(next(iter(c.nodes)))],
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
                 [Pod(next(iter(c.nodes)))], labels=hashed("local-storage"), annotations=applied_from("local-storage"), history=0, strategy=(1, "25%"))
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
                 [Pod(next(iter(c.nodes)))], selector=selector, labels=labels, annotations=helm_annotations("traefik"), strategy=(0, 1))
    c.service("traefik", "kube-system", selector, [("web", 80, "web", 31644), ("websecure", 443, "websecure", 30482)], "10.43.178.29", "LoadBalancer",
              labels=labels, annotations=helm_annotations("traefik"), ipFamilyPolicy="PreferDualStack")


# --- an application behind it

def application(name, port=8080, **more):
    """The template of a small HTTP server that calls its port `http`."""
    more.setdefault("resources", {"requests": {"cpu": "50m", "memory": "64Mi"}})
    version = more.pop("version", "1.9.0")
    return template({"app": name}, [container(name, f"registry.example.com/shop/{name}:{version}", [("http", port)],
                                              readinessProbe=http_probe("/healthz", "http"), **more)])


def shop(c):
    c.wait(1450)
    namespace(c, "shop")
    everywhere = [Pod(n) for n in c.nodes]
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
    volume = "pvc-" + uid("PersistentVolumeClaim", "shop", "data-db-0")
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


def policy(c, name, selector, space="shop", **directions):
    c.add("NetworkPolicy", "networking.k8s.io/v1", name, space, meta={"generation": 1},
          spec={"podSelector": selector, "policyTypes": [d.capitalize() for d in directions], **directions})


def vanilla(c):
    control_plane(c)
    core_dns(c)
    metrics_server(c)
    local_storage(c)
    traefik(c)
    shop(c)
    return c


# --- the same cluster with what goes wrong; README.md lists it in this order

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
    pair("invoices", [Pod(next(iter(c.nodes)))], "10.43.71.150", target="web")
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
              fates=[Pod(pending=NO_PORT) for _ in NODES])
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


if __name__ == "__main__":
    here = pathlib.Path(__file__).resolve().parent
    vanilla(Cluster()).save(here / "k3s-vanilla.json")
    broken(Cluster(down="agent-1")).save(here / "broken.json")
