// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <stop_token>
#include <string>
#include <vector>

#include "base/error.h"
#include "kubeconfig/connection.h"

namespace portolan {

/** A request. There is no verb in it: everything is a GET. */
struct Get {
    std::string target;  ///< path and query, already encoded: "/api/v1/pods?limit=500"
    std::string accept = "application/json";
    bool isStream = false;               ///< ends when the server ends it, not by a time limit
    std::chrono::milliseconds limit{0};  ///< of a request that is no stream; 0: the transport's own
};

/** What came of a request, in order: one head, bodies, one end. A request that failed has an end alone. What travels
 * packed arrives unpacked, as one body at its end, and its first bytes as a preview before. */
struct Arrival {
    enum class What { Head, Preview, Body, End };
    std::uint64_t id = 0;
    What what = What::End;
    int status = 0;              ///< of a head
    int retryAfter = -1;         ///< of a head: seconds; -1: it does not say
    std::string bytes;           ///< of a body
    std::optional<Error> error;  ///< of an end: why the answer is not whole
};

/** Carries GETs to one server, all of them at once. For one thread, but for wake(). */
class Transport {
public:
    virtual ~Transport() = default;

    /** Never blocks. The number is unique. */
    virtual std::uint64_t get(const Get &request) = 0;
    /** Nothing of this request arrives any more. */
    virtual void cancel(std::uint64_t id) = 0;
    /** Counts for requests from now on. */
    virtual void setCredential(const Credential &credential) = 0;
    /** Breaks all connections: what is under way ends with an error. */
    virtual void hangUp() = 0;

    /** Waits until something arrives, `until`, or wake(). */
    virtual std::vector<Arrival> receive(std::chrono::steady_clock::time_point until) = 0;
    /** From any thread: ends a receive() that is waiting. */
    virtual void wake() = 0;
};

}  // namespace portolan
