// SPDX-License-Identifier: GPL-3.0-or-later
#include "knowledge/sentences.h"

#include <algorithm>

#include "knowledge/placeholders.h"

namespace portolan::knowledge {

std::vector<std::string> textsOf(const std::vector<Written> &written)
{
    std::vector<std::string> texts;
    for (const Written &one : written)
        texts.push_back(one.text);
    return texts;
}

void checkPlaceholders(const Written &text, Complaints &complaints)
{
    for (const Placeholder &placeholder : placeholdersIn(text.text)) {
        if (!isKnownPlaceholder(placeholder.name))
            complaints.add(text.line, "the placeholder `{" + std::string(placeholder.name) +
                                          "}` is not known; README.md lists those that are");
    }
}

std::vector<std::string> readSources(Fields &fields, const Reading &reading)
{
    const std::vector<Written> keys = fields.texts("sources");
    if (fields.has("sources") && keys.empty())
        fields.complaints().add(fields.line(), "`sources` is empty; name where it is documented");
    for (const Written &key : keys) {
        if (!reading.sources.contains(key.text))
            fields.complaints().add(key.line, "the source `" + key.text + "` is not known; add it to sources.yaml");
    }
    return textsOf(keys);
}

std::vector<KnownCondition> readConditions(Fields &fields)
{
    std::vector<KnownCondition> conditions;
    if (!fields.has("when")) {
        (void)fields.optional("when");
        return conditions;
    }
    if (auto when = fields.map("when")) {
        for (const Written &setting : when->keys())
            conditions.push_back({setting.text, textsOf(when->texts(setting.text))});
    }
    return conditions;
}

KnownSentence readSentence(Fields fields, const Reading &reading)
{
    KnownSentence sentence;
    const Written text = fields.text("text");
    const Written without = fields.optional("without");
    checkPlaceholders(text, fields.complaints());
    sentence.text = text.text;
    sentence.without = without.text;
    if (!placeholdersIn(without.text).empty())
        fields.complaints().add(without.line, "`without` has a placeholder; it is said when values are not known");
    sentence.when = readConditions(fields);
    sentence.sources = readSources(fields, reading);
    const Written depth = fields.optional("depth");
    if (!depth.text.empty() && depth.text != "engineer")
        fields.complaints().add(depth.line, "`depth` is `" + depth.text + "`; make it `engineer` or leave it out");
    sentence.isForEngineers = depth.text == "engineer";
    fields.finish();
    return sentence;
}

std::vector<KnownSentence> readSentences(Fields &parent, std::string_view key, const Reading &reading)
{
    std::vector<KnownSentence> all;
    for (const Fields &item : parent.maps(key))
        all.push_back(readSentence(item, reading));
    return all;
}

KnownText readText(Fields &parent, std::string_view key, const Reading &reading)
{
    KnownText text;
    if (auto both = parent.map(key)) {
        text.learner = readSentences(*both, "learner", reading);
        text.engineer = readSentences(*both, "engineer", reading);
        both->finish();
    }
    return text;
}

std::vector<KnownLink> readLinks(Fields &fields)
{
    std::vector<KnownLink> links;
    for (Fields link : fields.maps("links")) {
        const Written title = link.text("title"), url = link.text("url");
        if (!url.text.starts_with("https://"))
            link.complaints().add(url.line, "`url` is no https:// address; link to public documentation");
        links.push_back({title.text, url.text});
        link.finish();
    }
    return links;
}

std::string readTopic(Fields &fields, std::string_view key)
{
    Written topic = fields.text(key);
    if (!topic.text.empty() && std::ranges::find(knownTopics(), topic.text) == knownTopics().end())
        fields.complaints().add(topic.line, "the role `" + topic.text + "` is not known; use " + either(knownTopics()));
    return topic.text;
}

void checkSchema(Fields &fields, std::string_view schema)
{
    const Written written = fields.text("schema");
    if (written.text != schema)
        fields.complaints().add(written.line,
                                "`schema` is `" + written.text + "`; this program reads `" + std::string(schema) + "`");
}

}  // namespace portolan::knowledge
