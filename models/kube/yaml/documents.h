// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>

namespace portolan {

/** Takes the documents of a YAML text. */
struct YamlSink {
    /** A document as JSON text, in a buffer that may be changed and enlarged; `line` is where it begins. */
    std::function<void(std::string &json, std::uint32_t line)> document;
    /** A document that could not be read; `text` is about what it consists of. */
    std::function<void(std::string what, std::uint32_t line, std::string_view text)> broken;
};

/** Reads the documents of a YAML text in UTF-8 one after the other. A document that is broken doesn't keep those that
 * follow it from being read; a text with very many broken ones is given up. Empty documents are passed over.
 *  Cost: linear; the memory of one document. */
void readYamlDocuments(std::string_view text, const YamlSink &sink);

}  // namespace portolan
