// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QElapsedTimer>
#include <QFutureWatcher>
#include <QObject>
#include <QTimer>
#include <functional>
#include <memory>
#include <stop_token>
#include <string>
#include <vector>

#include "api/follower.h"
#include "findings/judgement.h"
#include "kube/read.h"
#include "layout/layout.h"
#include "topology/changes.h"

namespace portolan {

/** What was read, and the graph of it. */
struct Cluster {
    ReadOutcome read;
    GraphPtr graph;
    GraphChanges changes;  ///< since the one before of the same live cluster
};
using ClusterPtr = std::shared_ptr<const Cluster>;

class SnapshotMailbox;

/** One cluster from its source to its layout, off the GUI thread. The newest wish wins: what it makes obsolete is
 * stopped and forgotten. Two clusters are two sessions; nothing is shared between them. */
class Session : public QObject {
    Q_OBJECT

public:
    using Source = std::function<ReadOutcome(std::stop_token)>;

    explicit Session(QObject *parent = nullptr);
    ~Session() override;

    /** Reads from here: opened() and laid() follow, or nothingFound(), which leaves what was open before. */
    void open(Source source);
    /** Follows a live cluster: opened() once, then laid() with each change, at most ten times a second and never for
     * more than a quarter of a core; linkChanged() beside them. What was shown stays when the server is gone. */
    void follow(const Connection &connection, FollowOptions options);
    /** Tries at once to reach the cluster that is followed. */
    void reconnect();
    bool isFollowing() const { return m_follower != nullptr; }
    /** Ends following; what was shown stays. */
    void leave();
    /** Lays out what is open in another way. */
    void arrange(const LayoutWish &wish);

    const LayoutWish &wish() const { return m_wish; }
    /** What the next layout will fulfil; lays nothing out. */
    void setWish(const LayoutWish &wish) { m_wish = wish; }

Q_SIGNALS:
    /** Something was read and will be laid out; who knows a wish for it sets it now. */
    void opened(portolan::ClusterPtr cluster);
    /** What was read holds no Kubernetes object and no kind that is known to be missing. */
    void nothingFound(portolan::ClusterPtr cluster);
    /** Everything to show, whole. The layout's graph is that of the cluster, or of what is supposed of it. */
    void laid(portolan::ClusterPtr cluster, portolan::LayoutPtr layout);
    /** What is wrong in what is open, some time after it was laid out; of a live cluster never for more than a quarter
     * of a core. */
    void judged(portolan::JudgementPtr judgement);
    /** How the connection is, whenever that changes. */
    void linkChanged(portolan::LinkState state);

private:
    void acceptCluster();
    void acceptMail();
    void composeNewest();
    void acceptLayout();
    void layOutAgain();
    void forgetObsolete();
    void judgeNewest();
    void acceptJudgement();

    LayoutWish m_wish;
    ClusterPtr m_cluster;
    LayoutPtr m_layout;
    std::vector<std::shared_ptr<const void>> m_obsolete;  ///< what is shown until the next layout is
    std::stop_source m_stopReading;
    std::stop_source m_stopLaying;
    QFutureWatcher<ClusterPtr> m_reading;
    QFutureWatcher<LayoutPtr> m_laying;
    std::stop_source m_stopJudging;
    QFutureWatcher<JudgementPtr> m_judging;
    GraphPtr m_judgedGraph;  ///< the last one that was, or is being
    QTimer m_judgePace;      ///< runs while judging would take too much of the machine
    QElapsedTimer m_judgingSince;

    SnapshotPtr m_newest;     ///< of the live cluster, and not composed yet
    bool m_isOpened = false;  ///< opened() was said of what is open
    QTimer m_pace;            ///< runs while composing would take too much of the machine
    QElapsedTimer m_composing;
    std::shared_ptr<SnapshotMailbox> m_mailbox;
    std::unique_ptr<Follower> m_follower;  ///< last: it is gone before what it fills
};

}  // namespace portolan
