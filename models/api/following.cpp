// SPDX-License-Identifier: GPL-3.0-or-later
#include "api/following.h"

#include <algorithm>
#include <array>
#include <ctime>
#include <thread>

#include "kube/decode/keep.h"
#include "kube/kind.h"

namespace portolan {

namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;
using Phase = LinkState::Phase;

constexpr milliseconds betweenSnapshots{100};
constexpr seconds discoveryInterval{120};
constexpr seconds credentialInterval{60};  ///< a token file is read again, as client-go does

std::int64_t secondsNow()
{
    return static_cast<std::int64_t>(std::time(nullptr));
}

}  // namespace

Following::Following(const Connection &connection, const FollowOptions &options, FollowListener listener)
    : m_connection(connection),
      m_options(options),
      m_listener(std::move(listener)),
      m_cluster(connection.context.empty() ? connection.server : connection.context, connection.server),
      m_random(std::random_device()())
{
    if (!options.space.empty())
        m_cluster.restrictTo({options.space});
}

void Following::wake()
{
    if (Transport *transport = m_waker.load())
        transport->wake();
}

void Following::reconnect()
{
    m_reconnects = true;
    wake();
}

void Following::run(const std::stop_token &stop)
{
    m_now = std::chrono::steady_clock::now();
    m_since = secondsNow();
    tell();
    const auto connectAndTell = [&] {
        const bool isDone = connect(stop);
        tell();  // why it gave up, if it did
        return isDone;
    };
    bool isConnected = connectAndTell();
    while (!stop.stop_requested() && !m_isEnded) {
        m_now = std::chrono::steady_clock::now();
        if (!isConnected) {
            if (!m_options.follows)
                return;
            std::this_thread::sleep_for(betweenSnapshots);  // nothing to wait for but the user
            if (m_reconnects.exchange(false))
                isConnected = connectAndTell();
            continue;
        }
        step(stop);
    }
}

bool Following::connect(const std::stop_token &stop)
{
    auto transport = curlTransport(m_connection, m_options.curl);
    if (!transport) {
        giveUp(transport.error());
        return false;
    }
    m_transport = std::move(transport).value();
    m_waker = m_transport.get();
    m_context.emplace(FeedContext{.transport = *m_transport, .cluster = m_cluster});
    m_context->random = m_random;
    m_context->pageSize = m_options.pageSize;
    m_context->follows = m_options.follows;
    m_discoverer.emplace(*m_transport);
    m_heard = m_now;
    if (!renew(false, stop))
        return false;
    m_discoverer->begin();
    return true;
}

/** A credential, where the connection has none of its own; false if there is none to be had. */
bool Following::renew(bool isRefused, const std::stop_token &stop)
{
    m_renewed = m_now;
    if (!m_options.credential)
        return !isRefused;
    auto credential = m_options.credential(isRefused, stop);
    m_now = std::chrono::steady_clock::now();
    if (!credential) {
        giveUp(credential.error());
        return false;
    }
    m_transport->setCredential(credential.value());
    ++m_context->credentialAge;
    return true;
}

void Following::step(const std::stop_token &stop)
{
    std::vector<Arrival> arrivals = m_transport->receive(std::max(m_now, nextDue()));
    m_now = std::chrono::steady_clock::now();
    for (Arrival &arrival : arrivals)
        takeArrival(arrival);
    if (m_reconnects.exchange(false)) {
        m_phase = m_wasWhole ? Phase::Stale : Phase::Connecting;
        m_losses = 0;
        renew(true, stop);
        m_transport->hangUp();
        probe();
    }
    if (m_phase != Phase::GaveUp) {
        followDiscovery(stop);
        mindFeeds(stop);
        const bool isDue =
            m_nextProbe ? m_now >= *m_nextProbe : m_options.follows && m_now - m_heard > m_options.silence;
        if (isDue && m_probe == 0)
            probe();
    }
    publish();
    tell();
}

void Following::takeArrival(Arrival &arrival)
{
    const bool isAnswer = arrival.what != Arrival::What::End || !arrival.error;
    if (isAnswer)
        m_heard = m_now;
    if (takeProbe(arrival) || m_discoverer->take(arrival))
        return;
    bool isTaken = false;
    eachFeed([&](Feed &feed) { isTaken = isTaken || feed.take(arrival, m_now); });
}

