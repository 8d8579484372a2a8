// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace portolan {

/** A whole gzip stream, unpacked into a text with room for what a decoder wants behind it (kube/decoder.h).
 *
 *  Errors: nothing if it is broken, cut short, or larger than `most` bytes. Cost: libdeflate, about 1 GB/s.
 */
[[nodiscard]] std::optional<std::string> unpacked(std::string_view gzip, std::size_t padding, std::size_t most);

/** The first bytes of what a gzip stream holds, from the beginning of it: up to `size`, fewer if more is not there yet.
 */
[[nodiscard]] std::string unpackedHead(std::string_view gzip, std::size_t size);

}  // namespace portolan
