// SPDX-License-Identifier: GPL-3.0-or-later
// What a feed does with a watch, and with a list that comes as one.
#include <algorithm>

#include "api/feed.h"
#include "api/serverurl.h"
#include "api/watchevent.h"

namespace portolan {

namespace {

constexpr std::size_t largestEvent = std::size_t(64) << 20;

/** Seconds after which the server ends a watch: not the same for all, so that they do not end together. */
int watchSeconds(std::mt19937 &random)
{
    return std::uniform_int_distribution<>(300, 600)(random);
}

}  // namespace

void Feed::watch()
{
    drop();
    m_phase = Phase::Live;
    m_isWatch = true;
    m_watchSaid = false;
    ask(path() + "?watch=1&allowWatchBookmarks=true&resourceVersion=" + percentEncoded(m_version) +
            "&timeoutSeconds=" + std::to_string(watchSeconds(m_context.random)),
        {}, true);
}

void Feed::stream()
{
    drop();
    m_phase = Phase::Listing;
    m_batch = {};
    m_isWatch = m_isStream = true;
    m_watchSaid = false;
    ask(path() +
            "?watch=1&allowWatchBookmarks=true&sendInitialEvents=true&resourceVersionMatch=NotOlderThan"
            "&timeoutSeconds=" +
            std::to_string(watchSeconds(m_context.random)),
        {}, true);
}

void Feed::takeLines(std::string &bytes, Moment now)
{
    bytes.reserve(bytes.size() + jsonPadding);
    const std::uint64_t id = m_answers.front().id;
    std::size_t from = 0;
    for (auto end = bytes.find('\n'); end != bytes.npos; end = bytes.find('\n', from)) {
        const std::string_view line = std::string_view(bytes).substr(from, end - from);
        from = end + 1;
        if (line.empty())
            continue;
        const bool goesOn = takeLine(line, now);
        if (!goesOn || m_answers.empty() || m_answers.front().id != id)
            return;  // `bytes` is gone with the watch
    }
    bytes.erase(0, from);
    if (bytes.size() > largestEvent)
        startOver(now);
}

/** False if the watch is of no use any more. */
bool Feed::takeLine(std::string_view padded, Moment now)
{
    const auto event = watchEvent(padded);
    if (!event) {
        ++m_failures;
        startOver(now);
        return false;
    }
    m_watchSaid = true;
    if (event->type == WatchEvent::Type::Error) {
        ++m_failures;
        m_message = event->message;
        startOver(now);
        return false;
    }
    m_failures = 0;
    if (event->type == WatchEvent::Type::Bookmark) {
        if (m_isStream && event->endsInitialEvents)
            endInitialEvents();
    } else if (event->type == WatchEvent::Type::Deleted) {
        takeDeleted({m_resource.kind, m_resource.namespaced ? event->space : std::string(), event->name});
    } else {
        Batch &into = m_isStream ? m_batch : m_context.events;
        if (m_context.decoder.decode(event->object, {}, into)) {
            startOver(now);
            return false;
        }
        ++m_context.objects;
    }
    if (m_resource.kind == Kind::CustomResourceDefinition && !m_isStream && event->type != WatchEvent::Type::Bookmark)
        m_context.sawCustomKinds = true;
    if (!m_isStream || event->type == WatchEvent::Type::Bookmark)
        m_version = event->resourceVersion;
    return true;
}

void Feed::takeDeleted(const ObjectKey &gone)
{
    if (m_isStream) {  // between the first events
        std::erase_if(m_batch.pods, [&](const Pod &pod) { return pod.space == gone.space && pod.name == gone.name; });
        std::erase_if(m_batch.objects,
                      [&](const ObjectPtr &one) { return one->space == gone.space && one->name == gone.name; });
        return;
    }
    m_context.cluster.put(m_context.events);
    m_context.cluster.remove(gone);
}

void Feed::endInitialEvents()
{
    m_isStream = false;
    m_context.cluster.put(m_context.events);
    m_context.cluster.list(m_resource.kind, m_space, std::exchange(m_batch, {}));
    m_isListed = true;
    m_message.clear();
    m_phase = Phase::Live;
}

void Feed::endWatch(const std::optional<Error> &error, Moment now)
{
    const bool wasStream = m_isStream, said = m_watchSaid;
    drop();
    if (wasStream) {
        m_version.clear();
        m_context.canStream = m_context.canStream && !!error;  // ended by itself before the list was whole
    }
    if (error) {
        m_cut = *error;
        m_failures += said ? 0 : 1;
        m_phase = Phase::Cut;
    } else if (said || wasStream) {
        m_version.empty() ? list() : watch();
    } else {
        ++m_failures;
        rest(now, -1, "watches end at once");
    }
}

}  // namespace portolan
