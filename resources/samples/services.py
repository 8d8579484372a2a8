# SPDX-License-Identifier: GPL-3.0-or-later
"""The controllers of Services: EndpointSlices, ServiceLB, addresses of Ingresses."""
from parts import CONTROL_PLANE, SVCLB, Pod, container, sha, suffix, template


class Services:
    def service(self, name, namespace, selector, ports, cluster_ip=None, kind="ClusterIP", labels=None, annotations=None, meta=None,
                fates=None, **more):
        """`ports` are (name, port, targetPort[, nodePort[, protocol[, appProtocol]]]). Addresses and node ports that are not given are
        allocated."""
        cluster_ip = cluster_ip or self.free_address(namespace, name)
        made_ports = [self.service_port(name, namespace, kind, *p) for p in ports]
        spec = {"clusterIP": cluster_ip, "clusterIPs": [cluster_ip], "internalTrafficPolicy": "Cluster", "ipFamilies": ["IPv4"],
                "ipFamilyPolicy": "SingleStack", "ports": made_ports, "sessionAffinity": "None", "type": kind, **more}
        if selector:
            spec["selector"] = selector
        if kind in ("NodePort", "LoadBalancer"):
            spec.setdefault("externalTrafficPolicy", "Cluster")
        if kind == "LoadBalancer" and spec["externalTrafficPolicy"] == "Local":
            spec["healthCheckNodePort"] = self.free_port(namespace, name, "health")
        if kind == "LoadBalancer":
            spec["allocateLoadBalancerNodePorts"] = True
        made = self.add("Service", "v1", name, namespace, labels, annotations, meta=meta, spec=spec, status={"loadBalancer": {}})
        if selector:
            self.endpoint_slices(made)
        if kind == "LoadBalancer" and "loadBalancerClass" not in spec:
            self.balance(made, fates)
        return made

    def service_port(self, service, namespace, kind, name, number, target, node_port=None, protocol="TCP", app_protocol=None):
        made = {"port": number, "targetPort": target, "protocol": protocol, **({"name": name} if name else {})}
        if kind in ("NodePort", "LoadBalancer"):
            made["nodePort"] = node_port or self.free_port(namespace, service, str(number), protocol)
        if app_protocol:
            made["appProtocol"] = app_protocol
        return made

    def free_address(self, *names):
        """Not of the first 256, which the API server keeps for addresses that are asked for."""
        taken = {service["spec"].get("clusterIP") for service in self.all("Service")}
        number = int(sha("address", *names)[:8], 16)
        while (address := f"10.43.{1 + number // 256 % 255}.{number % 256}") in taken:
            number += 1
        return address

    def free_port(self, *names):
        taken = {port.get("nodePort") for service in self.all("Service") for port in service["spec"].get("ports", [])}
        number = int(sha("port", *names)[:8], 16)
        while 30000 + number % 2768 in taken:
            number += 1
        return 30000 + number % 2768

    def endpoint_slices(self, service):
        """One slice for each set of port numbers that the selected pods give; an empty one where there are none."""
        spec, meta = service["spec"], service["metadata"]
        slices, changed = {}, self.now()
        for pod in self.all("Pod", meta["namespace"]):
            labels, status = pod["metadata"]["labels"], pod["status"]
            if not spec["selector"].items() <= labels.items() or "podIP" not in status or status["phase"] == "Succeeded":
                continue
            sidecars = [c for c in pod["spec"].get("initContainers", []) if c.get("restartPolicy") == "Always"]
            declared = {(p.get("name"), p["protocol"]): p["containerPort"] for c in pod["spec"]["containers"] + sidecars for p in c.get("ports", [])}
            ports = []
            for port in spec["ports"]:
                number = port["targetPort"] if isinstance(port["targetPort"], int) else declared.get((port["targetPort"], port["protocol"]))
                if number:
                    ports.append((port.get("name", ""), number, port["protocol"], port.get("appProtocol")))
            ending, serving = "deletionTimestamp" in pod["metadata"], self.ready(pod)
            changed = max([changed] + [each["lastTransitionTime"] for each in status["conditions"]])
            endpoint = {"addresses": [status["podIP"]], "nodeName": pod["spec"]["nodeName"],
                        "conditions": {"ready": serving and not ending, "serving": serving, "terminating": ending},
                        "targetRef": {"kind": "Pod", "namespace": meta["namespace"], "name": pod["metadata"]["name"], "uid": pod["metadata"]["uid"]}}
            if spec.get("publishNotReadyAddresses"):
                endpoint["conditions"]["ready"] = True
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
                     ports=[{"name": n, "port": p, "protocol": proto, **({"appProtocol": app} if app else {})} for n, p, proto, app in ports] or None)

    def balance(self, service, fates):
        """Who makes a LoadBalancer Service reachable; here ServiceLB inside k3s."""
        service["metadata"]["finalizers"] = ["service.kubernetes.io/load-balancer-cleanup"]
        self.service_lb(service, fates or [Pod(n) for n in self.machines])

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
        made = self.daemon_set(name, "kube-system", made, fates=fates, labels={
            **back, SVCLB + "nodeselector": "false", "objectset.rio.cattle.io/hash": sha("service", meta["uid"])[:40]}, annotations={
            "objectset.rio.cattle.io/id": "", "objectset.rio.cattle.io/owner-gvk": "/v1, Kind=Service",
            "objectset.rio.cattle.io/owner-name": meta["name"], "objectset.rio.cattle.io/owner-namespace": meta["namespace"]})
        addresses = sorted(self.machines[p["spec"]["nodeName"]][0] for p in self.pods_of(made) if self.ready(p))
        if addresses:
            service["status"]["loadBalancer"]["ingress"] = [{"ip": a, "ipMode": "VIP"} for a in addresses]

    def ingress(self, name, namespace, host, paths, ingress_class="traefik", annotations=None, **more):
        """`paths` are (path, Service, port number); the controller copies the addresses of its own Service into the status."""
        status = {}
        if ingress_class in self.ingress_services:
            published = self.index[("Service", *self.ingress_services[ingress_class])]["status"]["loadBalancer"].get("ingress", [])
            status = {"ingress": [{"ip": each["ip"]} for each in published]}
        rule = {"host": host, "http": {"paths": [{"path": path, "pathType": "Prefix", "backend": {
            "service": {"name": service, "port": {"number": port}}}} for path, service, port in paths]}}
        self.add("Ingress", "networking.k8s.io/v1", name, namespace, annotations=annotations, meta={"generation": 1},
                 spec={"ingressClassName": ingress_class, "rules": [rule], **more}, status={"loadBalancer": status})
