// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <compare>
#include <string>
#include <string_view>
#include <vector>

namespace portolan {

class JsonWriter;

enum class Severity { Error, Warning, Info };
[[nodiscard]] std::string_view name(Severity severity);  ///< "error", "warning", "info"

/** Something that a reader of the result has to know: what, where, and what to do, in `message`. */
struct Problem {
    Severity severity = Severity::Warning;
    std::string file;  ///< as the user named it; empty where no file is concerned
    int document = 0;  ///< counted from 1 within the file; 0 where it has no meaning
    int line = 0;      ///< counted from 1; 0 where it is not known
    std::string message;

    bool operator==(const Problem &) const = default;
    auto operator<=>(const Problem &) const = default;
};

/** The member `problems` that every JSON document of the command line has. */
void writeProblems(JsonWriter &json, const std::vector<Problem> &problems);

}  // namespace portolan
