// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace portolan {

/** One line of a watch (meta/v1 WatchEvent). The views point into the line. */
struct WatchEvent {
    enum class Type { Added, Modified, Deleted, Bookmark, Error };
    Type type = Type::Error;
    std::string_view object;  ///< its JSON, with at least the line's padding behind it
    std::string space, name;  ///< of the object; empty where it has none
    std::string resourceVersion;
    bool endsInitialEvents = false;  ///< of a bookmark: what the list would have held has come
    int code = 0;                    ///< of an error: as HTTP has it
    std::string message;             ///< of an error
};

/** Errors: nothing if the line is not such an event. `padded`: with the padding of kube/decoder.h behind it. */
[[nodiscard]] std::optional<WatchEvent> watchEvent(std::string_view padded);

/** The message of a Status object; empty if the text is none. */
[[nodiscard]] std::string statusMessage(std::string_view json);

}  // namespace portolan
