// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string_view>

#include "policy/subjects.h"

namespace portolan::policy {

/** Whether labels are what an EndpointSelector of Cilium asks for; an absent one takes nobody. Keys may begin with
 * where a label is from ("k8s:app", "any:app"); `labels` is asked for keys without it, and only for those of
 * Kubernetes. Source: Cilium, "Layer 3 Policies". */
[[nodiscard]] bool matchesCilium(const Value &selector, const LabelSource &labels);

/** The same for a pod, with the labels that Cilium adds: namespace, its labels, ServiceAccount and cluster. */
[[nodiscard]] bool matchesCilium(const Value &selector, const SubjectKind &kind, const Labels &ofSpace,
                                 std::string_view cluster);

/** Whether the selector says in which namespaces it chooses; else a policy's own is meant. */
[[nodiscard]] bool namesNamespace(const Value &selector);

/** Whom a selector means by a reserved label such as "reserved:host"; empty: it has none. */
[[nodiscard]] std::string_view reservedName(const Value &selector);

}  // namespace portolan::policy
