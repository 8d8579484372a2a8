// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QFutureWatcher>
#include <QObject>
#include <functional>
#include <memory>
#include <stop_token>
#include <string>
#include <vector>

#include "kube/read.h"
#include "layout/layout.h"

namespace portolan {

/** What was read, and the graph of it. */
struct Cluster {
    ReadOutcome read;
    GraphPtr graph;
};
using ClusterPtr = std::shared_ptr<const Cluster>;

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
    /** Everything to show, whole. */
    void laid(portolan::ClusterPtr cluster, portolan::LayoutPtr layout);

private:
    void acceptCluster();
    void acceptLayout();
    void layOutAgain();

    LayoutWish m_wish;
    ClusterPtr m_cluster;
    LayoutPtr m_layout;
    std::stop_source m_stopReading;
    std::stop_source m_stopLaying;
    QFutureWatcher<ClusterPtr> m_reading;
    QFutureWatcher<LayoutPtr> m_laying;
};

}  // namespace portolan
