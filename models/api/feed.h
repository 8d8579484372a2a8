// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <chrono>
#include <cstddef>
#include <deque>
#include <optional>
#include <random>
#include <string>
#include <vector>

#include "api/discovery.h"
#include "api/listhead.h"
#include "api/transport.h"
#include "kube/decoder.h"
#include "kube/live.h"

namespace portolan {

using Moment = std::chrono::steady_clock::time_point;

/** What the feeds of one connection share. */
struct FeedContext {
    Transport &transport;
    LiveCluster &cluster;
    JsonDecoder decoder = {};
    Batch events = {};  ///< what watches brought and `cluster` does not have yet
    std::mt19937 random = {};
    std::size_t pageSize = 500;
    bool follows = true;          ///< watches after it has listed
    bool canStream = true;        ///< the server is not known to refuse lists as streams
    int patience = 3;             ///< failures in a row after which a feed that does not follow gives up
    unsigned credentialAge = 0;   ///< grows with each new credential
    std::uint64_t bytes = 0;      ///< received
    std::size_t objects = 0;      ///< decoded
    bool sawCustomKinds = false;  ///< a CustomResourceDefinition came, changed or went
};

/** Keeps the objects of one kind, in one namespace or in all, as the server has them: a list in pages (or as a stream),
 * then a watch; both again when they fail.
 *
 *  Source: Kubernetes API Concepts, "Efficient detection of changes", "Streaming lists", "410 Gone responses".
 */
class Feed {
public:
    enum class Phase {
        Idle,  ///< not begun
        Listing,
        Live,          ///< listed; watching where the server allows it
        Resting,       ///< waits until due() after a failure
        Cut,           ///< waits for the connection to come back: resume()
        Unauthorized,  ///< waits for another credential: resume()
        Forbidden,
        Absent,  ///< the server does not serve the kind
        Failed,  ///< given up
    };

    /** `space` empty: all namespaces. `names` not empty: just these objects, which must be there in a namespace. */
    Feed(FeedContext &context, Resource resource, std::string space, std::vector<std::string> names = {});

    void begin(Moment now);
    /** Takes what arrived if it is for this feed. */
    bool take(Arrival &arrival, Moment now);
    void tick(Moment now);
    /** After Cut or Unauthorized. */
    void resume(Moment now);
    void stop();

    Phase phase() const { return m_phase; }
    const Resource &resource() const { return m_resource; }
    const std::string &space() const { return m_space; }
    bool isListed() const { return m_isListed; }
    /** Has said all that it will say before it follows: listed or refused. */
    bool isSettled() const;
    std::optional<Moment> due() const { return m_due; }
    const std::string &message() const { return m_message; }  ///< what the server said, or what failed
    const Error &cut() const { return m_cut; }
    unsigned credentialAge() const { return m_age; }

private:
    /** One answer while it arrives. */
    struct Answer {
        std::uint64_t id = 0;
        std::string token;  ///< of a page: how it was asked for
        int status = 0;
        int retryAfter = -1;
        bool isWhole = false;
        bool isNextAsked = false;
        std::string bytes;
    };

    [[nodiscard]] std::string path() const;
    [[nodiscard]] std::string listTarget(const std::string &token) const;

    void list();
    void ask(const std::string &target, const std::string &token, bool isStream);
    void askForNext(Answer &page, std::string_view beginning);
    void takeBody(Answer &answer, std::string bytes);
    void takeEnd(Answer &answer, const std::optional<Error> &error, Moment now);
    void takePages(Moment now);
    bool takePage(Answer &page, Moment now);
    void endList(Moment now);
    void nextName();

    void watch();
    void stream();
    void takeLines(std::string &bytes, Moment now);
    bool takeLine(std::string_view padded, Moment now);
    void takeDeleted(const ObjectKey &gone);
    void endInitialEvents();
    void endWatch(const std::optional<Error> &error, Moment now);

    void refuse(const Answer &answer, Moment now);
    void rest(Moment now, int retryAfter, std::string why);
    void startOver(Moment now);
    void drop();

    FeedContext &m_context;
    const Resource m_resource;
    const std::string m_space;
    const std::vector<std::string> m_names;
    std::size_t m_nextName = 0;

    Phase m_phase = Phase::Idle;
    std::deque<Answer> m_answers;  ///< pages in their order; or the one of a watch
    Batch m_batch;                 ///< of the list that is under way
    std::size_t m_pageBytes = 0;   ///< of the page before
    std::string m_token;           ///< of the page that is to be taken next
    std::string m_version;         ///< where the watch goes on
    bool m_isListed = false;
    bool m_isWatch = false;    ///< m_answers is a watch
    bool m_isStream = false;   ///< … whose first events are the list
    bool m_watchSaid = false;  ///< something came on this watch
    int m_failures = 0;        ///< in a row
    unsigned m_age = 0;
    std::optional<Moment> m_due;
    std::string m_message;
    Error m_cut;
};

}  // namespace portolan
