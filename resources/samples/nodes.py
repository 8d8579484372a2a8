# SPDX-License-Identifier: GPL-3.0-or-later
"""Nodes, as k3s registers them and as its kubelet reports them."""
import base64
import json

from parts import CONTAINERD, CONTROL_PLANE, K3S, LAST_HEARD, SAVED, WENT_DOWN, condition, mac, sha


class Nodes:
    def node(self, name):
        machine, server = self.machines[name], self.is_server(name)
        kubelet = [("MemoryPressure", "KubeletHasSufficientMemory", "kubelet has sufficient memory available"),
                   ("DiskPressure", "KubeletHasNoDiskPressure", "kubelet has no disk pressure"),
                   ("PIDPressure", "KubeletHasSufficientPID", "kubelet has sufficient PID available"),
                   ("Ready", "KubeletReady", "kubelet is posting ready status")]
        spec = {"podCIDR": machine.prefix + ".0/24", "podCIDRs": [machine.prefix + ".0/24"], "providerID": "k3s://" + name}
        if name == self.down:
            silent = ("Unknown", WENT_DOWN, "NodeStatusUnknown", "Kubelet stopped posting node status.")
            conditions = [condition(kind, *silent, lastHeartbeatTime=LAST_HEARD) for kind, _, _ in kubelet]
            spec["taints"] = [{"key": "node.kubernetes.io/unreachable", "effect": effect, "timeAdded": WENT_DOWN}
                              for effect in ("NoSchedule", "NoExecute")]
        else:
            conditions = [condition(kind, "True" if kind == "Ready" else "False", self.now(), reason, message, lastHeartbeatTime=SAVED)
                          for kind, reason, message in kubelet]
        etcd = server and self.has_etcd()
        if etcd:
            conditions.append(condition("EtcdIsVoter", "True", self.now(), "MemberNotLearner", "Node is a voting member of the etcd cluster",
                                        lastHeartbeatTime=self.now()))
        size = {"cpu": "4", "ephemeral-storage": "61607472Ki", "hugepages-1Gi": "0", "hugepages-2Mi": "0", "memory": "8136084Ki", "pods": "110"}
        finalizers = ["wrangler.cattle.io/node"] + (["wrangler.cattle.io/managed-etcd-controller"] if etcd else [])
        self.add("Node", "v1", name, labels=self.node_labels(name), annotations=self.node_annotations(name), meta={"finalizers": finalizers},
                 spec=spec, status={
            "addresses": [{"type": "InternalIP", "address": machine.address}, {"type": "Hostname", "address": name}],
            "capacity": size, "allocatable": {**size, "ephemeral-storage": "59931748903"},
            "conditions": self.network_conditions() + conditions,
            "daemonEndpoints": {"kubeletEndpoint": {"Port": 10250}},
            "nodeInfo": {"architecture": "amd64", "bootID": self.uid_of("boot", name), "containerRuntimeVersion": CONTAINERD,
                         "kernelVersion": "6.1.0-37-amd64", "kubeProxyVersion": "", "kubeletVersion": K3S,
                         "machineID": sha("machine", name)[:32], "operatingSystem": "linux",
                         "osImage": "Debian GNU/Linux 12 (bookworm)", "systemUUID": self.uid_of("system", name)}})

    def is_server(self, name):
        return self.machines[name].args[0] == "server"

    def has_etcd(self):
        return any("--cluster-init" in machine.args for machine in self.machines.values())

    def server_addresses(self):
        return [machine.address for name, machine in self.machines.items() if self.is_server(name)]

    def node_labels(self, name):
        server = self.is_server(name)
        return {"beta.kubernetes.io/arch": "amd64", "beta.kubernetes.io/instance-type": "k3s", "beta.kubernetes.io/os": "linux",
                "kubernetes.io/arch": "amd64", "kubernetes.io/hostname": name, "kubernetes.io/os": "linux",
                "node.kubernetes.io/instance-type": "k3s", **({CONTROL_PLANE: "true"} if server else {}),
                **({"node-role.kubernetes.io/etcd": "true"} if server and self.has_etcd() else {})}

    def node_annotations(self, name):
        address, server = self.machines[name].address, self.is_server(name)
        env = {"K3S_TOKEN": "********"} if self.has_etcd() or not server else {}
        if not server:
            env["K3S_URL"] = f"https://{self.server_addresses()[0]}:6443"
        etcd = {"etcd.k3s.cattle.io/node-address": address, "etcd.k3s.cattle.io/node-name": f"{name}-{sha('etcd', name)[:8]}"}
        return {"alpha.kubernetes.io/provided-node-ip": address, "k3s.io/hostname": name, "k3s.io/internal-ip": address,
                "k3s.io/node-args": json.dumps(self.machines[name].args),
                "k3s.io/node-config-hash": base64.b32encode(bytes.fromhex(sha("config", name))).decode(),
                "k3s.io/node-env": json.dumps(env, separators=(",", ":")), "node.alpha.kubernetes.io/ttl": "0",
                "volumes.kubernetes.io/controller-managed-attach-detach": "true", **(etcd if server and self.has_etcd() else {}),
                **self.network_annotations(name)}

    # --- what the cluster's network writes; here Flannel inside k3s

    def network_annotations(self, name):
        return {"flannel.alpha.coreos.com/backend-data": json.dumps({"VNI": 1, "VtepMAC": mac(name)}, separators=(",", ":")),
                "flannel.alpha.coreos.com/backend-type": "vxlan", "flannel.alpha.coreos.com/kube-subnet-manager": "true",
                "flannel.alpha.coreos.com/public-ip": self.machines[name].address}

    def network_conditions(self):
        return []
