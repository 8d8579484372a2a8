// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>

#include "base/result.h"

namespace portolan {

/** A server's address as a kubeconfig has it, checked. */
struct ServerAddress {
    std::string url;  ///< http or https; no user, no query, no slash at its end
    bool isTls = false;
    bool isLoopback = false;
    bool isLinkLocal = false;  ///< 169.254.0.0/16, fe80::/10: where clouds serve credentials to who asks
    bool hadPassword = false;  ///< a user or password stood in it, which is not in `url`
};

/** `prefersTls`: what is meant by an address without a scheme. Errors: Config. */
[[nodiscard]] Result<ServerAddress> serverAddress(const std::string &text, bool prefersTls);

/** Errors: Config, in kubectl's words, if this is no proxy that is spoken to: http, https, socks5. */
[[nodiscard]] Result<std::string> proxyAddress(const std::string &text);

/** A URL as it may be shown: without the password. */
[[nodiscard]] std::string withoutPassword(const std::string &url);

}  // namespace portolan
