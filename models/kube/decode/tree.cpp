// SPDX-License-Identifier: GPL-3.0-or-later
#include "kube/decode/tree.h"

#include <algorithm>

#include "kube/decode/environment.h"
#include "kube/redact.h"

namespace portolan {

namespace {

constexpr int maxDepth = 256;
constexpr Keep whole{"*"};
constexpr Keep wholeFields[] = {whole};
constexpr Keep envNames[] = {{"name"}};
constexpr Keep env{"env", Keep::Take::Fields, envNames};

/** What is left out wherever it stands. */
bool isNeverKept(std::string_view key, cursor::ondemand::value &value)
{
    if (key == "managedFields" || key == "envFrom")
        return true;
    return isSecretField(key) && cursor::isType(value, cursor::JsonType::string);
}

/** The name stands before the value wherever a server or a person writes them; where it does not, the value is left
 *  out. */
std::string_view variableName(std::span<const Member> before)
{
    const auto name = std::ranges::find(before, std::string_view("name"), &Member::key);
    return name != before.end() ? name->value.text() : std::string_view();
}

}  // namespace

Value TreeDecoder::decode(cursor::ondemand::object &object, std::span<const Keep> fields, TextArena &memory,
                          Pools &pools, cursor::Failure &failure)
{
    m_memory = &memory;
    m_pools = &pools;
    m_failure = &failure;
    m_depth = 0;
    m_members.clear();
    m_items.clear();
    return members(object, fields);
}

const Keep *TreeDecoder::ruleFor(std::span<const Keep> fields, std::string_view key, Source &value) const
{
    for (const Keep &rule : fields) {
        if (rule.key == key)
            return rule.take == Keep::Take::Never ? nullptr : &rule;
        if (rule.key == "*") {
            if (isNeverKept(key, value))
                return nullptr;
            return key == "env" && cursor::isType(value, cursor::JsonType::array) ? &env : &rule;
        }
    }
    return nullptr;
}

Value TreeDecoder::object(Source &value, std::span<const Keep> fields)
{
    cursor::ondemand::object object;
    if ((*m_failure = value.get_object().get(object)))
        return {};
    return members(object, fields);
}

Value TreeDecoder::members(cursor::ondemand::object &object, std::span<const Keep> fields)
{
    const std::size_t from = m_members.size();
    for (auto result : object) {
        cursor::ondemand::field field;
        std::string_view key;
        if ((*m_failure = std::move(result).get(field)) || (*m_failure = cursor::unescapedKey(field, key)))
            break;
        Source child = field.value();
        const Keep *rule = ruleFor(fields, key, child);
        if (!rule)
            continue;
        key = m_pools->text(key);
        const bool isVariable = rule->take == Keep::Take::Variable;
        const Value kept =
            isVariable ? variable(child, variableName(std::span(m_members).subspan(from))) : take(child, *rule);
        if (*m_failure)
            break;
        if (isVariable && kept.isNull())
            continue;
        m_members.push_back({key, kept});
    }
    return closeObject(from);
}

Value TreeDecoder::array(Source &value, const Keep &rule)
{
    const std::size_t from = m_items.size();
    cursor::eachItem(value, *m_failure, [&](Source &item) {
        const Value kept = take(item, rule);
        m_items.push_back(kept);
    });
    return closeArray(from);
}

Value TreeDecoder::take(Source &value, const Keep &rule)
{
    using cursor::JsonType;
    JsonType type{};
    if ((*m_failure = value.type().get(type)) || m_depth >= maxDepth || rule.take == Keep::Take::Key)
        return {};
    if (rule.take == Keep::Take::Arguments)
        return arguments(value);
    if (rule.take == Keep::Take::Presence)
        return type == JsonType::object ? Value(std::span<const Member>()) : Value();
    if (type != JsonType::object && type != JsonType::array)
        return rule.take == Keep::Take::Whole ? scalar(value) : Value();
    ++m_depth;
    Value taken;
    if (type == JsonType::array)
        taken = array(value, rule);
    else
        taken = object(value, rule.take == Keep::Take::Fields ? rule.fields : std::span<const Keep>(wholeFields));
    --m_depth;
    return taken;
}

Value TreeDecoder::scalar(Source &value)
{
    using cursor::JsonType;
    JsonType type{};
    if ((*m_failure = value.type().get(type)))
        return {};
    if (type == JsonType::string) {
        const std::string_view text = cursor::text(value);
        return Value(m_memory->add(text));
    }
    if (type == JsonType::boolean)
        return Value(cursor::boolean(value));
    if (type != JsonType::number)
        return {};
    std::int64_t integer = 0;
    if (value.get_int64().get(integer) == simdjson::SUCCESS)
        return Value(integer);
    double number = 0;
    return value.get_double().get(number) == simdjson::SUCCESS ? Value(number) : Value();
}

Value TreeDecoder::arguments(Source &value)
{
    const std::size_t from = m_items.size();
    std::string_view before;
    cursor::eachItem(value, *m_failure, [&](Source &item) {
        const std::string_view argument = cursor::text(item);
        m_items.push_back(Value(m_memory->add(withoutSecret(argument, before))));
        before = argument;
    });
    return closeArray(from);
}

Value TreeDecoder::variable(Source &value, std::string_view name)
{
    if (!cursor::isType(value, cursor::JsonType::string))
        return {};
    const std::string_view text = cursor::text(value);
    return isKeptVariable(name, text) ? Value(m_memory->add(text)) : Value();
}

Value TreeDecoder::closeObject(std::size_t from)
{
    const Value closed(m_memory->copy(std::span<const Member>(m_members).subspan(from)));
    m_members.resize(from);
    return closed;
}

Value TreeDecoder::closeArray(std::size_t from)
{
    const Value closed(m_memory->copy(std::span<const Value>(m_items).subspan(from)));
    m_items.resize(from);
    return closed;
}

}  // namespace portolan
