// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <mutex>
#include <optional>
#include <utility>

#include "api/follower.h"

namespace portolan {

/** Hands the newest of what a follower says from its thread to another. */
class SnapshotMailbox {
public:
    /** True if the other thread has to be told: nothing was waiting. */
    bool put(SnapshotPtr snapshot)
    {
        const std::scoped_lock lock(m_mutex);
        m_snapshot = std::move(snapshot);
        return !std::exchange(m_isAnnounced, true);
    }
    bool put(const LinkState &state)
    {
        const std::scoped_lock lock(m_mutex);
        m_state = state;
        return !std::exchange(m_isAnnounced, true);
    }

    struct Mail {
        SnapshotPtr snapshot;  ///< null: none came
        std::optional<LinkState> state;
    };
    Mail take()
    {
        const std::scoped_lock lock(m_mutex);
        m_isAnnounced = false;
        return {std::exchange(m_snapshot, nullptr), std::exchange(m_state, std::nullopt)};
    }

private:
    std::mutex m_mutex;
    SnapshotPtr m_snapshot;
    std::optional<LinkState> m_state;
    bool m_isAnnounced = false;
};

}  // namespace portolan
