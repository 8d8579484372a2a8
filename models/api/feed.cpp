// SPDX-License-Identifier: GPL-3.0-or-later
#include "api/feed.h"

#include <algorithm>
#include <cmath>

#include "api/serverurl.h"
#include "api/watchevent.h"

namespace portolan {

namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;

constexpr std::size_t mostPagesAhead = 2;
constexpr std::size_t largestAnswer = std::size_t(1) << 30;
constexpr std::size_t headSize = 4096;
constexpr seconds pollInterval{60};

/** 0.5 s, doubled with each failure up to half a minute, give or take a third. */
milliseconds pause(int failures, std::mt19937 &random)
{
    const double base = std::min(500.0 * std::pow(2, failures - 1), 30000.0);
    return milliseconds(static_cast<int>(base * std::uniform_real_distribution<>(0.67, 1.33)(random)));
}

/** Whether one of its kinds is so large that packed pages beat a stream, which no server packs. */
bool isLarge(Kind kind)
{
    return kind == Kind::Pod;
}

}  // namespace

Feed::Feed(FeedContext &context, Resource resource, std::string space, std::vector<std::string> names)
    : m_context(context), m_resource(std::move(resource)), m_space(std::move(space)), m_names(std::move(names))
{
}

bool Feed::isSettled() const
{
    return m_isListed || m_phase == Phase::Forbidden || m_phase == Phase::Absent || m_phase == Phase::Failed;
}

void Feed::begin(Moment)
{
    const bool streams =
        m_context.follows && m_context.canStream && m_resource.canWatch && m_names.empty() && !isLarge(m_resource.kind);
    if (streams)
        stream();
    else
        list();
}

void Feed::stop()
{
    drop();
    m_due.reset();
    m_phase = Phase::Idle;
}

void Feed::resume(Moment now)
{
    if (m_failures > 1) {
        m_phase = Phase::Resting;
        m_due = now + pause(m_failures, m_context.random);
        return;
    }
    m_due.reset();
    if (!m_version.empty() && m_isListed && m_resource.canWatch)
        watch();
    else
        list();
}

void Feed::tick(Moment now)
{
    if (!m_due || now < *m_due)
        return;
    m_due.reset();
    if (m_phase == Phase::Resting && m_isListed && !m_version.empty() && m_resource.canWatch && m_names.empty())
        watch();
    else if (m_phase == Phase::Resting || m_phase == Phase::Live)
        list();
}

std::string Feed::path() const
{
    const std::string space = m_space.empty() ? std::string() : "/namespaces/" + percentEncoded(m_space);
    return m_resource.path + space + '/' + m_resource.plural;
}

std::string Feed::listTarget(const std::string &token) const
{
    std::string target = path() + "?limit=" + std::to_string(m_context.pageSize);
    if (!token.empty())
        target += "&continue=" + percentEncoded(token);
    return target;
}

void Feed::ask(const std::string &target, const std::string &token, bool isStream)
{
    Get get;
    get.target = target;
    get.isStream = isStream;
    Answer answer;
    answer.id = m_context.transport.get(get);
    answer.token = token;
    m_answers.push_back(std::move(answer));
    m_age = m_context.credentialAge;
}

/** Goes on with the page that was not taken yet. */
void Feed::list()
{
    drop();
    m_phase = m_isListed ? Phase::Live : Phase::Listing;
    if (!m_names.empty()) {
        m_batch = {};
        m_nextName = 0;
        nextName();
        return;
    }
    if (m_token.empty())
        m_batch = {};
    ask(listTarget(m_token), m_token, false);
}

void Feed::nextName()
{
    ask(path() + '/' + percentEncoded(m_names[m_nextName]), {}, false);
}

void Feed::drop()
{
    for (const Answer &answer : m_answers)
        m_context.transport.cancel(answer.id);
    m_answers.clear();
    m_isWatch = m_isStream = false;
}

bool Feed::take(Arrival &arrival, Moment now)
{
    const auto found = std::ranges::find(m_answers, arrival.id, &Answer::id);
    if (found == m_answers.end())
        return false;
    switch (arrival.what) {
        case Arrival::What::Head:
            found->status = arrival.status;
            found->retryAfter = arrival.retryAfter;
            break;
        case Arrival::What::Preview:
            askForNext(*found, arrival.bytes);
            break;
        case Arrival::What::Body:
            m_context.bytes += arrival.bytes.size();
            if (m_isWatch && found->status == 200) {
                found->bytes += arrival.bytes;
                takeLines(found->bytes, now);
            } else {
                takeBody(*found, std::move(arrival.bytes));
            }
            break;
        case Arrival::What::End:
            takeEnd(*found, arrival.error, now);
            break;
    }
    return true;
}

void Feed::takeBody(Answer &answer, std::string bytes)
{
    if (answer.bytes.empty() && bytes.size() >= m_pageBytes) {
        answer.bytes = std::move(bytes);
    } else {
        if (answer.bytes.empty())
            answer.bytes.reserve(m_pageBytes + m_pageBytes / 8 + jsonPadding);
        answer.bytes += bytes;
    }
    if (answer.bytes.size() > largestAnswer)
        answer.status = 0;  // takeEnd makes a failure of it
    askForNext(answer, std::string_view(answer.bytes).substr(0, headSize));
}

