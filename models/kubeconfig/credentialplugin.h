// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <chrono>
#include <functional>
#include <stop_token>
#include <string>
#include <string_view>

#include "base/result.h"
#include "kubeconfig/connection.h"
#include "kubeconfig/visibly.h"

namespace portolan {

struct PluginSurroundings {
    std::string path;   ///< $PATH
    std::string shell;  ///< of the user, whose login PATH is asked for where the command is not in `path`; may be empty
    bool hasTerminal = false;
    std::chrono::milliseconds limit{60000};
    /** Given what an interactive plugin says on standard error, as it comes: "open this page, enter that code". */
    std::function<void(std::string_view)> heard;

    [[nodiscard]] static PluginSurroundings ofThisProcess();
};

/** Runs the plugin of a connection and reads the credential that it prints. The only place that starts a program.
 *
 *  Blocks until the plugin ends, its time is over, or `stop`; then it and what it started are killed.
 *  Errors: Auth, with what it printed to standard error, or with where it was looked for and its install hint;
 * Cancelled. Source: client.authentication.k8s.io/v1 and v1beta1, ExecCredential.
 */
[[nodiscard]] Result<Credential> runCredentialPlugin(const Connection &connection, const PluginSurroundings &around,
                                                     const std::stop_token &stop = {});

/** The command as a person would type it, for asking whether it may run; control characters are made visible. */
[[nodiscard]] std::string commandLine(const ExecPlugin &plugin);

}  // namespace portolan
