#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Writes all samples, as `kubectl get ... -A -o json` would have saved them.

The class Cluster plays the controllers: it gives a Deployment its ReplicaSet and pods, a Service its EndpointSlices and, for
type LoadBalancer, its svclb DaemonSet. A fault is therefore put in where it arises in life (a node that is gone, a selector
with a typing error), and every other object follows from it. Nothing is random: two runs give the same bytes.
"""
import pathlib
import sys

sys.dont_write_bytecode = True

from broken import broken  # noqa: E402
from cluster import Cluster  # noqa: E402
from ebpf import ebpf  # noqa: E402
from ha import ha  # noqa: E402
from mesh import mesh  # noqa: E402
from parts import Machine  # noqa: E402
from shop import vanilla  # noqa: E402
from tickets import tickets  # noqa: E402

MACHINES = {"server-0": Machine("192.168.1.10", "10.42.0", ["server"]), "agent-0": Machine("192.168.1.20", "10.42.1", ["agent"]),
            "agent-1": Machine("192.168.1.30", "10.42.2", ["agent"])}

if __name__ == "__main__":
    here = pathlib.Path(__file__).resolve().parent
    vanilla(Cluster(MACHINES)).save(here / "k3s-vanilla.json")
    broken(Cluster(MACHINES, down="agent-1")).save(here / "broken.json")
    ha().save(here / "k3s-ha-metallb.json")
    ebpf().save(here / "calico-ebpf.json")
    tickets().save(here / "cilium.json")
    mesh().save(here / "mesh.json")
