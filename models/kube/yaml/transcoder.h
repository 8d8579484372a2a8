// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <unordered_map>
#include <unordered_set>
#include <vector>

namespace portolan {

/** A scalar of YAML: its text, and whether it may mean something else than text. */
struct YamlScalar {
    std::string_view text;
    std::string_view tag;
    bool isPlain = false;
};

/** Turns the nodes of one YAML document into JSON text, in the order in which a parser meets them.
 *
 *  Aliases are written out, up to a bound on what they add; a node that contains itself, a key that is there twice or
 * is no scalar, and what lies deeper than 256 levels are errors. Each call gives what is wrong, or nothing.
 */
class YamlTranscoder {
public:
    using Wrong = std::string;  ///< empty: nothing

    /** Forgets the document; `size` is that of the text it comes from. */
    void begin(std::size_t size);
    Wrong scalar(const YamlScalar &scalar, std::string_view anchor);
    Wrong alias(std::string_view anchor);
    Wrong open(bool isMap, std::string_view anchor);
    Wrong close();

    const std::string &json() const { return m_json; }
    std::string &buffer() { return m_json; }

private:
    struct Frame {
        bool isMap = false;
        bool expectsKey = false;
        bool isMerging = false;  ///< the next value belongs to the key <<
        bool isEmpty = true;
        std::size_t from = 0;       ///< where it begins in m_json
        std::size_t valueFrom = 0;  ///< where the value that is being written begins
        std::size_t firstKey = 0;   ///< into m_keys
        std::string anchor;
        std::vector<std::string> merged;
        std::unordered_set<std::uint64_t> manyKeys;
    };
    struct Range {
        std::size_t from = 0;
        std::size_t to = 0;  ///< 0: it is not complete
    };

    Wrong beginValue();
    Wrong endValue();
    Wrong key(const YamlScalar &scalar);
    Wrong addKey(Frame &frame, std::size_t from);
    Wrong merge(Frame &frame);
    Wrong mergeFrom(Frame &frame, std::string_view map);
    bool hasKey(Frame &frame, std::string_view key, bool adds);
    Wrong copy(const Range &range);
    void setAnchor(std::string_view anchor, const Range &range);

    std::string m_json;
    std::vector<Frame> m_frames;
    std::vector<std::uint64_t> m_keys;  ///< hashes of the keys of the maps that are open
    std::unordered_map<std::string, Range> m_anchors;
    std::size_t m_budget = 0;  ///< bytes that aliases may still add
};

}  // namespace portolan
