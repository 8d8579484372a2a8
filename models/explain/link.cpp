// SPDX-License-Identifier: GPL-3.0-or-later
#include "explain/link.h"

#include <cstdio>
#include <vector>

#include "explain/phrase.h"

namespace portolan {

namespace {

using Phase = LinkState::Phase;

std::string sizeText(std::uint64_t bytes)
{
    char text[32];
    if (bytes < 1000000)
        std::snprintf(text, sizeof text, "%.0f KB", static_cast<double>(bytes) / 1e3);
    else
        std::snprintf(text, sizeof text, "%.1f MB", static_cast<double>(bytes) / 1e6);
    return text;
}

std::string why(const LinkState &state)
{
    return state.trouble ? oneLine(state.trouble->detail, 500) : std::string();
}

std::string remedy(const LinkState &state)
{
    if (!state.trouble)
        return {};
    switch (state.trouble->kind) {
        case Error::Kind::Auth:
            return "Sign in again, or renew the credentials in the kubeconfig, then try again.";
        case Error::Kind::Config:
            return "Put it right, then try again.";
        default:
            return {};
    }
}

}  // namespace

std::string linkLine(const LinkState &state)
{
    std::vector<std::string> parts;
    switch (state.phase) {
        case Phase::Connecting:
            parts.push_back(text("connecting to ", oneLine(state.context.empty() ? state.server : state.context, 60)));
            break;
        case Phase::Reading:
            parts.push_back(state.reading.empty() ? "reading" : text("reading ", state.reading));
            parts.push_back(text(grouped(state.objects), state.objects == 1 ? " object" : " objects"));
            parts.push_back(sizeText(state.bytes));
            break;
        case Phase::Live:
            parts.emplace_back("live");
            break;
        case Phase::Stale:
            parts.emplace_back("stale");
            break;
        case Phase::GaveUp:
            parts.emplace_back("not connected");
            break;
    }
    if (state.isInsecure)
        parts.emplace_back("certificate not verified");
    return joined(parts, " · ");
}

std::string linkSentence(const LinkState &state, const std::string &timeText)
{
    const std::string reason = why(state);
    std::vector<std::string> sentences;
    switch (state.phase) {
        case Phase::Connecting:
            if (!reason.empty())
                sentences.push_back(text("No connection to ", oneLine(state.server, 200), " yet: ", stopped(reason)));
            break;
        case Phase::Stale:
            sentences.push_back(text("What is shown is as of ", timeText, ": ",
                                     stopped(reason.empty() ? "nothing new arrives" : reason)));
            sentences.emplace_back("It is tried again by itself.");
            break;
        case Phase::GaveUp:
            sentences.push_back(text("Not connected to ", oneLine(state.server, 200), ": ",
                                     stopped(reason.empty() ? "the server refuses" : reason)));
            sentences.push_back(remedy(state));
            break;
        case Phase::Reading:
        case Phase::Live:
            break;
    }
    return joined(sentences, " ");
}

}  // namespace portolan
