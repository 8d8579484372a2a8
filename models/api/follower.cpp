// SPDX-License-Identifier: GPL-3.0-or-later
#include "api/follower.h"

#include <thread>

#include "api/following.h"

namespace portolan {

struct Follower::Parts {
    Following following;
    std::jthread thread;
};

Follower::Follower(const Connection &connection, const FollowOptions &options, FollowListener listener)
    : m_parts(new Parts{Following(connection, options, std::move(listener)), {}})
{
    m_parts->thread = std::jthread([this](const std::stop_token &stop) { m_parts->following.run(stop); });
}

Follower::~Follower()
{
    m_parts->thread.request_stop();
    m_parts->following.wake();
    m_parts->thread.join();
}

void Follower::reconnect()
{
    m_parts->following.reconnect();
}

ReadOutcome readLive(const Connection &connection, FollowOptions options, const std::stop_token &stop)
{
    options.follows = false;
    ReadOutcome outcome;
    auto empty = std::make_shared<ClusterSnapshot>();
    empty->title = connection.context;
    outcome.snapshot = empty;
    LinkState last;
    FollowListener listener;
    listener.snapshot = [&](SnapshotPtr snapshot) { outcome.snapshot = std::move(snapshot); };
    listener.state = [&](const LinkState &state) { last = state; };
    Following following(connection, options, std::move(listener));
    const std::stop_callback wake(stop, [&] { following.wake(); });
    following.run(stop);
    outcome.objects = last.objects;
    outcome.documents = last.kindsRead;
    if (last.trouble) {
        Problem problem;
        problem.severity = Severity::Error;
        problem.file = last.trouble->source;
        problem.message = last.trouble->detail;
        outcome.problems.push_back(std::move(problem));
    }
    return outcome;
}

}  // namespace portolan
