# SPDX-License-Identifier: GPL-3.0-or-later
"""What the API server does with an object: names, versions, times, and lists of them."""
import copy
import datetime
import json
import pathlib

from parts import uid


class ApiServer:
    def __init__(self, seed=""):
        self.objects, self.index = [], {}
        self.clock = datetime.datetime(2026, 6, 1, 8, 12, 4)
        self.version = 200
        self.seed = seed  # a cluster's UIDs are its own

    def uid_of(self, *parts):
        return uid(*([self.seed] if self.seed else []), *parts)

    def uid(self, kind, namespace, name):
        return self.uid_of(kind, namespace or "", name)

    def now(self, later=0):
        return (self.clock + datetime.timedelta(seconds=later)).strftime("%Y-%m-%dT%H:%M:%SZ")

    def wait(self, seconds):
        self.clock += datetime.timedelta(seconds=seconds)

    def add(self, kind, api, name, namespace=None, labels=None, annotations=None, owner=None, meta=None, **body):
        self.version += 7
        metadata = {"name": name, "uid": self.uid(kind, namespace, name), "resourceVersion": str(self.version),
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
