// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/problem.h"

#include "base/jsonwriter.h"

namespace portolan {

std::string_view name(Severity severity)
{
    constexpr std::string_view names[] = {"error", "warning", "info"};
    return names[static_cast<std::size_t>(severity)];
}

void writeProblems(JsonWriter &json, const std::vector<Problem> &problems)
{
    json.key("problems").beginArray();
    for (const Problem &problem : problems) {
        json.beginObject().member("severity", name(problem.severity)).member("file", problem.file);
        json.member("document", problem.document)
            .member("line", problem.line)
            .member("message", problem.message)
            .endObject();
    }
    json.endArray();
}

}  // namespace portolan
