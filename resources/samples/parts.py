# SPDX-License-Identifier: GPL-3.0-or-later
"""Names, hashes and the parts of objects that all samples are made of."""
import collections
import hashlib

K3S, CONTAINERD = "v1.36.1+k3s1", "containerd://2.2.3-k3s1"
SAVED = "2026-06-02T09:41:12Z"  # when all samples were saved
LAST_HEARD, WENT_DOWN = "2026-06-02T09:37:08Z", "2026-06-02T09:37:52Z"  # of a node that is gone
CONTROL_PLANE = "node-role.kubernetes.io/control-plane"
SVCLB = "svccontroller.k3s.cattle.io/"

# A node: its address, the first three numbers of its podCIDR, the arguments of k3s.
Machine = collections.namedtuple("Machine", "address prefix args")


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


def from_field(name, path):
    """An environment variable out of the pod's own object."""
    return {"name": name, "valueFrom": {"fieldRef": {"apiVersion": "v1", "fieldPath": path}}}


def owned_by(owner):
    """A reference by others than the built-in controllers."""
    return {"apiVersion": owner["apiVersion"], "kind": owner["kind"], "name": owner["metadata"]["name"], "uid": owner["metadata"]["uid"]}


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


def mac(*parts):
    """A locally administered one."""
    h = sha("mac", *parts)
    return ":".join(["%02x" % (int(h[:2], 16) & 0xFC | 2)] + [h[i:i + 2] for i in range(2, 12, 2)])


class Pod:
    """How a pod fares: on which node, and what keeps it from being ready, if anything does. `terminating` is the time by which it
    must have ended."""

    def __init__(self, node=None, fault=None, pending=None, terminating=None, succeeded=False):
        self.node, self.fault, self.pending, self.terminating, self.succeeded = node, fault, pending, terminating, succeeded
