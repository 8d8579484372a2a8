// SPDX-License-Identifier: GPL-3.0-or-later
#include "roles/corefile.h"

#include <vector>

#include "roles/running.h"

namespace portolan::roles {

namespace {

/** The words of the first line that begins with the plugin's name and has at least `count`, up to a brace or comment.
 */
std::vector<std::string_view> lineOf(std::string_view corefile, std::string_view plugin, std::size_t count)
{
    constexpr std::string_view space = " \t\r";
    while (!corefile.empty()) {
        const auto end = corefile.find('\n');
        std::string_view line = corefile.substr(0, end);
        corefile = end == std::string_view::npos ? std::string_view() : corefile.substr(end + 1);
        line = line.substr(0, line.find_first_of("{#"));
        std::vector<std::string_view> words;
        for (auto at = line.find_first_not_of(space); at != std::string_view::npos;
             at = line.find_first_not_of(space)) {
            line.remove_prefix(at);
            words.push_back(line.substr(0, line.find_first_of(space)));
            line.remove_prefix(words.back().size());
        }
        if (words.size() >= count && words.front() == plugin)
            return words;
    }
    return {};
}

}  // namespace

std::string domainOf(std::string_view corefile)
{
    const std::vector<std::string_view> words = lineOf(corefile, "kubernetes", 2);
    return words.empty() ? std::string() : std::string(words[1]);
}

std::string upstreamOf(std::string_view corefile)
{
    const std::vector<std::string_view> words = lineOf(corefile, "forward", 3);
    std::string upstream;
    for (std::size_t i = 2; i < words.size(); ++i)
        addWord(upstream, words[i]);
    return upstream;
}

}  // namespace portolan::roles
