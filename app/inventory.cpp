// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/jsonwriter.h"
#include "explain/problems.h"
#include "headless.h"
#include "kube/write.h"
#include "terminal.h"

namespace portolan {

namespace {

std::string numberOrDash(int number)
{
    return number > 0 ? std::to_string(number) : "-";
}

void writeSkipped(JsonWriter &json, const std::vector<Skipped> &skipped)
{
    json.key("skipped").beginArray();
    for (const Skipped &one : skipped) {
        json.beginObject().member("file", one.file).member("document", one.document).member("line", one.line);
        json.member("why", one.why).endObject();
    }
    json.endArray();
}

}  // namespace

std::string inventoryJson(const ReadOutcome &outcome)
{
    JsonWriter json;
    json.beginObject().member("schema", "inventory/1").key("counts").beginObject();
    for (const auto &[kind, count] : outcome.snapshot->counts())
        json.member(kind, count);
    json.endObject().member("documents", outcome.documents).member("objects", outcome.objects);
    writeSkipped(json, outcome.skipped);
    writeGaps(json, outcome.snapshot->gaps);
    writeProblems(json, outcome.problems);
    json.endObject();
    return json.take() + '\n';
}

std::string inventoryTable(const ReadOutcome &outcome)
{
    std::vector<std::vector<std::string>> kinds{{"KIND", "COUNT"}};
    for (const auto &[kind, count] : outcome.snapshot->counts())
        kinds.push_back({kind, std::to_string(count)});
    std::string text = table(kinds, {false, true});
    text += '\n' + std::to_string(outcome.documents) + " documents, " + std::to_string(outcome.skipped.size()) +
            " skipped\n";
    if (!outcome.skipped.empty()) {
        std::vector<std::vector<std::string>> rows{{"SKIPPED", "DOCUMENT", "LINE", "WHY"}};
        for (const Skipped &one : outcome.skipped)
            rows.push_back({one.file, numberOrDash(one.document), numberOrDash(one.line), one.why});
        text += '\n' + table(rows, {false, true, true, false});
    }
    std::vector<std::vector<std::string>> rows{{"GAP", "WHY", "MESSAGE"}};
    for (const Gap &gap : outcome.snapshot->gaps) {
        if (gap.why != Gap::Why::NotInstalled)
            rows.push_back({gap.kind, std::string(name(gap.why)), gap.message});
    }
    if (rows.size() > 1)
        text += '\n' + table(rows);
    if (const std::string absent = describeNotInstalled(outcome.snapshot->gaps); !absent.empty())
        text += '\n' + absent + '\n';
    return text;
}

}  // namespace portolan
