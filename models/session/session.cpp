// SPDX-License-Identifier: GPL-3.0-or-later
#include "session/session.h"

#include <QThreadPool>
#include <QtConcurrentRun>
#include <algorithm>
#include <new>
#include <utility>

#include "kube/share.h"
#include "session/mailbox.h"

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

/** The same of a live snapshot, which shares already. Null if stopped. */
ClusterPtr composed(const SnapshotPtr &snapshot, const ClusterPtr &before, const std::stop_token &stop)
{
    auto cluster = std::make_shared<Cluster>();
    cluster->read.snapshot = snapshot;
    for (const auto &[kind, count] : snapshot->counts())
        cluster->read.objects += count;
    cluster->graph = buildTopology(snapshot, stop);
    if (cluster->graph && before)
        cluster->changes = changesBetween(*before->graph, *cluster->graph);
    return cluster->graph ? cluster : nullptr;
}

/** The rest, in which nothing is composed: three times the time that composing took, and a tenth of a second in all. */
int restAfter(qint64 milliseconds)
{
    return static_cast<int>(std::max<qint64>(100 - milliseconds, 3 * milliseconds));
}

}  // namespace

Session::Session(QObject *parent) : QObject(parent)
{
    m_pace.setSingleShot(true);
    connect(&m_pace, &QTimer::timeout, this, &Session::composeNewest);
    connect(&m_reading, &QFutureWatcherBase::finished, this, &Session::acceptCluster);
    connect(&m_laying, &QFutureWatcherBase::finished, this, &Session::acceptLayout);
    m_judgePace.setSingleShot(true);
    connect(&m_judgePace, &QTimer::timeout, this, &Session::judgeNewest);
    connect(&m_judging, &QFutureWatcherBase::finished, this, &Session::acceptJudgement);
}

Session::~Session()
{
    m_stopReading.request_stop();
    m_stopLaying.request_stop();
    m_stopJudging.request_stop();
}

void Session::open(Source source)
{
    leave();
    m_isOpened = false;
    m_stopJudging.request_stop();
    m_stopReading.request_stop();
    m_stopReading = {};
    m_reading.setFuture(QtConcurrent::run([source = std::move(source), before = m_cluster,
                                           stop = m_stopReading.get_token()] { return read(source, before, stop); }));
}

void Session::follow(const Connection &connection, FollowOptions options)
{
    leave();
    m_stopReading.request_stop();
    m_stopJudging.request_stop();
    m_isOpened = false;
    m_cluster = nullptr;
    m_mailbox = std::make_shared<SnapshotMailbox>();
    const auto announce = [this, box = m_mailbox] {
        QMetaObject::invokeMethod(
            this,
            [this, box] {
                if (box == m_mailbox)
                    acceptMail();
            },
            Qt::QueuedConnection);
    };
    FollowListener listener;
    listener.snapshot = [announce, box = m_mailbox](SnapshotPtr snapshot) {
        if (box->put(std::move(snapshot)))
            announce();
    };
    listener.state = [announce, box = m_mailbox](const LinkState &state) {
        if (box->put(state))
            announce();
    };
    m_follower = std::make_unique<Follower>(connection, std::move(options), std::move(listener));
}

void Session::reconnect()
{
    if (m_follower)
        m_follower->reconnect();
}

void Session::leave()
{
    m_follower.reset();
    m_mailbox.reset();
    m_newest = nullptr;
    m_pace.stop();
}

void Session::acceptMail()
{
    auto mail = m_mailbox->take();
    if (mail.state)
        Q_EMIT linkChanged(*mail.state);
    if (!mail.snapshot)
        return;
    m_newest = std::move(mail.snapshot);
    if (!m_reading.isRunning() && !m_pace.isActive())
        composeNewest();
}

/** What is being composed is never given up for what is newer: under a steady stream nothing would ever be shown. */
void Session::composeNewest()
{
    if (!m_newest)
        return;
    m_stopReading = {};
    m_composing.start();
    const ClusterPtr before = m_isOpened ? m_cluster : nullptr;
    m_reading.setFuture(
        QtConcurrent::run([snapshot = std::exchange(m_newest, nullptr), before, stop = m_stopReading.get_token()] {
            return composed(snapshot, before, stop);
        }));
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
    if (!m_follower && cluster->read.objects == 0 && cluster->read.snapshot->gaps.empty()) {
        Q_EMIT nothingFound(cluster);
        return;
    }
    m_obsolete.push_back(std::exchange(m_cluster, cluster));
    if (m_follower)
        m_pace.start(restAfter(m_composing.elapsed()));
    if (!std::exchange(m_isOpened, true))
        Q_EMIT opened(cluster);
    layOutAgain();
}

void Session::layOutAgain()
{
    if (!m_cluster)
        return;
    m_stopLaying.request_stop();  // it is short: a steady stream does not starve it
    m_stopLaying = {};
    m_laying.setFuture(QtConcurrent::run(
        [graph = m_cluster->graph, wish = m_wish, previous = m_layout, stop = m_stopLaying.get_token()] {
            const GraphPtr shown = wish.supposition ? buildTopology(graph->snapshot, stop, wish.supposition) : graph;
            return shown ? layOut(shown, wish, previous.get(), stop) : nullptr;
        }));
}

void Session::acceptLayout()
{
    const LayoutPtr layout = m_laying.result();
    if (!layout || !m_cluster || layout->graph->snapshot != m_cluster->graph->snapshot)
        return;
    m_obsolete.push_back(std::exchange(m_layout, layout));
    Q_EMIT laid(m_cluster, m_layout);
    forgetObsolete();
    judgeNewest();
}

/** As with composing, what is being judged is not given up for what is newer. */
void Session::judgeNewest()
{
    if (!m_cluster || m_judging.isRunning() || m_judgePace.isActive() || m_judgedGraph == m_cluster->graph)
        return;
    m_obsolete.push_back(std::exchange(m_judgedGraph, m_cluster->graph));
    m_stopJudging = {};
    m_judgingSince.start();
    m_judging.setFuture(
        QtConcurrent::run([graph = m_judgedGraph, stop = m_stopJudging.get_token()] { return judge(*graph, stop); }));
}

void Session::acceptJudgement()
{
    const JudgementPtr judgement = m_judging.result();
    if (m_follower)
        m_judgePace.start(restAfter(m_judgingSince.elapsed()));
    if (judgement)
        Q_EMIT judged(judgement);
    judgeNewest();
}

/** To free a large chart takes longer than a frame. */
void Session::forgetObsolete()
{
    QThreadPool::globalInstance()->start([obsolete = std::exchange(m_obsolete, {})]() mutable { obsolete.clear(); });
}

}  // namespace portolan
