// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "yaml/tree.h"

namespace portolan {

/** What reading one document came to so far. */
struct FieldReading {
    const YamlTree &tree;
    std::optional<Error> failure;     ///< the first one; nothing is read after it
    std::size_t budget = 20'000'000;  ///< steps and characters left: aliases can make much out of little
};

/** A map of a document, read by the names and types of its fields. A field that is not there, or null, has the default;
 *  one of another type is a failure of the whole document, as it is for kubectl. */
class Fields {
public:
    Fields(FieldReading &reading, std::size_t node, std::string path);

    [[nodiscard]] bool has(std::string_view key) const { return valueOf(key) != nullptr; }
    [[nodiscard]] std::string text(std::string_view key) const;
    /** Bytes in base64. */
    [[nodiscard]] std::string data(std::string_view key) const;
    [[nodiscard]] bool flag(std::string_view key) const;
    [[nodiscard]] std::vector<std::string> texts(std::string_view key) const;
    [[nodiscard]] std::map<std::string, std::vector<std::string>> textsByName(std::string_view key) const;
    /** A map below; one without fields if it is not there. */
    [[nodiscard]] Fields map(std::string_view key) const;
    /** The maps of a list. */
    void each(std::string_view key, const std::function<void(const Fields &)> &visit) const;
    /** The field as JSON, whatever its type; empty if it is not there. */
    [[nodiscard]] std::string json(std::string_view key) const;

    void fail(const std::string &what, int line = 0) const;
    [[nodiscard]] const std::string &path() const { return m_path; }

private:
    const YamlNode *valueOf(std::string_view key) const;
    const YamlNode *ownValueOf(const YamlNode &map, std::string_view key, int depth) const;
    const YamlNode *typed(std::string_view key, YamlNode::What what) const;
    bool isType(const YamlNode &node, YamlNode::What what, const std::string &path) const;
    std::vector<std::string> textsOf(const YamlNode &list, const std::string &path) const;
    std::string below(std::string_view key) const;
    bool spend(std::size_t cost) const;

    FieldReading *m_reading;
    const YamlNode *m_map = nullptr;
    std::string m_path;
};

}  // namespace portolan
