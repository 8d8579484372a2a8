// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <chrono>
#include <functional>
#include <stop_token>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace portolan {

struct Finished {
    int exitCode = 0;  ///< negative: the signal that ended it
    std::string output;
    std::string errors;  ///< what it said on standard error
};

struct Starting {
    std::string program;  ///< a path
    std::vector<std::string> args;
    std::vector<std::string> environment;  ///< "NAME=value", all of it
    bool givesTerminal = false;            ///< standard input is ours; else it is empty
    std::chrono::milliseconds limit{60000};
    std::function<void(std::string_view)> heard;  ///< given what comes on standard error, as it comes; may be empty
};

/** Runs a program until it ends itself: what it leaves running in the background is not waited for. It gets no
 *  descriptor of ours. Standard output beyond 1 MB ends it, of standard error the first 64 KB are kept. When its time
 * is over or `stop` asks for it, it and its process group are killed.
 *
 *  Errors: Io, if it can't be started or did not end; Cancelled. */
[[nodiscard]] Result<Finished> runChild(const Starting &starting, const std::stop_token &stop);

}  // namespace portolan
