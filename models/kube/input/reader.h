// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "kube/decoder.h"
#include "kube/input/padded.h"
#include "kube/read.h"

namespace portolan {

/** Reads one text after the other and keeps what was in them. For one thread. */
class Reader {
public:
    /** Reads the documents of one text, JSON or YAML; `name` stands for the file in messages. */
    void readText(std::string_view bytes, const std::string &name);
    void readText(PaddedText text, const std::string &name);

    void skip(const std::string &file, std::string why);
    void complain(const std::string &file, std::string what);

    /** The outcome of all that was read, under `title` where the input has none of its own; the reader is of no use
     * after it. */
    ReadOutcome finish(const std::string &title);

private:
    /** A document in the text that is being read. */
    struct Document {
        std::string_view text;
        std::uint32_t line = 1;
    };

    void readJson(std::string_view text);
    void readJsonStream(std::string_view text, std::uint32_t line);
    std::optional<SyntaxError> decode(std::string_view json, std::uint32_t line);
    void readYaml(std::string_view text);
    void takeRejects();
    void complainAt(std::uint32_t line, std::string what);
    void complainOf(std::uint32_t line, std::string what);  ///< of what is no document that was skipped
    void skipAt(std::uint32_t line, std::string why);
    void tellConflicts(const std::vector<struct Conflict> &conflicts);

    Batch m_batch;
    JsonDecoder m_decoder;
    ReadOutcome m_outcome;
    std::vector<std::string> m_sources;
    Origin m_origin;  ///< of the document that is being read
};

}  // namespace portolan
