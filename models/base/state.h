// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <string_view>

namespace portolan {

/** How something is, in the order in which the worst of several wins: fine < unknown < warning < failing. */
enum class State : std::uint8_t { Fine, Unknown, Warning, Failing };

constexpr std::string_view name(State state)
{
    constexpr std::string_view names[] = {"fine", "unknown", "warning", "failing"};
    return names[static_cast<std::size_t>(state)];
}

constexpr State worst(State a, State b)
{
    return a > b ? a : b;
}

}  // namespace portolan
