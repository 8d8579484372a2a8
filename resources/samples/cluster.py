# SPDX-License-Identifier: GPL-3.0-or-later
"""One cluster of machines that run k3s, with all controllers played."""
from apiserver import ApiServer
from kubelet import Kubelet
from nodes import Nodes
from services import Services
from workloads import Workloads


class Cluster(ApiServer, Nodes, Kubelet, Workloads, Services):
    """A controller that K3s does not have is a derived class, or a function called in its place."""

    def __init__(self, machines, down=None, seed=""):
        super().__init__(seed)
        self.machines, self.down = machines, down
        self.next_host = dict.fromkeys(machines, 2)  # .1 is the bridge cni0
        self.ingress_services = {"traefik": ("kube-system", "traefik")}  # by class
        self.webhooks = []  # each changes a pod's spec, labels and annotations
