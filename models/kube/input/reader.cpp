// SPDX-License-Identifier: GPL-3.0-or-later
#include "kube/input/reader.h"

#include <algorithm>

#include "kube/assemble.h"
#include "kube/input/encoding.h"
#include "kube/input/jsonscan.h"
#include "kube/input/logblocks.h"
#include "kube/yaml/documents.h"

namespace portolan {

namespace {

constexpr std::string_view spaces = " \t\r\n";
constexpr int maxStrays = 100;  ///< texts between the documents of one stream that are no JSON

std::uint32_t linesIn(std::string_view text)
{
    return static_cast<std::uint32_t>(std::ranges::count(text, '\n'));
}

std::string_view trimmed(std::string_view text)
{
    const auto from = text.find_first_not_of(spaces);
    return from == std::string_view::npos ? std::string_view() : text.substr(from);
}

bool isJsonName(std::string_view name)
{
    return name.ends_with(".json");
}

bool isYamlName(std::string_view name)
{
    return name.ends_with(".yaml") || name.ends_with(".yml");
}

/** What to tell of a text that is not YAML. */
std::string whyNotYaml(const std::string &what, std::string_view text)
{
    if (text.find("{{") != std::string_view::npos)
        return "a template, not YAML: render it first (\"helm template\"), then open the result";
    if (text.find("${") != std::string_view::npos)
        return "not YAML as long as its ${placeholders} are not filled in (" + what + ")";
    return what;
}

}  // namespace

void Reader::readText(std::string_view bytes, const std::string &name)
{
    readText(PaddedText(bytes), name);
}

void Reader::readText(PaddedText text, const std::string &name)
{
    m_origin = {static_cast<std::uint32_t>(m_sources.size()), 0, 0};
    m_sources.push_back(name);
    toUtf8(text);
    const auto open = blankLogs(text);
    if (open)
        complainOf(1 + linesIn(text.view().substr(0, open->at)),
                   "the text ends within the log of " + open->of + ": if more was to follow, it is missing");
    const std::string_view all = text.view();
    const std::string_view start = trimmed(all);
    const bool looksLikeJson = start.starts_with('{') || start.starts_with('[');
    if (isJsonName(name) || (looksLikeJson && !(isYamlName(name) && !firstJsonValue(start).error.empty())))
        readJson(all);
    else
        readYaml(all);
}

std::optional<SyntaxError> Reader::decode(std::string_view json, std::uint32_t line)
{
    m_origin.line = line;
    ++m_origin.document;
    ++m_outcome.documents;
    const auto error = m_decoder.decode(json, m_origin, m_batch);
    takeRejects();
    return error;
}

void Reader::readJson(std::string_view text)
{
    const std::string_view start = trimmed(text);
    const std::uint32_t line = 1 + linesIn(text.substr(0, text.size() - start.size()));
    const auto error = decode(start, line);
    if (!error)
        return;
    --m_outcome.documents;
    --m_origin.document;
    readJsonStream(start, line);
}

void Reader::readJsonStream(std::string_view text, std::uint32_t line)
{
    int strays = 0;
    do {
        const JsonExtent extent = firstJsonValue(text);
        const std::string_view document = text.substr(0, extent.end);
        if (!extent.error.empty()) {
            ++m_outcome.documents;
            ++m_origin.document;
            return complainAt(line + linesIn(document), "not JSON: " + std::string(extent.error));
        }
        if (const auto error = decode(document, line))
            complainAt(line, "not JSON: " + error->what);
        const auto goTo = [&](std::size_t at) {
            line += linesIn(text.substr(0, at));
            text.remove_prefix(std::min(at, text.size()));
        };
        goTo(text.size() - trimmed(text.substr(extent.end)).size());
        if (text.empty() || text.starts_with('{'))
            continue;
        if (++strays == maxStrays)
            return complainAt(line, "more that is not JSON follows the document; the rest is not read");
        complainAt(line, "something that is not JSON follows the document");
        const auto next = text.find("\n{");
        goTo(next == std::string_view::npos ? next : next + 1);
    } while (!text.empty());
}

void Reader::readYaml(std::string_view text)
{
    const auto document = [&](std::string &json, std::uint32_t line) {
        const std::size_t size = json.size();
        json.resize(size + jsonPadding);
        if (const auto error = decode(std::string_view(json).substr(0, size), line))
            complainAt(line, "not understood: " + error->what);
    };
    const auto broken = [&](std::string what, std::uint32_t line, std::string_view about) {
        ++m_outcome.documents;
        ++m_origin.document;
        complainAt(line, whyNotYaml(what, about));
    };
    readYamlDocuments(text, {document, broken});
}

void Reader::takeRejects()
{
    for (Reject &reject : m_batch.rejects) {
        m_outcome.skipped.push_back({m_sources.back(), static_cast<int>(reject.document), static_cast<int>(reject.line),
                                     std::move(reject.why)});
    }
    m_batch.rejects.clear();
}

void Reader::skipAt(std::uint32_t line, std::string why)
{
    m_outcome.skipped.push_back(
        {m_sources.back(), static_cast<int>(m_origin.document), static_cast<int>(line), std::move(why)});
}

void Reader::complainAt(std::uint32_t line, std::string what)
{
    skipAt(line, what);
    complainOf(line, std::move(what));
}

void Reader::complainOf(std::uint32_t line, std::string what)
{
    m_outcome.problems.push_back({Severity::Error, m_sources.back(), static_cast<int>(m_origin.document),
                                  static_cast<int>(line), std::move(what)});
}

void Reader::skip(const std::string &file, std::string why)
{
    m_outcome.skipped.push_back({file, 0, 0, std::move(why)});
}

void Reader::complain(const std::string &file, std::string what)
{
    m_outcome.skipped.push_back({file, 0, 0, what});
    m_outcome.problems.push_back({Severity::Error, file, 0, 0, std::move(what)});
}

void Reader::tellConflicts(const std::vector<Conflict> &conflicts)
{
    const auto place = [&](const Origin &origin) {
        return m_sources[origin.source] + " (document " + std::to_string(origin.document) + ")";
    };
    for (const Conflict &conflict : conflicts) {
        m_outcome.problems.push_back({Severity::Warning, m_sources[conflict.kept.source],
                                      static_cast<int>(conflict.kept.document), static_cast<int>(conflict.kept.line),
                                      conflict.object + " is in " + place(conflict.dropped) + " and, otherwise, in " +
                                          place(conflict.kept) + "; the last one counts"});
    }
}

ReadOutcome Reader::finish(const std::string &title)
{
    m_outcome.objects = m_batch.objectCount;
    Assembled assembled = assemble(std::move(m_batch));
    tellConflicts(assembled.conflicts);
    if (assembled.snapshot->title.empty())
        assembled.snapshot->title = title;
    assembled.snapshot->sources = std::move(m_sources);
    m_outcome.snapshot = std::move(assembled.snapshot);
    std::ranges::sort(m_outcome.skipped);
    std::ranges::sort(m_outcome.problems);
    return std::move(m_outcome);
}

}  // namespace portolan