/** The next page is asked for as soon as the head of this one is there. */
void Feed::askForNext(Answer &page, std::string_view beginning)
{
    if (page.isNextAsked || page.status != 200 || m_isWatch || !m_names.empty() || m_answers.size() >= mostPagesAhead)
        return;
    const auto head = listHeadAtStart(beginning);
    if (!head)
        return;
    page.isNextAsked = true;
    if (!head->next.empty())
        ask(listTarget(head->next), head->next, false);
}

void Feed::takeEnd(Answer &answer, const std::optional<Error> &error, Moment now)
{
    answer.isWhole = true;
    if (m_isWatch && answer.status == 200)
        return endWatch(error, now);
    if (error) {
        m_cut = *error;
        ++m_failures;
        const bool isLink = error->kind == Error::Kind::Network || error->kind == Error::Kind::Config;
        drop();
        if (isLink && (m_context.follows || m_failures <= m_context.patience))
            m_phase = Phase::Cut;
        else
            rest(now, -1, error->detail);
        return;
    }
    takePages(now);
}

void Feed::takePages(Moment now)
{
    while (!m_answers.empty() && m_answers.front().isWhole) {
        Answer page = std::move(m_answers.front());
        m_answers.pop_front();
        const bool isAbsentName = !m_names.empty() && page.status == 404;
        if (page.status != 200 && !isAbsentName)
            return refuse(page, now);
        if (!isAbsentName && !takePage(page, now))
            return;
        if (!m_names.empty() && ++m_nextName < m_names.size())
            return nextName();
        if (m_answers.empty() && m_token.empty())
            return endList(now);
    }
}

/** False if the page could not be read: the list goes on from it later. */
bool Feed::takePage(Answer &page, Moment now)
{
    std::string text = std::move(page.bytes);
    text.reserve(text.size() + jsonPadding);
    m_pageBytes = text.size();
    const auto broken = [&] {
        ++m_failures;
        rest(now, -1, "an answer arrived damaged");
        return false;
    };
    const auto head = m_names.empty() ? listHead(text) : ListHead{};
    if (!head)
        return broken();
    if (!page.isNextAsked && !head->next.empty())
        ask(listTarget(head->next), head->next, false);
    const std::size_t before = m_batch.objectCount;
    if (m_context.decoder.decode(text, {}, m_batch))
        return broken();
    m_context.objects += m_batch.objectCount - before;
    m_token = head->next;
    if (!head->resourceVersion.empty())
        m_version = head->resourceVersion;
    m_failures = 0;
    if (!m_answers.empty())
        askForNext(m_answers.front(), std::string_view(m_answers.front().bytes).substr(0, headSize));
    return true;
}

void Feed::endList(Moment now)
{
    m_token.clear();
    m_context.cluster.put(m_context.events);
    m_context.cluster.list(m_resource.kind, m_space, std::exchange(m_batch, {}));
    m_isListed = true;
    m_message.clear();
    m_phase = Phase::Live;
    if (!m_context.follows)
        return;
    if (m_resource.canWatch && m_names.empty())
        watch();
    else
        m_due = now + pollInterval;
}

/** Lists again; what is known stays until the list is whole. */
void Feed::startOver(Moment now)
{
    m_version.clear();
    m_token.clear();
    drop();
    if (m_failures > 1)
        rest(now, -1, m_message);
    else
        list();
}

void Feed::refuse(const Answer &answer, Moment now)
{
    const bool wasStream = m_isStream;
    const std::string said = statusMessage(answer.bytes);
    drop();
    if (answer.status == 401) {
        m_message = said;
        m_phase = Phase::Unauthorized;
    } else if (wasStream && answer.status != 403 && answer.status != 429 && answer.status < 500) {
        m_context.canStream = false;
        list();
    } else if (answer.status == 403) {
        m_message = said;
        m_phase = Phase::Forbidden;
        if (m_isListed)  // the right was taken away: what was seen may not be true any more
            m_context.cluster.list(m_resource.kind, m_space, {});
        m_isListed = false;
        m_due.reset();
    } else if (answer.status == 404 || answer.status == 405) {
        m_message = said;
        m_phase = Phase::Absent;
        if (m_isListed)
            m_context.cluster.list(m_resource.kind, m_space, {});
        m_isListed = false;
    } else if (answer.status == 410) {
        ++m_failures;
        m_message = said;
        startOver(now);
    } else {
        ++m_failures;
        rest(now, answer.retryAfter,
             said.empty() ? "the server answered with HTTP status " + std::to_string(answer.status) : said);
    }
}

void Feed::rest(Moment now, int retryAfter, std::string why)
{
    drop();
    m_message = std::move(why);
    if (!m_context.follows && m_failures > m_context.patience) {
        m_phase = Phase::Failed;
        return;
    }
    m_phase = Phase::Resting;
    auto wait = pause(std::max(m_failures, 1), m_context.random);
    if (retryAfter > 0)
        wait = std::max(wait, milliseconds(std::min(retryAfter, 60) * 1000));
    m_due = now + wait;
}

}  // namespace portolan
