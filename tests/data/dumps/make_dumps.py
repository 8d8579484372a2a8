#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Writes cluster-info-dump/, cluster-info-dump.txt and support-bundle/ as the tools save them, from a part of the sample k3s-vanilla.

Two runs give the same bytes. `gitops/` is written by hand.
"""
import copy
import json
import pathlib
import shutil

HERE = pathlib.Path(__file__).resolve().parent
SAMPLE = HERE.parents[2] / "resources" / "samples" / "k3s-vanilla.json"
OBJECTS = json.loads(SAMPLE.read_text(encoding="utf-8"))["items"]
WORKLOADS = {"kube-system": {"coredns", "kube-dns"}, "shop": {"web", "db"}}
LOGS = {
    "coredns": ".:53\n[INFO] plugin/reload: Running configuration SHA512 = 0c2a\nCoreDNS-1.14.3\nlinux/amd64, go1.26.2\n",
    "db": "2026-06-01 08:39:02.117 UTC [1] LOG:  database system is ready to accept connections\n",
    "web": '{"level":"info","msg":"listening","port":8080}\n{"kind": "Pod", "apiVersion": "v1", "metadata": {"name": "only-in-a-log"\n'
           "==== not the end of anything ====\n\n"}


def belongs(item):
    """Whether an object is of the few workloads that the dumps have, or their Service."""
    name = item["metadata"]["name"]
    return any(name == kept or name.startswith(kept + "-") for kept in WORKLOADS.get(item["metadata"].get("namespace"), ()))


def chosen(kind, namespace=None):
    whole = not namespace or kind in ("NetworkPolicy", "Ingress")
    return [o for o in OBJECTS if o["kind"] == kind and o["metadata"].get("namespace") == namespace and (whole or belongs(o))]


def listed(kind, items, typed):
    """A list as kubectl prints the one of a typed client: the items do not say their kind; others do."""
    api = {"Deployment": "apps/v1", "ReplicaSet": "apps/v1", "DaemonSet": "apps/v1", "StatefulSet": "apps/v1",
           "EndpointSlice": "discovery.k8s.io/v1", "NetworkPolicy": "networking.k8s.io/v1", "Ingress": "networking.k8s.io/v1"}
    items = copy.deepcopy(items)
    for item in items if typed else ():
        del item["apiVersion"], item["kind"]
    return {"kind": kind + "List", "apiVersion": api.get(kind, "v1"), "metadata": {"resourceVersion": "1874"}, "items": items}


def logs(pod):
    text, meta = "", pod["metadata"]
    for each in pod["spec"]["containers"]:
        of = f"logs for container {each['name']} of pod {meta['namespace']}/{meta['name']} ===="
        text += f"==== START {of}\n{LOGS[meta['name'].split('-')[0]]}==== END {of}\n"
    return text


def cluster_info(namespaces):
    """What `kubectl cluster-info dump` writes, in its order: (path without ending, text, whether it is a log)."""
    def document(path, kind, items):
        return path, json.dumps(listed(kind, items, typed=True), indent=4) + "\n", False

    yield document("nodes", "Node", chosen("Node"))
    for namespace in namespaces:
        for name, kind in (("events", "Event"), ("replication-controllers", "ReplicationController"), ("services", "Service"),
                           ("daemonsets", "DaemonSet"), ("deployments", "Deployment"), ("replicasets", "ReplicaSet"), ("pods", "Pod")):
            yield document(f"{namespace}/{name}", kind, chosen(kind, namespace))
        for pod in chosen("Pod", namespace):
            yield f"{namespace}/{pod['metadata']['name']}/logs", logs(pod), True


def write(path, text):
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8", newline="\n")


def support_bundle(root):
    def save(path, value):
        write(root / "cluster-resources" / path, json.dumps(value, indent=2) + "\n")

    save("nodes.json", listed("Node", chosen("Node"), typed=False))
    save("namespaces.json", listed("Namespace", chosen("Namespace"), typed=False))
    for folder, kind in (("pods", "Pod"), ("services", "Service"), ("deployments", "Deployment"), ("endpointslices", "EndpointSlice"),
                         ("network-policy", "NetworkPolicy"), ("ingress", "Ingress"), ("statefulsets", "StatefulSet")):
        save(f"{folder}/shop.json", listed(kind, chosen(kind, "shop"), typed=False))
        save(f"{folder}/default.json", {**listed(kind, [], typed=False), "items": None})
    save("pod-disruption-budgets-errors.json", dict.fromkeys(("default", "shop"), "the server could not find the requested resource"))
    save("ingress-errors.json", {"kube-system": 'ingresses.networking.k8s.io is forbidden: User "system:serviceaccount:shop:support" cannot list '
                                                'resource "ingresses" in API group "networking.k8s.io" in the namespace "kube-system"'})
    save("groups.json", [{"name": "", "versions": [{"groupVersion": "v1", "version": "v1"}],
                          "preferredVersion": {"groupVersion": "v1", "version": "v1"}}])
    save("auth-cani-list/shop.json", [{"verbs": ["get", "list"], "apiGroups": [""], "resources": ["pods", "services"]}])
    for pod in chosen("Pod", "shop"):
        name = pod["metadata"]["name"]
        write(root / "cluster-resources" / "pods" / "logs" / "shop" / name / f"{pod['spec']['containers'][0]['name']}.log", LOGS[name.split("-")[0]])
    write(root / "cluster-info" / "cluster_version.json", json.dumps({"info": {"major": "1", "minor": "36", "gitVersion": "v1.36.1+k3s1"},
                                                                     "string": "v1.36.1+k3s1"}, indent=2) + "\n")
    write(root / "version.yaml", 'apiVersion: troubleshoot.sh/v1beta2\nkind: SupportBundle\nspec:\n  versionNumber: ""\n')


if __name__ == "__main__":
    for folder in ("cluster-info-dump", "support-bundle"):
        shutil.rmtree(HERE / folder, ignore_errors=True)
    for name, text, is_log in cluster_info(WORKLOADS):
        write(HERE / "cluster-info-dump" / (name + (".txt" if is_log else ".json")), text)
    write(HERE / "cluster-info-dump.txt", "".join(text for _, text, _ in cluster_info(["shop"])))
    support_bundle(HERE / "support-bundle")
