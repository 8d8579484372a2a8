// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <chrono>
#include <memory>

#include "api/transport.h"
#include "base/result.h"

namespace portolan {

struct CurlOptions {
    std::chrono::milliseconds requestLimit{60000};  ///< for an answer that is not a stream
    std::chrono::milliseconds connectLimit{10000};
    bool wantsGzip = true;
};

/** A transport over libcurl in a thread of its own: HTTP/2 over TLS where the server offers it, one connection for all
 * requests.
 *
 *  The only place of the program that makes requests of a cluster; it makes no other than GET, follows no redirect, and
 *  sends credentials over plain http to loopback only. Errors: Config where the connection can't be used as it is
 *  written (an address that is none, a token that would travel in the open).
 */
[[nodiscard]] Result<std::unique_ptr<Transport>> curlTransport(const Connection &connection,
                                                               const CurlOptions &options);

}  // namespace portolan
