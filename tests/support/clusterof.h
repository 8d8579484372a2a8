// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <string_view>

#include "kube/snapshot.h"

namespace portolan {

/** The snapshot of a cluster that is drawn in a test, one object a line:
 *
 *      namespace  shop team=a
 *      node       agent-0 192.168.1.10 10.42.0.0/24 server notready k=v note:k=v
 *      deployment shop/web app=web replicas=2 port=http:8080          (statefulset, daemonset likewise)
 *      pod        shop/web-1 app=web node=agent-0 ip=10.42.1.4 owner=ReplicaSet/web-abc port=http:8080/TCP image=x
 *      service    shop/web app=web type=ClusterIP ip=10.43.0.5 port=80:http/TCP external=192.168.1.240
 *      slice      shop/web-x service=web 10.42.1.4:ready=web-1@agent-0 port=http:8080/TCP
 *      ingress    shop/web class=traefik host=shop.example path=/ to=web:80
 *      {"apiVersion": "v1", …}      an object in JSON, in one line
 *      yaml:                        objects in YAML, up to a line that is "end"
 *
 *  Words without a meaning of their own are labels (of a service: its selector), `label:k=v` is a label everywhere,
 *  `note:k=v` an annotation. A pod is running and ready, unless it is `notready`, `pending`, `terminating`,
 * `succeeded`, `failed` or `planned` (no status); `hostnetwork`, and `waiting=CrashLoopBackOff` for the reason.
 * `replicas` of a workload; `ready=1` for how many of them are. Ports: [NAME:]PORT[:TARGET[:NODEPORT]][/PROTOCOL],
 * repeatable; `ip=None` is headless. The endpoints of a slice are
 *  ADDRESS:ready|notready|terminating|serving[=POD[@NODE]]. '#' begins a comment. A line that isn't understood aborts
 * the test.
 */
[[nodiscard]] SnapshotPtr clusterOf(std::string_view drawing);

/** The same as the Kubernetes List that it is read from; YAML passages are not in it. */
[[nodiscard]] std::string clusterJsonOf(std::string_view drawing);

}  // namespace portolan