/** A small request that shows whether the server answers at all. */
void Following::probe()
{
    m_nextProbe.reset();
    Get get;
    get.target = "/version";
    get.limit = m_options.probeLimit;
    m_probe = m_transport->get(get);
    m_probeStatus = 0;
}

bool Following::takeProbe(const Arrival &arrival)
{
    if (m_probe == 0 || arrival.id != m_probe)
        return false;
    if (arrival.what == Arrival::What::Head)
        m_probeStatus = arrival.status;
    if (arrival.what != Arrival::What::End)
        return true;
    m_probe = 0;
    if (arrival.error) {
        if (!m_trouble)
            m_transport->hangUp();  // the other requests wait for a connection that is dead
        lose(*arrival.error);
    } else if (m_probeStatus >= 500) {
        lose({Error::Kind::Network, "the server answers with HTTP status " + std::to_string(m_probeStatus),
              m_connection.server});
    } else {
        regain();
    }
    return true;
}

void Following::giveUp(const Error &error)
{
    m_phase = Phase::GaveUp;
    m_since = secondsNow();
    m_trouble = error;
    m_isEnded = !m_options.follows;
    if (m_discoverer)
        m_discoverer->stop();
    eachFeed([](Feed &feed) { feed.stop(); });
}

/** The server can't be reached; what would fail again gives up, unless it has worked before. */
void Following::lose(const Error &error)
{
    ++m_losses;
    const bool isLasting = error.kind == Error::Kind::Config;
    const bool isPatient = m_options.follows ? !isLasting : m_isDiscovered && m_losses <= 5 && !isLasting;
    if (!isPatient)
        return giveUp(error);
    if (m_phase == Phase::Live || m_phase == Phase::Reading) {
        m_phase = m_isDiscovered ? Phase::Stale : Phase::Connecting;
        m_since = secondsNow();
    }
    m_trouble = error;
    const int doubled = std::min(m_losses - 1, 5);
    const double spread = std::uniform_real_distribution<>(0.67, 1.33)(m_random);
    m_nextProbe = m_now + milliseconds(static_cast<int>(300 * (1 << doubled) * spread));
}

void Following::regain()
{
    m_losses = 0;
    m_nextProbe.reset();
    m_trouble.reset();
    if (!m_isDiscovered && !m_discoverer->isRunning())
        m_discoverer->begin();
    eachFeed([&](Feed &feed) {
        if (feed.phase() == Feed::Phase::Cut)
            feed.resume(m_now);
    });
}

void Following::followDiscovery(const std::stop_token &stop)
{
    if (m_discoverer->isRunning())
        return;
    if (m_discoverer->error() && !m_isDiscovered) {
        if (!m_trouble && m_probe == 0)
            lose(*m_discoverer->error());
        return;
    }
    if (const int refusal = m_discoverer->refusal(); refusal != 0 && !m_isDiscovered && !m_nextProbe && m_probe == 0) {
        if (refusal == 401 && m_context->credentialAge < 2 && m_options.credential) {
            if (renew(true, stop))
                m_discoverer->begin();
        } else if (refusal == 401) {
            giveUp({Error::Kind::Auth, m_discoverer->message(), m_connection.server});
        } else {
            lose({refusal >= 500 || refusal == 429 ? Error::Kind::Network : Error::Kind::Config,
                  "the server answers with HTTP status " + std::to_string(refusal) +
                      (refusal >= 300 && refusal < 400 ? ", a redirect, which is not followed" : "") +
                      (m_discoverer->message().empty() ? "" : ": " + m_discoverer->message()),
                  m_connection.server});
        }
        return;
    }
    if (m_discoverer->isDone() && (!m_isDiscovered || !m_nextDiscovery)) {
        m_isDiscovered = true;
        m_phase = m_wasWhole ? m_phase : Phase::Reading;
        m_trouble.reset();
        takeResources(m_discoverer->resources());
        m_nextDiscovery = m_now + discoveryInterval;
    }
    if (m_context->sawCustomKinds) {
        m_context->sawCustomKinds = false;
        m_nextDiscovery = m_now + seconds(1);
    }
    if (m_options.follows && m_nextDiscovery && m_now >= *m_nextDiscovery && !m_trouble) {
        m_nextDiscovery.reset();
        m_discoverer->begin();
    }
}

