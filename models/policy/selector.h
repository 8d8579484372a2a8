// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <functional>
#include <string_view>
#include <utility>
#include <vector>

#include "kube/pairs.h"
#include "kube/value.h"

namespace portolan::policy {

/** Labels of one object, sorted by key. The views live as long as the snapshot. */
using Labels = std::vector<std::pair<std::string_view, std::string_view>>;

[[nodiscard]] Labels labelsOf(const Pairs &pairs);
[[nodiscard]] Labels labelsOf(const Value &labels);
/** The value of a key; null if there is none. */
[[nodiscard]] const std::string_view *find(const Labels &labels, std::string_view key);

/** The value of a label; null: it is not there. */
using LabelSource = std::function<const std::string_view *(std::string_view key)>;

/** Whether labels are what a LabelSelector asks for: an empty one takes all, an absent one none; an operator that is
 *  not known takes none. Source: Kubernetes API reference, "LabelSelector". */
[[nodiscard]] bool matches(const Value &selector, const Labels &labels);

}  // namespace portolan::policy
