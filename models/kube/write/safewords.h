// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string_view>

namespace portolan {

/** Whether a word (of ASCII letters and digits) belongs to Kubernetes or to a component that anybody may run, and so
 *  says nothing of whose cluster it is. */
[[nodiscard]] bool isSafeWord(std::string_view word);

/** Whether the key of a label or annotation is in the domain of Kubernetes or of such a component. */
[[nodiscard]] bool isSafeKey(std::string_view key);

}  // namespace portolan
