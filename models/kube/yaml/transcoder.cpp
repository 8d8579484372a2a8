// SPDX-License-Identifier: GPL-3.0-or-later
#include "kube/yaml/transcoder.h"

#include <algorithm>
#include <functional>

#include "kube/yaml/jsonparts.h"
#include "kube/yaml/scalar.h"

namespace portolan {

namespace {

constexpr std::size_t maxDepth = 256;
constexpr std::size_t aliasBudget = 4 << 20;
constexpr std::size_t manyKeys = 32;

bool isText(const YamlScalar &scalar)
{
    constexpr std::string_view prefix = "tag:yaml.org,2002:";
    if (scalar.tag.empty())
        return !scalar.isPlain;
    const std::string_view name =
        scalar.tag.starts_with(prefix) ? scalar.tag.substr(prefix.size()) : std::string_view();
    return name != "int" && name != "float" && name != "bool" && name != "null";
}

void append(std::string &json, const YamlScalar &scalar)
{
    isText(scalar) ? appendTextScalar(json, scalar.text) : appendPlainScalar(json, scalar.text);
}

}  // namespace

void YamlTranscoder::begin(std::size_t size)
{
    m_json.clear();
    m_frames.clear();
    m_keys.clear();
    m_anchors.clear();
    m_budget = aliasBudget + 2 * size;
}

YamlTranscoder::Wrong YamlTranscoder::beginValue()
{
    if (m_frames.empty())
        return {};
    Frame &frame = m_frames.back();
    if (frame.isMap && frame.expectsKey)
        return "a key that is a list or a map";
    if (!frame.isMap && !frame.isEmpty)
        m_json += ',';
    if (!frame.isMap)
        frame.isEmpty = false;
    frame.valueFrom = m_json.size();
    return {};
}

YamlTranscoder::Wrong YamlTranscoder::endValue()
{
    if (m_frames.empty())
        return {};
    Frame &frame = m_frames.back();
    frame.expectsKey = frame.isMap;
    if (!frame.isMerging)
        return {};
    frame.isMerging = false;
    frame.merged.push_back(m_json.substr(frame.valueFrom));
    m_json.resize(frame.valueFrom);
    std::erase_if(m_anchors, [&](const auto &anchor) { return anchor.second.to > m_json.size(); });
    return {};
}

YamlTranscoder::Wrong YamlTranscoder::scalar(const YamlScalar &scalar, std::string_view anchor)
{
    if (!m_frames.empty() && m_frames.back().isMap && m_frames.back().expectsKey) {
        if (scalar.isPlain && scalar.tag.empty() && scalar.text == "<<") {
            m_frames.back().isMerging = true;
            m_frames.back().expectsKey = false;
            return {};
        }
        const Wrong wrong = key(scalar);
        if (wrong.empty() && !anchor.empty())
            setAnchor(anchor, {m_frames.back().valueFrom, m_json.size() - 1});
        return wrong;
    }
    if (Wrong wrong = beginValue(); !wrong.empty())
        return wrong;
    const std::size_t from = m_json.size();
    append(m_json, scalar);
    setAnchor(anchor, {from, m_json.size()});
    return endValue();
}

YamlTranscoder::Wrong YamlTranscoder::key(const YamlScalar &scalar)
{
    Frame &frame = m_frames.back();
    if (!frame.isEmpty)
        m_json += ',';
    const std::size_t from = m_json.size();
    append(m_json, scalar);
    if (m_json[from] != '"') {
        m_json.insert(from, 1, '"');
        m_json += '"';
    }
    return addKey(frame, from);
}

/** The key stands in m_json from `from` on, with its quotes. */
YamlTranscoder::Wrong YamlTranscoder::addKey(Frame &frame, std::size_t from)
{
    const std::string_view name = std::string_view(m_json).substr(from);
    if (hasKey(frame, name, true))
        return "the key " + std::string(name.substr(0, 80)) + " is there twice";
    frame.isEmpty = false;
    frame.expectsKey = false;
    frame.valueFrom = from;
    m_json += ':';
    return {};
}

bool YamlTranscoder::hasKey(Frame &frame, std::string_view key, bool adds)
{
    const std::uint64_t hash = std::hash<std::string_view>()(key);
    const auto first = m_keys.begin() + static_cast<std::ptrdiff_t>(frame.firstKey);
    if (!frame.manyKeys.empty()) {
        const bool isThere = frame.manyKeys.contains(hash);
        if (adds)
            frame.manyKeys.insert(hash);
        return isThere;
    }
    if (std::find(first, m_keys.end(), hash) != m_keys.end())
        return true;
    if (adds)
        m_keys.push_back(hash);
    if (m_keys.size() - frame.firstKey > manyKeys)
        frame.manyKeys.insert(m_keys.begin() + static_cast<std::ptrdiff_t>(frame.firstKey), m_keys.end());
    return false;
}

YamlTranscoder::Wrong YamlTranscoder::alias(std::string_view anchor)
{
    const auto found = m_anchors.find(std::string(anchor));
    if (found == m_anchors.end())
        return "the alias *" + std::string(anchor) + " has no anchor";
    const Range range = found->second;
    if (range.to == 0)
        return "the alias *" + std::string(anchor) + " contains itself";
    if (!m_frames.empty() && m_frames.back().isMap && m_frames.back().expectsKey) {
        const char first = m_json[range.from];
        if (first == '{' || first == '[')
            return "a key that is a list or a map";
        const std::string text = m_json.substr(range.from, range.to - range.from);
        Frame &frame = m_frames.back();
        if (!frame.isEmpty)
            m_json += ',';
        const std::size_t from = m_json.size();
        m_json += first == '"' ? text : '"' + text + '"';
        return addKey(frame, from);
    }
    if (Wrong wrong = beginValue(); !wrong.empty())
        return wrong;
    if (Wrong wrong = copy(range); !wrong.empty())
        return wrong;
    return endValue();
}

YamlTranscoder::Wrong YamlTranscoder::copy(const Range &range)
{
    const std::size_t size = range.to - range.from;
    if (size > m_budget)
        return "aliases that expand to too much";
    m_budget -= size;
    m_json.append(m_json, range.from, size);
    return {};
}

void YamlTranscoder::setAnchor(std::string_view anchor, const Range &range)
{
    if (!anchor.empty())
        m_anchors[std::string(anchor)] = range;
}

YamlTranscoder::Wrong YamlTranscoder::open(bool isMap, std::string_view anchor)
{
    if (m_frames.size() >= maxDepth)
        return "more than " + std::to_string(maxDepth) + " levels";
    if (Wrong wrong = beginValue(); !wrong.empty())
        return wrong;
    setAnchor(anchor, {m_json.size(), 0});
    Frame &frame = m_frames.emplace_back();
    frame.isMap = frame.expectsKey = isMap;
    frame.from = m_json.size();
    frame.firstKey = m_keys.size();
    frame.anchor = anchor;
    m_json += isMap ? '{' : '[';
    return {};
}

YamlTranscoder::Wrong YamlTranscoder::close()
{
    Frame &frame = m_frames.back();
    if (Wrong wrong = merge(frame); !wrong.empty())
        return wrong;
    m_json += frame.isMap ? '}' : ']';
    setAnchor(frame.anchor, {frame.from, m_json.size()});
    m_keys.resize(frame.firstKey);
    m_frames.pop_back();
    return endValue();
}

YamlTranscoder::Wrong YamlTranscoder::merge(Frame &frame)
{
    for (const std::string &text : frame.merged) {
        Wrong wrong;
        if (text.starts_with('{'))
            wrong = mergeFrom(frame, text);
        else if (text.starts_with('['))
            eachJsonItem(text, [&](std::string_view map) { wrong = wrong.empty() ? mergeFrom(frame, map) : wrong; });
        else
            wrong = "<< needs a map, or a list of maps";
        if (!wrong.empty())
            return wrong;
    }
    return {};
}

/** Adds the members that are not there yet: what was written first wins. */
YamlTranscoder::Wrong YamlTranscoder::mergeFrom(Frame &frame, std::string_view map)
{
    if (!map.starts_with('{'))
        return "<< needs a map, or a list of maps";
    eachJsonMember(map, [&](std::string_view key, std::string_view value) {
        if (hasKey(frame, key, true))
            return;
        if (!frame.isEmpty)
            m_json += ',';
        frame.isEmpty = false;
        m_json.append(key).append(":").append(value);
    });
    return {};
}

}  // namespace portolan
