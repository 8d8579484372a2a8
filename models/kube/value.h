// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <span>
#include <string_view>

namespace portolan {

struct Member;

/** A JSON value of a kept object: a view of 16 bytes that lives as long as the Object it came from.
 *
 *  Reading never fails: what is absent or of another type gives a null value, an empty text or the given default, so
 *  an object with wrong types everywhere reads like one with nothing in it.
 *  Cost: members are found by linear search; objects of the API have few.
 */
class Value {
public:
    enum class Type : std::uint8_t { Null, Bool, Integer, Double, Text, Array, Object };

    constexpr Value() = default;
    constexpr explicit Value(bool b) : m_type(Type::Bool), m_integer(b) {}
    constexpr explicit Value(std::int64_t i) : m_type(Type::Integer), m_integer(i) {}
    constexpr explicit Value(double d) : m_type(Type::Double), m_double(d) {}
    constexpr explicit Value(std::string_view s)
        : m_type(Type::Text), m_size(static_cast<std::uint32_t>(s.size())), m_text(s.data())
    {
    }
    explicit Value(std::span<const Value> items);
    explicit Value(std::span<const Member> members);

    Type type() const { return m_type; }
    bool isNull() const { return m_type == Type::Null; }
    bool isText() const { return m_type == Type::Text; }
    bool isArray() const { return m_type == Type::Array; }
    bool isObject() const { return m_type == Type::Object; }
    bool isInteger() const { return m_type == Type::Integer; }

    std::string_view text() const
    {
        return m_type == Type::Text ? std::string_view(m_text, m_size) : std::string_view();
    }
    std::int64_t integer(std::int64_t otherwise = 0) const;
    bool boolean(bool otherwise = false) const { return m_type == Type::Bool ? m_integer != 0 : otherwise; }
    double number(double otherwise = 0) const;

    std::span<const Value> items() const;     ///< of an array; else empty
    std::span<const Member> members() const;  ///< of an object; else empty
    std::size_t size() const { return m_type == Type::Array || m_type == Type::Object ? m_size : 0; }

    Value operator[](std::string_view key) const;
    Value at(std::size_t index) const;
    /** The value that an RFC 6901 pointer names; null if there is none. */
    Value pointer(std::string_view pointer) const;

private:
    Type m_type = Type::Null;
    std::uint32_t m_size = 0;
    union {
        std::int64_t m_integer = 0;
        double m_double;
        const char *m_text;
        const Value *m_items;
        const Member *m_members;
    };
};

struct Member {
    std::string_view key;
    Value value;
};

/** Equal in type and content; an object's members count in their order. */
[[nodiscard]] bool operator==(const Value &a, const Value &b);

}  // namespace portolan
