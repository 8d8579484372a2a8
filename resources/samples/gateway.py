# SPDX-License-Identifier: GPL-3.0-or-later
"""Objects of the Gateway API, with the status that a controller writes."""
from k3s import GATEWAY_API
from parts import condition

ROUTES = {"HTTP": ["HTTPRoute", "GRPCRoute"], "HTTPS": ["HTTPRoute", "GRPCRoute"], "HBONE": []}


def are(c, said, generation=1):
    """`said` are (type, reason, message) of conditions that are true."""
    return [condition(kind, "True", c.now(), reason, message, observedGeneration=generation) for kind, reason, message in said]


def gateway_class(c, name, controller, message, description):
    c.add("GatewayClass", GATEWAY_API + "/v1", name, meta={"generation": 1}, spec={
        "controllerName": controller, "description": description}, status={"conditions": are(c, [("Accepted", "Accepted", message)])})


LISTENER_SAID = [("Accepted", "Accepted", "Listener Accepted"), ("Programmed", "Programmed", "Listener Programmed"),
                 ("ResolvedRefs", "ResolvedRefs", "Resolved Refs")]


def gateway(c, name, namespace, class_name, listeners, said, labels=None, annotations=None, listener_said=None):
    """`listeners` are (name, port, protocol, hostname, Secret with the certificate). Its addresses and counts come later."""
    made = []
    for listener, port, protocol, host, secret in listeners:
        made.append({"name": listener, "port": port, "protocol": protocol, "allowedRoutes": {"namespaces": {"from": "All" if ROUTES[protocol] else "Same"}},
                     **({"hostname": host} if host else {}),
                     **({"tls": {"mode": "Terminate", "certificateRefs": [{"group": "", "kind": "Secret", "name": secret}]}} if secret else {})})
    status = [{"name": m["name"], "attachedRoutes": 0, "supportedKinds": [{"group": GATEWAY_API, "kind": k} for k in ROUTES[m["protocol"]]],
               "conditions": are(c, listener_said or LISTENER_SAID)} for m in made]
    return c.add("Gateway", GATEWAY_API + "/v1", name, namespace, labels, annotations, meta={"generation": 1},
                 spec={"gatewayClassName": class_name, "listeners": made}, status={"addresses": [], "conditions": are(c, said), "listeners": status})


def route(c, name, namespace, parent, controller, host, rules, said, kind="HTTPRoute"):
    """Attaches to all listeners of `parent` that know its kind and host."""
    meta = parent["metadata"]
    reference = {"group": GATEWAY_API, "kind": "Gateway", "name": meta["name"], **({"namespace": meta["namespace"]} if namespace != meta["namespace"] else {})}
    c.add(kind, GATEWAY_API + "/v1", name, namespace, meta={"generation": 1}, spec={"parentRefs": [reference], "hostnames": [host], "rules": rules},
          status={"parents": [{"controllerName": controller, "parentRef": reference, "conditions": are(c, said)}]})
    for listener, status in zip(parent["spec"]["listeners"], parent["status"]["listeners"]):
        wanted = listener.get("hostname", host)
        if wanted == host or wanted.startswith("*") and host.endswith(wanted[1:]):
            status["attachedRoutes"] += 1


def backend(name, port, weight=1):
    return {"group": "", "kind": "Service", "name": name, "port": port, "weight": weight}


def by_path(path, *backends, **more):
    return {"matches": [{"path": {"type": "PathPrefix", "value": path}}], "backendRefs": list(backends), **more}
