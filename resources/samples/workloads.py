# SPDX-License-Identifier: GPL-3.0-or-later
"""The controllers of workloads: Deployments, StatefulSets, DaemonSets, Jobs."""
import copy

from parts import Pod, WENT_DOWN, condition, pod_hash, suffix


class Workloads:
    def ready(self, pod):
        return any(c["type"] == "Ready" and c["status"] == "True" for c in pod["status"]["conditions"])

    def deployment(self, name, namespace, pod_template, fates, replicas=None, labels=None, annotations=None, history=10, selector=None,
                   strategy=("25%", "25%"), owner=None):
        key, kept = pod_hash(namespace, name), len(fates) if replicas is None else replicas
        selector = selector or pod_template["metadata"]["labels"]
        rolling = {"type": "RollingUpdate", "rollingUpdate": {"maxUnavailable": strategy[0], "maxSurge": strategy[1]}}
        revision = {"deployment.kubernetes.io/revision": "1"}
        made = self.add("Deployment", "apps/v1", name, namespace, labels or pod_template["metadata"]["labels"], {**(annotations or {}), **revision},
                        owner=owner, meta={"generation": 1 if replicas is None else 2},
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

    def daemon_set(self, name, namespace, pod_template, fates=None, labels=None, annotations=None, selector=None, owner=None, surge=(0, 1)):
        """One pod on each node, as `fates` say."""
        made = self.add("DaemonSet", "apps/v1", name, namespace, labels, {"deprecated.daemonset.template.generation": "1", **(annotations or {})},
                        owner=owner, meta={"generation": 1}, spec={
            "revisionHistoryLimit": 10, "selector": {"matchLabels": selector or {"app": name}}, "template": pod_template,
            "updateStrategy": {"type": "RollingUpdate", "rollingUpdate": {"maxSurge": surge[0], "maxUnavailable": surge[1]}}})
        everywhere = [{"key": "node.kubernetes.io/" + key, "operator": "Exists", "effect": effect} for key, effect in (
            ("not-ready", "NoExecute"), ("unreachable", "NoExecute"), ("disk-pressure", "NoSchedule"), ("memory-pressure", "NoSchedule"),
            ("pid-pressure", "NoSchedule"), ("unschedulable", "NoSchedule"),
            *([("network-unavailable", "NoSchedule")] if pod_template["spec"].get("hostNetwork") else []))]
        pods = []
        for node, fate in zip(self.machines, fates or [Pod(n) for n in self.machines]):
            only = {"matchFields": [{"key": "metadata.name", "operator": "In", "values": [node]}]}
            pods.append(self.pod(made, f"{name}-{suffix(5, namespace, name, node)}", pod_template, fate, tolerations=everywhere, labels={
                "controller-revision-hash": pod_hash("revision", namespace, name), "pod-template-generation": "1"},
                affinity={"nodeAffinity": {"requiredDuringSchedulingIgnoredDuringExecution": {"nodeSelectorTerms": [only]}}}))
        astray = int(self.down in self.machines)  # the taint of a node that is gone: its pod may stay, but no longer counts
        up, count = sum(map(self.ready, pods)), len(pods) - astray
        made["status"] = {"currentNumberScheduled": count, "desiredNumberScheduled": count, "numberMisscheduled": astray, "numberReady": up,
                          "observedGeneration": 1, "updatedNumberScheduled": count, **({"numberAvailable": up} if up else {}),
                          **({"numberUnavailable": count - up} if up < count else {})}
        return made

    def pods_of(self, controller):
        return [pod for pod in self.all("Pod", controller["metadata"]["namespace"])
                if pod["metadata"]["ownerReferences"][0]["uid"] == controller["metadata"]["uid"]]

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
        self.pod(made, f"{name}-{suffix(5, namespace, name)}", labelled, Pod(next(iter(self.machines)), succeeded=True))
        self.wait(21)
        made["status"] = {"completionTime": self.now(), "ready": 0, "startTime": start, "succeeded": 1, "terminating": 0,
                          "uncountedTerminatedPods": {}, "conditions": [
            condition(kind, "True", self.now(), "CompletionsReached", "Reached expected number of succeeded pods", lastProbeTime=self.now())
            for kind in ("SuccessCriteriaMet", "Complete")]}
