# SPDX-License-Identifier: GPL-3.0-or-later
"""Pods, as admission, the scheduler and the kubelet make them."""
import copy

from parts import WENT_DOWN, condition, for_a_while, sha, suffix


class Kubelet:
    def pod(self, owner, name, pod_template, fate, labels=None, tolerations=None, **more):
        """The pod of a controller, from its template, as the kubelet of its node (or the scheduler) reports it."""
        namespace = owner["metadata"]["namespace"]
        spec = self.pod_spec(namespace, name, {**pod_template["spec"], **more}, tolerations)
        labels = {**pod_template["metadata"]["labels"], **(labels or {})}
        annotations = dict(pod_template["metadata"].get("annotations", {}))
        for webhook in self.webhooks:
            webhook(namespace, name, spec, labels, annotations)
        meta = {"generateName": owner["metadata"]["name"] + "-", "generation": 1}
        if fate.node:
            spec["nodeName"] = fate.node
        if fate.terminating:
            meta.update(deletionTimestamp=fate.terminating, deletionGracePeriodSeconds=spec["terminationGracePeriodSeconds"], generation=2)
        status = self.pod_status(namespace, name, spec, fate)
        if not spec.get("hostNetwork"):
            annotations.update(self.pod_annotations(namespace, name, status))
        return self.add("Pod", "v1", name, namespace, labels=labels, annotations=annotations, owner=owner, meta=meta, spec=spec, status=status)

    def pod_spec(self, namespace, name, given, tolerations):
        """What admission adds: the token, the priority, the tolerations."""
        spec = copy.deepcopy(given)
        if spec.get("hostNetwork"):
            for each in spec["containers"]:
                for port in each.get("ports", []):
                    port["hostPort"] = port["containerPort"]
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

    # --- what the cluster's network gives; here Flannel, from the node's podCIDR

    def give_address(self, node, namespace, name):
        address = f"{self.machines[node].prefix}.{self.next_host[node]}"
        self.next_host[node] += 1
        return address

    def pod_annotations(self, namespace, name, status):
        return {}

    # --- the kubelet

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
        host = self.machines[fate.node].address
        address = host if spec.get("hostNetwork") else self.give_address(fate.node, namespace, name)
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
        if spec.get("initContainers"):
            status["initContainerStatuses"] = [self.init_status(namespace, name, c, fate, ready) for c in spec["initContainers"]]
        status["containerStatuses"] = [self.container_status(namespace, name, c, fate, ready) for c in containers]
        return status

    def init_status(self, namespace, pod, spec, fate, ready):
        """A native sidecar goes on running; any other has ended."""
        made = self.container_status(namespace, pod, spec, fate, ready)
        if spec.get("restartPolicy") != "Always":
            made.update(ready=True, started=False, state={"terminated": {
                "containerID": made["containerID"], "exitCode": 0, "reason": "Completed", "startedAt": self.now(), "finishedAt": self.now(1)}})
        return made

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
                                         f"pod={pod}_{namespace}({self.uid('Pod', namespace, pod)})"}}
            made["lastState"] = {"terminated": {"containerID": made["containerID"], "exitCode": 1, "reason": "Error",
                                                "startedAt": "2026-06-02T09:39:40Z", "finishedAt": "2026-06-02T09:39:41Z"}}
            made["restartCount"] = 9
        elif fate.fault == "Unready":
            made["started"] = True
        return made
