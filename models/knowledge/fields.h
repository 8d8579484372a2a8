// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>
#include <set>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "yaml/tree.h"

namespace portolan::knowledge {

/** What is wrong with a file, a line each: file, line, what, and what to do. */
class Complaints {
public:
    explicit Complaints(std::string file) : m_file(std::move(file)) {}
    void add(int line, std::string_view what);
    const std::vector<std::string> &lines() const { return m_lines; }

private:
    std::string m_file;
    std::vector<std::string> m_lines;
};

/** A scalar, and where it stands. */
struct Written {
    std::string text;
    int line = 0;
};

/** A map of a knowledge file. What is missing, of another type or not known is complained about, and reads as empty. */
class Fields {
public:
    Fields(const YamlTree &tree, std::size_t node, Complaints &complaints);

    int line() const { return m_tree.nodes[m_node].line; }
    Complaints &complaints() const { return m_complaints; }
    bool has(std::string_view key) const;

    /** A required text of at least one character. */
    Written text(std::string_view key);
    /** Empty if it is not there; may be empty. */
    Written optional(std::string_view key);
    bool boolean(std::string_view key, bool otherwise);
    /** A required list of texts; a single text is no list. */
    std::vector<Written> texts(std::string_view key);
    /** Required; without value it is complained about. */
    std::optional<Fields> map(std::string_view key);
    /** A required list of maps, possibly empty. */
    std::vector<Fields> maps(std::string_view key);
    /** Every key of this map, in order. */
    std::vector<Written> keys() const;
    /** Complains about keys that nobody has asked for. */
    void finish();

private:
    std::optional<std::size_t> child(std::string_view key) const;
    /** The value, if it is there and of this type; complains otherwise. */
    const YamlNode *required(std::string_view key, YamlNode::What what);
    Written scalar(std::size_t node, std::string_view key);

    const YamlTree &m_tree;
    std::size_t m_node;
    Complaints &m_complaints;
    std::set<std::string, std::less<>> m_asked;
};

/** "a, b or c", for what to do. */
[[nodiscard]] std::string either(std::span<const std::string_view> words);

}  // namespace portolan::knowledge
