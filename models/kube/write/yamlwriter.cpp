// SPDX-License-Identifier: GPL-3.0-or-later
#include "kube/write/yamlwriter.h"

#include <yaml-cpp/yaml.h>

#include <algorithm>
#include <array>
#include <charconv>

#include "kube/yaml/scalar.h"

namespace portolan {

namespace {

/** Whether a plain scalar of this text would be read as a text: not "true", "1e3" or "". */
bool isPlainText(std::string_view text)
{
    std::string json;
    appendPlainScalar(json, text);
    return !text.empty() && json.starts_with('"') && text != "<<" && text != "=";
}

/** Line breaks of Unicode, which YAML folds even within quotes. */
bool hasForeignBreaks(std::string_view text)
{
    return std::ranges::any_of(std::array{"\xc2\x85", "\xe2\x80\xa8", "\xe2\x80\xa9"},
                               [&](std::string_view mark) { return text.find(mark) != std::string_view::npos; });
}

/** Whether several lines stand as they are in a literal block, which ends in one line break. */
bool isBlock(std::string_view text)
{
    const auto isOdd = [](char c) { return static_cast<unsigned char>(c) < ' ' && c != '\n'; };
    return text.size() > 2 && text.ends_with('\n') && text[text.size() - 2] != '\n' && text.front() != '\n' &&
           text.front() != ' ' && std::ranges::none_of(text, isOdd) &&
           std::ranges::all_of(text, [](char c) { return static_cast<unsigned char>(c) < 0x7f; });
}

}  // namespace

struct YamlWriter::Emitter {
    YAML::Emitter out;
};

YamlWriter::YamlWriter() : m_emitter(std::make_unique<Emitter>()) {}
YamlWriter::~YamlWriter() = default;

YamlWriter &YamlWriter::beginObject()
{
    m_emitter->out << YAML::BeginMap;
    return *this;
}

YamlWriter &YamlWriter::endObject()
{
    m_emitter->out << YAML::EndMap;
    return *this;
}

YamlWriter &YamlWriter::beginArray()
{
    m_emitter->out << YAML::BeginSeq;
    return *this;
}

YamlWriter &YamlWriter::endArray()
{
    m_emitter->out << YAML::EndSeq;
    return *this;
}

YamlWriter &YamlWriter::key(std::string_view name)
{
    m_emitter->out << YAML::Key;
    text(name);
    m_emitter->out << YAML::Value;
    return *this;
}

YamlWriter &YamlWriter::value(std::string_view value)
{
    if (isBlock(value))
        m_emitter->out << YAML::Literal << std::string(value);
    else
        text(value);
    return *this;
}

void YamlWriter::text(std::string_view text)
{
    if (hasForeignBreaks(text))
        m_emitter->out << YAML::DoubleQuoted << YAML::EscapeNonAscii;
    else if (!isPlainText(text))
        m_emitter->out << YAML::DoubleQuoted;
    m_emitter->out << std::string(text);
}

YamlWriter &YamlWriter::value(std::int64_t number)
{
    m_emitter->out << number;
    return *this;
}

YamlWriter &YamlWriter::value(double number)
{
    char buffer[32];
    m_emitter->out << std::string(buffer, std::to_chars(buffer, buffer + sizeof buffer, number).ptr);
    return *this;
}

YamlWriter &YamlWriter::value(bool b)
{
    m_emitter->out << b;
    return *this;
}

YamlWriter &YamlWriter::null()
{
    m_emitter->out << YAML::Null;
    return *this;
}

std::string YamlWriter::take()
{
    return std::string(m_emitter->out.c_str(), m_emitter->out.size()) + '\n';
}

}  // namespace portolan