void Following::mindFeeds(const std::stop_token &stop)
{
    if (!m_isDiscovered)
        return;
    const auto namespaces =
        std::ranges::find(m_kinds, Kind::Namespace, [](const Followed &kind) { return kind.resource.kind; });
    const bool knowsSpaces = namespaces == m_kinds.end() || namespaces->whole->isSettled();
    for (Followed &kind : m_kinds) {
        const bool canDivide =
            kind.resource.namespaced && m_options.space.empty() && kind.resource.kind != Kind::ConfigMap;
        if (kind.whole->phase() == Feed::Phase::Forbidden && kind.parts.empty() && canDivide && knowsSpaces)
            divide(kind);
    }
    beginFeeds();
    std::optional<Error> cut;
    bool isUnauthorized = false;
    eachFeed([&](Feed &feed) {
        feed.tick(m_now);
        if (feed.phase() == Feed::Phase::Cut)
            cut = feed.cut();
        isUnauthorized = isUnauthorized || (feed.phase() == Feed::Phase::Unauthorized &&
                                            feed.credentialAge() == m_context->credentialAge);
    });
    if (isUnauthorized) {
        const bool isHopeless = m_context->credentialAge > 0 && m_now - m_renewed < seconds(5);
        if (isHopeless || !m_options.credential)
            return giveUp(
                {Error::Kind::Auth, "the server does not accept the credentials any more", m_connection.server});
        if (!renew(true, stop))
            return;
    } else if (m_options.credential && m_options.follows && m_now - m_renewed > credentialInterval) {
        renew(false, stop);
    }
    eachFeed([&](Feed &feed) {
        if (feed.phase() == Feed::Phase::Unauthorized && feed.credentialAge() < m_context->credentialAge)
            feed.resume(m_now);
    });
    if (cut && !m_trouble && m_probe == 0)
        m_heard < m_now &&m_losses == 0 ? probe() : lose(*cut);
    if (!m_trouble && isSettled()) {
        if (m_phase != Phase::Live) {
            m_phase = Phase::Live;
            m_since = secondsNow();
        }
        m_wasWhole = true;
        m_isEnded = !m_options.follows;
    } else if (!m_trouble && m_phase == Phase::Stale) {
        m_phase = m_wasWhole ? Phase::Live : Phase::Reading;
        m_since = secondsNow();
    }
}

void Following::publish()
{
    const bool isDue = m_now >= m_nextSnapshot || m_isEnded;
    if (!isDue || !m_isDiscovered)
        return;
    if (!m_context->events.pods.empty() || !m_context->events.objects.empty()) {
        m_cluster.put(m_context->events);
        m_context->events = {};
    }
    m_cluster.setGaps(gaps());
    if (!m_cluster.hasChanged())
        return;
    m_nextSnapshot = m_now + betweenSnapshots;
    if (m_listener.snapshot && (m_options.follows || m_isEnded))
        m_listener.snapshot(m_cluster.snapshot(secondsNow()));
}

LinkState Following::state() const
{
    LinkState state;
    state.phase = m_phase;
    state.since = m_since;
    state.trouble = m_trouble;
    state.isInsecure = m_connection.insecure;
    state.context = m_connection.context;
    state.server = m_connection.server;
    state.kindsAll = m_kinds.size();
    int named = 0;
    for (const Followed &kind : m_kinds) {
        state.kindsRead += kind.whole->isSettled();
        if (kind.whole->phase() == Feed::Phase::Listing && !kind.whole->isListed() && ++named <= 3)
            state.reading += (state.reading.empty() ? "" : ", ") + kind.resource.plural;
    }
    if (m_context) {
        state.objects = m_context->objects;
        state.bytes = m_context->bytes;
    }
    return state;
}

void Following::tell()
{
    if (!m_listener.state)
        return;
    const bool isNewPhase = m_phase != m_told.phase || m_since != m_told.since;
    if (!isNewPhase && m_now < m_nextTell)
        return;
    m_nextTell = m_now + betweenSnapshots;
    m_told = state();
    m_listener.state(m_told);
}

Moment Following::nextDue() const
{
    Moment due = m_now + seconds(1);
    const auto consider = [&](const std::optional<Moment> &moment) { due = moment ? std::min(due, *moment) : due; };
    for (const Followed &kind : m_kinds) {
        consider(kind.whole->due());
        for (const auto &part : kind.parts)
            consider(part->due());
    }
    consider(m_nextProbe);
    if (m_context && (m_cluster.hasChanged() || !m_context->events.pods.empty() || !m_context->events.objects.empty()))
        consider(std::max(m_nextSnapshot, m_now));
    return due;
}

}  // namespace portolan
