// SPDX-License-Identifier: GPL-3.0-or-later
#include "kube/pod.h"

#include <algorithm>

namespace portolan {

std::string_view valueOf(const Pairs &pairs, std::string_view key)
{
    const auto at = std::ranges::lower_bound(pairs, key, {}, &Pairs::value_type::first);
    return at != pairs.end() && at->first == key ? at->second : std::string_view();
}

}  // namespace portolan
