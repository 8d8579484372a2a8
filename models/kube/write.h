// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>

#include "kube/snapshot.h"

namespace portolan {

/** One object as YAML, with the fields that were kept, the well-known ones first. Places in lists are those of the
 *  original, so that a JSON Pointer into the object finds its value here, too: what was not kept before it is `{}`. */
[[nodiscard]] std::string toYaml(const Object &object);
[[nodiscard]] std::string toYaml(const Pod &pod);

/** One object as JSON text (compact), the fields that were kept.
 *
 *  Of a pod's containers only their number is kept that are ready, and the sum of their restarts; JSON holds both as
 *  statuses without names, the ready ones first as far as the reason why the pod is not ready leaves room. Nobody
 *  should read from it which container it was; YAML, which people read, leaves that out. When a pod began to terminate
 *  is not kept either: `deletionTimestamp` is there and says so. */
[[nodiscard]] std::string toJson(const Object &object);
[[nodiscard]] std::string toJson(const Pod &pod);

/** The whole snapshot as one Kubernetes `List` in JSON, that readInputs() reads back to an equal snapshot; what is no
 *  object (title, time, gaps, counts of kinds that are not kept, Secrets among them) is its member `portolan`. */
[[nodiscard]] std::string toJson(const ClusterSnapshot &snapshot);

/** The member `gaps` of JSON documents: what could not be read, and why. */
void writeGaps(class JsonWriter &json, const std::vector<Gap> &gaps);

}  // namespace portolan
