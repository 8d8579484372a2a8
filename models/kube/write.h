// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>

#include "kube/snapshot.h"

namespace portolan {

/** One object as YAML, with the fields that were kept, keys in the API's usual order. */
[[nodiscard]] std::string toYaml(const Object &object);
[[nodiscard]] std::string toYaml(const Pod &pod);

/** One object as JSON text (compact), the fields that were kept. */
[[nodiscard]] std::string toJson(const Object &object);
[[nodiscard]] std::string toJson(const Pod &pod);

/** The whole snapshot as one Kubernetes `List` in JSON, that readInputs() reads back to an equal snapshot. */
[[nodiscard]] std::string toJson(const ClusterSnapshot &snapshot);

}  // namespace portolan
