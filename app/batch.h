// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <functional>
#include <memory>
#include <string>

#include "base/result.h"
#include "headless.h"
#include "kube/value.h"

namespace portolan {

/** Reads questions in JSON. */
class QuestionReader {
public:
    QuestionReader();
    ~QuestionReader();
    /** The object that `line` is; it lives until the next one is read. Errors: Decode, where it is none. */
    [[nodiscard]] Result<Value> read(std::string_view line);

private:
    struct Parser;
    std::unique_ptr<Parser> m_parser;
};

/** One JSON document without line breaks for one question; an Error's detail goes to who asked. */
using Answer = std::function<Result<std::string>(const Value &question)>;

/** Answers the lines of standard input in their order, one line each; what can't be understood is answered by
 *  {"error":"…"}. Empty lines are left out. Cost: memory of one line, which may have 16 MB. */
[[nodiscard]] Exit answerLines(const Answer &answer);

}  // namespace portolan
