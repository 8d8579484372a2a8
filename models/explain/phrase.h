// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace portolan {

/** "1 pod", "3 pods", "2 policies", "30,000 pods". */
[[nodiscard]] std::string counted(std::size_t count, std::string_view noun);
/** "30,000". */
[[nodiscard]] std::string grouped(std::size_t count);
/** "pods", "policies", "Ingresses"; Endpoints stays what it is. */
[[nodiscard]] std::string plural(std::string_view noun);

/** "a", "a and b", "a, b and c"; what is beyond `atMost` is counted: "a, b, c and 4 more". */
[[nodiscard]] std::string listed(const std::vector<std::string> &items, std::size_t atMost = 4);
/** Empty items leave no trace. */
[[nodiscard]] std::string joined(const std::vector<std::string> &items, std::string_view separator = ", ");

/** Text of a cluster's objects, fit for a line of prose: no control characters or marks that turn the direction of
 *  writing, single spaces, and at most `atMost` bytes, cut at a character with an ellipsis. */
[[nodiscard]] std::string oneLine(std::string_view text, std::size_t atMost = 400);

[[nodiscard]] std::string capitalized(std::string_view text);
/** With a full stop, unless it ends in one. */
[[nodiscard]] std::string stopped(std::string text);

/** Text put together from what std::string's operators don't take in one go. */
template <class... Parts>
[[nodiscard]] std::string text(const Parts &...parts)
{
    std::string all;
    (all.append(parts), ...);
    return all;
}

}  // namespace portolan
