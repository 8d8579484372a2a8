// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <string_view>

#include "base/result.h"

namespace portolan {

/** The address of an API server, taken apart. */
struct ServerUrl {
    std::string text;  ///< whole, without a slash at its end and without a user or password
    bool isTls = true;
    std::string host;  ///< an IPv6 address with its brackets
    int port = 443;
    std::string path;  ///< before "/api"; empty for most

    /** For messages. */
    const std::string &shown() const { return text; }
    std::string hostAndPort() const { return host + ':' + std::to_string(port); }
    std::string withHost(const std::string &other) const;
    bool isLoopback() const;
};

/** Errors: Config, if it is no http or https URL with a host. */
[[nodiscard]] Result<ServerUrl> serverUrl(std::string_view text);

/** A key of `as-user-extra` as a part of a header's name: what may not stand there is percent-encoded. */
[[nodiscard]] std::string headerKey(std::string_view key);

/** `text` for the value of a query parameter or a part of a path. */
[[nodiscard]] std::string percentEncoded(std::string_view text);

}  // namespace portolan
