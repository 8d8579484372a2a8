// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "roles/running.h"

namespace portolan::roles {

/** Cilium's agents; its operator and its Envoy have other images. */
[[nodiscard]] Running ciliumAgents(const Survey &survey);
/** A key of the ConfigMap cilium-config beside the agents; null without it. Source: Cilium, "ConfigMap options". */
[[nodiscard]] const Object *ciliumConfig(const Survey &survey, const Running &agents);
/** The proof that a key of it has this value; nothing stands in `object` if it has another or there is none. */
[[nodiscard]] Proof ciliumOption(const Object *config, std::string_view key, std::string_view value,
                                 std::string_view means);

}  // namespace portolan::roles
