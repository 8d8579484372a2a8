// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <atomic>
#include <memory>
#include <optional>
#include <stop_token>
#include <string>
#include <vector>

#include "api/discoverer.h"
#include "api/feed.h"
#include "api/follower.h"

namespace portolan {

/** What a follower does on its thread: asks what is served, keeps a feed for each kind, tells what came of it. */
class Following {
public:
    Following(const Connection &connection, const FollowOptions &options, FollowListener listener);

    void run(const std::stop_token &stop);
    /** From any thread. */
    void wake();
    void reconnect();

private:
    /** The feeds of one kind: one, or one for each namespace where that is all that is permitted. */
    struct Followed {
        Resource resource;
        std::unique_ptr<Feed> whole;
        std::vector<std::unique_ptr<Feed>> parts;
    };

    bool connect(const std::stop_token &stop);
    bool renew(bool isRefused, const std::stop_token &stop);
    void step(const std::stop_token &stop);
    void giveUp(const Error &error);
    void lose(const Error &error);
    void regain();

    void takeArrival(Arrival &arrival);
    bool takeProbe(const Arrival &arrival);
    void probe();
    void hear();

    void followDiscovery(const std::stop_token &stop);
    void takeResources(const std::vector<Resource> &resources);
    Followed followed(const Resource &resource);
    void beginFeeds();
    void divide(Followed &kind);
    std::vector<std::string> spaces();
    void mindFeeds(const std::stop_token &stop);
    template <class Do>
    void eachFeed(Do act)
    {
        for (Followed &kind : m_kinds) {
            act(*kind.whole);
            for (const auto &part : kind.parts)
                act(*part);
        }
    }

    bool isSettled() const;
    std::vector<Gap> gaps() const;
    std::optional<Gap> gapOf(const Followed &kind) const;
    void publish();
    void tell();
    LinkState state() const;
    Moment nextDue() const;

    const Connection m_connection;
    const FollowOptions m_options;
    const FollowListener m_listener;
    LiveCluster m_cluster;
    std::unique_ptr<Transport> m_transport;
    std::optional<FeedContext> m_context;
    std::optional<Discoverer> m_discoverer;
    std::vector<Followed> m_kinds;
    std::mt19937 m_random;

    LinkState::Phase m_phase = LinkState::Phase::Connecting;
    std::int64_t m_since = 0;
    std::optional<Error> m_trouble;
    bool m_isDiscovered = false;
    bool m_wasWhole = false;    ///< everything was listed at least once
    int m_losses = 0;           ///< failures to connect, in a row
    std::uint64_t m_probe = 0;  ///< the request under way that shows whether the server answers; 0: none
    int m_probeStatus = 0;
    Moment m_now;
    Moment m_heard;    ///< when something arrived last
    Moment m_renewed;  ///< when a credential was had last
    std::optional<Moment> m_nextProbe;
    std::optional<Moment> m_nextDiscovery;
    Moment m_nextSnapshot;
    Moment m_nextTell;
    LinkState m_told;
    bool m_isEnded = false;
    std::atomic<bool> m_reconnects = false;
    std::atomic<Transport *> m_waker = nullptr;
};

}  // namespace portolan
