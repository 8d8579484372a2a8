// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace portolan {

/** Seconds since the epoch of a time as the API writes it ("2024-05-17T05:24:44Z", with or without a fraction or an
 * offset); 0 if it is none. */
[[nodiscard]] std::int64_t secondsOf(std::string_view time);

/** The way back: "2024-05-17T05:24:44Z". */
[[nodiscard]] std::string timeText(std::int64_t seconds);

}  // namespace portolan
