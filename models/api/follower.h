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
#include "kube/read.h"

namespace portolan {

/** How a connection is at one moment. */
struct LinkState {
    enum class Phase {
        Connecting,
        Reading,  ///< lists are under way for the first time
        Live,
        Stale,   ///< nothing new arrives; it is tried again
        GaveUp,  ///< it would fail again: something has to be changed first
    };
    Phase phase = Phase::Connecting;
    std::int64_t since = 0;        ///< when the phase began; seconds since the epoch
    std::optional<Error> trouble;  ///< why it is not live
    std::string reading;           ///< the kinds that are being listed: "pods, services"
    std::size_t kindsRead = 0, kindsAll = 0;
    std::size_t objects = 0;  ///< read so far
    std::uint64_t bytes = 0;  ///< received so far, as they travelled
    bool isInsecure = false;  ///< the server's certificate is not verified
    std::string context, server;
};

struct FollowOptions {
    std::string space;    ///< only this namespace; empty: all
    bool follows = true;  ///< watches; else it lists once
    std::size_t pageSize = 500;
    CurlOptions curl;
    /** Gives a token where it is not in the connection; `isRefused`: the one before was. Called on the follower's
     * thread, where it may take its time. */
    std::function<Result<Credential>(bool isRefused, std::stop_token)> credential;
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
    Follower(Connection connection, FollowOptions options, FollowListener listener);
    /** Waits until the thread has ended: a fraction of a second. */
    ~Follower();

    /** Tries again at once, also after it gave up. From any thread. */
    void reconnect();

private:
    struct Parts;
    std::unique_ptr<Parts> m_parts;
};

/** Lists everything once. What is not permitted is a gap; where nothing can be read, `problems` says why. */
[[nodiscard]] ReadOutcome readLive(const Connection &connection, FollowOptions options, std::stop_token stop = {});

}  // namespace portolan
