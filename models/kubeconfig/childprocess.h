// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <chrono>
#include <stop_token>
#include <string>
#include <vector>

#include "base/result.h"

namespace portolan {

struct Finished {
    int exitCode = 0;  ///< negative: the signal that ended it
    std::string output, errors;
};

struct Starting {
    std::string program;  ///< a path
    std::vector<std::string> args;
    std::vector<std::string> environment;  ///< "NAME=value", all of it
    bool givesTerminal = false;            ///< standard input is ours; else it is empty
    std::chrono::milliseconds limit{60000};
};

/** Runs a program to its end. It gets no descriptor of ours; output beyond 1 MB ends it. When its time is over or
 * `stop` asks for it, it and its process group are killed. Errors: Io, if it can't be started or did not end;
 * Cancelled. */
[[nodiscard]] Result<Finished> runChild(const Starting &starting, const std::stop_token &stop);

}  // namespace portolan
