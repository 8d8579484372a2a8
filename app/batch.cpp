// SPDX-License-Identifier: GPL-3.0-or-later
#include "batch.h"

#include <simdjson.h>

#include <cstdio>
#include <vector>

#include "base/jsonwriter.h"
#include "base/textarena.h"
#include "terminal.h"

namespace portolan {

struct QuestionReader::Parser {
    simdjson::dom::parser json{lineLimit};
    std::unique_ptr<TextArena> memory;

    Value valueOf(const simdjson::dom::element &element);

    static constexpr std::size_t lineLimit = std::size_t(16) << 20;
};

/** Recursion ends where simdjson's parser does: it refuses more than 1,024 levels. */
Value QuestionReader::Parser::valueOf(const simdjson::dom::element &element)
{
    using simdjson::dom::element_type;
    switch (element.type()) {
        case element_type::STRING:
            return Value(memory->add(element.get_string().value_unsafe()));
        case element_type::INT64:
            return Value(element.get_int64().value_unsafe());
        case element_type::UINT64:
        case element_type::DOUBLE:
            return Value(element.get_double().value_unsafe());
        case element_type::BOOL:
            return Value(element.get_bool().value_unsafe());
        case element_type::ARRAY: {
            const simdjson::dom::array array = element.get_array().value_unsafe();
            std::vector<Value> items;
            for (const auto item : array)
                items.push_back(valueOf(item));
            return Value(memory->copy(std::span<const Value>(items)));
        }
        case element_type::OBJECT: {
            const simdjson::dom::object object = element.get_object().value_unsafe();
            std::vector<Member> members;
            for (const auto field : object)
                members.push_back({memory->add(field.key), valueOf(field.value)});
            return Value(memory->copy(std::span<const Member>(members)));
        }
        default:
            return {};
    }
}

QuestionReader::QuestionReader() : m_parser(std::make_unique<Parser>()) {}
QuestionReader::~QuestionReader() = default;

Result<Value> QuestionReader::read(std::string_view line)
{
    simdjson::dom::element root;
    if (const auto failure = m_parser->json.parse(line.data(), line.size()).get(root))
        return Error{Error::Kind::Decode, std::string("not JSON: ") + simdjson::error_message(failure), {}};
    if (!root.is_object())
        return Error{Error::Kind::Decode, "not a JSON object", {}};
    m_parser->memory = std::make_unique<TextArena>();
    return m_parser->valueOf(root);
}

namespace {

std::string asError(const Error &error)
{
    JsonWriter json;
    json.beginObject().member("error", error.detail).endObject();
    return json.take();
}

/** The next line, however long; false at the end. */
bool nextLine(std::string &line)
{
    line.clear();
    char buffer[65536];
    while (std::fgets(buffer, sizeof buffer, stdin)) {
        line += buffer;
        if (line.back() == '\n') {
            line.pop_back();
            return true;
        }
    }
    return !line.empty();
}

}  // namespace

Exit answerLines(const Answer &answer)
{
    QuestionReader reader;
    std::string line;
    while (nextLine(line)) {
        if (line.find_first_not_of(" \t\r") == std::string::npos)
            continue;
        const auto question = reader.read(line);
        const auto answered = question ? answer(question.value()) : Result<std::string>(question.error());
        if (!print((answered ? answered.value() : asError(answered.error())) + '\n'))
            return Exit::NothingUsable;
    }
    return Exit::AllRead;
}

}  // namespace portolan
