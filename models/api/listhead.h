// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace portolan {

/** What a page of a list says of itself (meta/v1 ListMeta). */
struct ListHead {
    std::string resourceVersion;
    std::string next;  ///< the `continue` token; empty on the last page

    bool operator==(const ListHead &) const = default;
};

/** Reads it from the beginning of a page; nothing if it does not stand there whole (yet). Kinds of the server itself
 * have it before their items, custom kinds behind them. */
[[nodiscard]] std::optional<ListHead> listHeadAtStart(std::string_view beginning);

/** Reads it from a whole page. `padded`: with the padding of kube/decoder.h behind it. */
[[nodiscard]] std::optional<ListHead> listHead(std::string_view padded);

}  // namespace portolan
