// SPDX-License-Identifier: GPL-3.0-or-later
#include "kube/input/logblocks.h"

#include <algorithm>
#include <string_view>

namespace portolan {

namespace {

constexpr std::string_view begins = "==== START logs for ", ends = "==== END logs for ", marked = " ====";
constexpr std::size_t longestMarker = 1000;  ///< bytes; names have 253 at most, and there are three

/** Where the next log begins, at the start of a line; npos if none does. */
std::size_t nextLog(std::string_view text, std::size_t from)
{
    std::size_t at = text.find(begins, from);
    while (at != std::string_view::npos && at != 0 && text[at - 1] != '\n')
        at = text.find(begins, at + 1);
    return at;
}

/** "container web of pod shop/web-0"; empty if the line is no marker. */
std::string_view logAt(std::string_view text, std::size_t at)
{
    std::string_view line = text.substr(at + begins.size(), longestMarker);
    line = line.substr(0, line.find('\n'));
    if (line.ends_with('\r'))
        line.remove_suffix(1);
    return line.ends_with(marked) ? line.substr(0, line.size() - marked.size()) : std::string_view();
}

void blank(PaddedText &text, std::size_t from, std::size_t to)
{
    std::replace_if(
        text.data() + from, text.data() + to, [](char c) { return c != '\n'; }, ' ');
}

}  // namespace

std::optional<OpenLog> blankLogs(PaddedText &text)
{
    const std::string_view all = text.view();
    for (std::size_t at = nextLog(all, 0); at != std::string_view::npos; at = nextLog(all, at)) {
        const std::string of(logAt(all, at));
        if (of.empty()) {
            at += begins.size();
            continue;
        }
        const std::string end = std::string(ends).append(of).append(marked);
        const std::size_t last = all.find(end, at);
        const std::size_t behind = last == std::string_view::npos ? all.size() : last + end.size();
        blank(text, at, behind);
        if (last == std::string_view::npos)
            return OpenLog{at, of};
        at = behind;
    }
    return std::nullopt;
}

}  // namespace portolan
