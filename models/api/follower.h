// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <stop_token>
#include <string>

#include "api/curltransport.h"
#include "base/result.h"
#include "kube/linkstate.h"
#include "kube/read.h"

namespace portolan {

struct FollowOptions {
    std::string space;    ///< only this namespace; empty: all
    bool follows = true;  ///< watches; else it lists once
    std::size_t pageSize = 500;
    CurlOptions curl;
    std::chrono::milliseconds silence{10000};    ///< after which it is asked whether the server is still there
    std::chrono::milliseconds probeLimit{8000};  ///< for its answer
    /** Gives a token where it is not in the connection; `isRefused`: the one before was. Called on the follower's
     * thread, where it may take its time. */
    std::function<Result<Credential>(bool isRefused, const std::stop_token &)> credential;
};

/** Called on the follower's thread. */
struct FollowListener {
    std::function<void(SnapshotPtr)> snapshot;
    std::function<void(const LinkState &)> state;
};

/** One cluster, listed and watched in a thread of its own for as long as this lives. Snapshots come at most ten times
 * a second. */
class Follower {
public:
    Follower(const Connection &connection, const FollowOptions &options, FollowListener listener);
    /** Waits until the thread has ended: a fraction of a second. */
    ~Follower();

    /** Tries again at once, also after it gave up. From any thread. */
    void reconnect();

private:
    struct Parts;
    std::unique_ptr<Parts> m_parts;
};

/** Lists everything once. What is not permitted is a gap; where nothing can be read, `problems` says why. */
[[nodiscard]] ReadOutcome readLive(const Connection &connection, FollowOptions options,
                                   const std::stop_token &stop = {});

}  // namespace portolan
