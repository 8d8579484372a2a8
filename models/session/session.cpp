// SPDX-License-Identifier: GPL-3.0-or-later
#include "session/session.h"

#include <QtConcurrentRun>
#include <new>

#include "kube/share.h"

namespace portolan {

namespace {

ReadOutcome outOfMemory()
{
    ReadOutcome outcome;
    outcome.snapshot = std::make_shared<ClusterSnapshot>();
    Problem problem;
    problem.severity = Severity::Error;
    problem.message = "there is not enough memory for this input; open a part of it";
    outcome.problems.push_back(problem);
    return outcome;
}

/** Null if stopped. What did not change since `before`, which may be null, is shared with it. */
ClusterPtr read(const Session::Source &source, const ClusterPtr &before, const std::stop_token &stop)
{
    auto cluster = std::make_shared<Cluster>();
    try {
        cluster->read = source(stop);
        if (before)
            cluster->read.snapshot = sharedWith(*before->read.snapshot, cluster->read.snapshot);
        cluster->graph = stop.stop_requested() ? nullptr : buildTopology(cluster->read.snapshot, stop);
    } catch (const std::bad_alloc &) {
        cluster->read = outOfMemory();
        cluster->graph = buildTopology(cluster->read.snapshot);
    }
    return cluster->graph ? cluster : nullptr;
}

}  // namespace

Session::Session(QObject *parent) : QObject(parent)
{
    connect(&m_reading, &QFutureWatcherBase::finished, this, &Session::acceptCluster);
    connect(&m_laying, &QFutureWatcherBase::finished, this, &Session::acceptLayout);
}

Session::~Session()
{
    m_stopReading.request_stop();
    m_stopLaying.request_stop();
}

void Session::open(Source source)
{
    m_stopReading.request_stop();
    m_stopReading = {};
    m_reading.setFuture(QtConcurrent::run([source = std::move(source), before = m_cluster,
                                           stop = m_stopReading.get_token()] { return read(source, before, stop); }));
}

void Session::arrange(const LayoutWish &wish)
{
    m_wish = wish;
    layOutAgain();
}

void Session::acceptCluster()
{
    const ClusterPtr cluster = m_reading.result();
    if (!cluster)
        return;
    if (cluster->read.objects == 0 && cluster->read.snapshot->gaps.empty()) {
        Q_EMIT nothingFound(cluster);
        return;
    }
    m_cluster = cluster;
    Q_EMIT opened(cluster);
    layOutAgain();
}

void Session::layOutAgain()
{
    if (!m_cluster)
        return;
    m_stopLaying.request_stop();
    m_stopLaying = {};
    m_laying.setFuture(
        QtConcurrent::run([graph = m_cluster->graph, wish = m_wish, previous = m_layout,
                           stop = m_stopLaying.get_token()] { return layOut(graph, wish, previous.get(), stop); }));
}

void Session::acceptLayout()
{
    const LayoutPtr layout = m_laying.result();
    if (!layout || layout->graph != m_cluster->graph)
        return;
    m_layout = layout;
    Q_EMIT laid(m_cluster, m_layout);
}

}  // namespace portolan
