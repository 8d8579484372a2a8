// SPDX-License-Identifier: GPL-3.0-or-later
#include "followed.h"

#include <QTest>

#include "kubeconfig/kubeconfig.h"
#include "topology/formats.h"

namespace portolan {

Connection connectionIn(const QString &kubeconfig)
{
    KubeconfigSearch search;
    search.explicitFile = kubeconfig.toStdString();
    const auto config = readKubeconfig(search);
    if (!config)
        qFatal("%s", config.error().detail.c_str());
    auto connection = connectionFor(config.value(), {}, {});
    if (!connection)
        qFatal("%s", connection.error().detail.c_str());
    return std::move(connection).value();
}

std::string graphOf(const SnapshotPtr &snapshot)
{
    return toJson(*buildTopology(snapshot), {});
}

FollowOptions Followed::quickOptions()
{
    FollowOptions options;
    options.silence = std::chrono::milliseconds(1000);
    options.probeLimit = std::chrono::milliseconds(1500);
    return options;
}

Followed::Followed(const QString &kubeconfig, FollowOptions options)
{
    FollowListener listener;
    listener.snapshot = [this](SnapshotPtr snapshot) {
        const std::scoped_lock lock(m_mutex);
        m_snapshot = std::move(snapshot);
    };
    listener.state = [this](const LinkState &state) {
        const std::scoped_lock lock(m_mutex);
        m_state = state;
    };
    m_follower = std::make_unique<Follower>(connectionIn(kubeconfig), std::move(options), std::move(listener));
}

SnapshotPtr Followed::snapshot() const
{
    const std::scoped_lock lock(m_mutex);
    return m_snapshot;
}

LinkState Followed::state() const
{
    const std::scoped_lock lock(m_mutex);
    return m_state;
}

bool Followed::waitUntil(const std::function<bool()> &isSo, int milliseconds) const
{
    return QTest::qWaitFor(isSo, milliseconds);
}

bool Followed::waitUntilLive() const
{
    return waitUntil([this] { return snapshot() && state().phase == LinkState::Phase::Live; });
}

bool Followed::waitUntilAsListed(const QString &kubeconfig) const
{
    const Connection connection = connectionIn(kubeconfig);
    return waitUntil([&] {
        const SnapshotPtr mine = snapshot();
        return mine && graphOf(mine) == graphOf(readLive(connection, {}).snapshot);
    });
}

}  // namespace portolan
