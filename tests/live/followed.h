// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>
#include <functional>
#include <memory>
#include <mutex>

#include "api/follower.h"

namespace portolan {

/** A cluster that is followed, with the last that was heard of it. */
class Followed {
public:
    Followed(const QString &kubeconfig, FollowOptions options = quickOptions());

    SnapshotPtr snapshot() const;
    LinkState state() const;
    void reconnect() { m_follower->reconnect(); }

    /** Waits until it is so; false if it does not come to be. */
    [[nodiscard]] bool waitUntil(const std::function<bool()> &isSo, int milliseconds = 40000) const;
    [[nodiscard]] bool waitUntilLive() const;
    /** Waits until the graph is the one that a fresh list through `kubeconfig` gives. */
    [[nodiscard]] bool waitUntilAsListed(const QString &kubeconfig) const;

    /** Notices in a second what takes others twenty. */
    static FollowOptions quickOptions();

private:
    mutable std::mutex m_mutex;
    SnapshotPtr m_snapshot;
    LinkState m_state;
    std::unique_ptr<Follower> m_follower;
};

[[nodiscard]] Connection connectionIn(const QString &kubeconfig);
[[nodiscard]] std::string graphOf(const SnapshotPtr &snapshot);

}  // namespace portolan
