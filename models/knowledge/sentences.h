// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "knowledge/fields.h"
#include "knowledge/knowledge.h"

namespace portolan::knowledge {

/** The sources that texts may name. */
using Sources = std::map<std::string, KnownLink, std::less<>>;

/** One file while it is read. */
struct Reading {
    const Sources &sources;
    Complaints complaints;
};

[[nodiscard]] KnownSentence readSentence(Fields fields, const Reading &reading);
/** A required list. */
[[nodiscard]] std::vector<KnownSentence> readSentences(Fields &parent, std::string_view key, const Reading &reading);
/** A required map of two lists. */
[[nodiscard]] KnownText readText(Fields &parent, std::string_view key, const Reading &reading);

[[nodiscard]] std::vector<std::string> readSources(Fields &fields, const Reading &reading);
[[nodiscard]] std::vector<KnownCondition> readConditions(Fields &fields);
[[nodiscard]] std::vector<KnownLink> readLinks(Fields &fields);
/** One of knownTopics(). */
[[nodiscard]] std::string readTopic(Fields &fields, std::string_view key);
void checkPlaceholders(const Written &text, Complaints &complaints);
/** Complains about a `schema` that is another one. */
void checkSchema(Fields &fields, std::string_view schema);
[[nodiscard]] std::vector<std::string> textsOf(const std::vector<Written> &written);

[[nodiscard]] KnownComponent readComponent(Fields fields, const Reading &reading);
[[nodiscard]] KnownRole readRole(Fields fields, const Reading &reading);

}  // namespace portolan::knowledge
