// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <functional>
#include <string>
#include <string_view>

#include "base/result.h"
#include "policy/selector.h"

namespace portolan::policy {

using CalicoTest = std::function<bool(const LabelSource &)>;

/** Compiles a selector of Calico: "app == 'web' && has(tier)". An empty one takes all. Errors: Config, where it can't
 * be understood; nested deeper than 100 levels is refused. Source: Calico, "Selectors". */
[[nodiscard]] Result<CalicoTest> compileSelector(std::string_view text);

}  // namespace portolan::policy
