// SPDX-License-Identifier: GPL-3.0-or-later
#include "kube/value.h"

#include <algorithm>
#include <charconv>
#include <string>

namespace portolan {

Value::Value(std::span<const Value> items)
    : m_type(Type::Array), m_size(static_cast<std::uint32_t>(items.size())), m_items(items.data())
{
}

Value::Value(std::span<const Member> members)
    : m_type(Type::Object), m_size(static_cast<std::uint32_t>(members.size())), m_members(members.data())
{
}

std::int64_t Value::integer(std::int64_t otherwise) const
{
    return m_type == Type::Integer ? m_integer : otherwise;
}

double Value::number(double otherwise) const
{
    if (m_type == Type::Double)
        return m_double;
    return m_type == Type::Integer ? static_cast<double>(m_integer) : otherwise;
}

std::span<const Value> Value::items() const
{
    return m_type == Type::Array ? std::span(m_items, m_size) : std::span<const Value>();
}

std::span<const Member> Value::members() const
{
    return m_type == Type::Object ? std::span(m_members, m_size) : std::span<const Member>();
}

Value Value::operator[](std::string_view key) const
{
    for (const Member &member : members()) {
        if (member.key == key)
            return member.value;
    }
    return {};
}

Value Value::at(std::size_t index) const
{
    const auto all = items();
    return index < all.size() ? all[index] : Value();
}

namespace {

std::string unescaped(std::string_view token)
{
    std::string out;
    for (std::size_t i = 0; i < token.size(); ++i) {
        if (token[i] == '~' && i + 1 < token.size() && (token[i + 1] == '0' || token[i + 1] == '1'))
            out += token[++i] == '0' ? '~' : '/';
        else
            out += token[i];
    }
    return out;
}

Value step(const Value &at, std::string_view token)
{
    if (at.isObject())
        return at[unescaped(token)];
    std::size_t index = 0;
    const auto [end, error] = std::from_chars(token.data(), token.data() + token.size(), index);
    return error == std::errc() && end == token.data() + token.size() ? at.at(index) : Value();
}

}  // namespace

Value Value::pointer(std::string_view pointer) const
{
    Value at = *this;
    while (!pointer.empty()) {
        if (pointer.front() != '/')
            return {};
        pointer.remove_prefix(1);
        const auto end = pointer.find('/');
        at = step(at, pointer.substr(0, end));
        pointer.remove_prefix(end == std::string_view::npos ? pointer.size() : end);
    }
    return at;
}

bool operator==(const Value &a, const Value &b)
{
    if (a.type() != b.type())
        return false;
    const auto isSameMember = [](const Member &x, const Member &y) { return x.key == y.key && x.value == y.value; };
    switch (a.type()) {
        case Value::Type::Null:
            return true;
        case Value::Type::Bool:
            return a.boolean() == b.boolean();
        case Value::Type::Integer:
            return a.integer() == b.integer();
        case Value::Type::Double:
            return a.number() == b.number();
        case Value::Type::Text:
            return a.text() == b.text();
        case Value::Type::Array:
            return std::ranges::equal(a.items(), b.items());
        case Value::Type::Object:
            return std::ranges::equal(a.members(), b.members(), isSameMember);
    }
    return false;
}

}  // namespace portolan
