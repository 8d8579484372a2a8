// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "kube/input/padded.h"

namespace portolan {

/** A file to read, or why it is not. */
struct InputFile {
    std::string path;
    std::string whyNot;        ///< empty: to be read
    bool isProblem = false;    ///< `whyNot` is something wrong, not merely something else
    bool wasAskedFor = false;  ///< named by the user, and not found in a folder
};

/** The files that `path` stands for: itself, or what lies in that folder and those below it, sorted.
 *
 *  Hidden ones too, as kubectl takes them, but for folders of version control. Devices, pipes and sockets are not read, nor are links that lead
 *  to a folder that was seen; what does not look like objects by its name has a reason in `whyNot`.
 */
[[nodiscard]] std::vector<InputFile> filesOf(const std::string &path);

/** The whole file; no value if it can't be read, and then `whyNot` says why. */
[[nodiscard]] std::optional<PaddedText> readFile(const std::string &path, std::string &whyNot);
[[nodiscard]] std::optional<PaddedText> readStandardInput(std::string &whyNot);

}  // namespace portolan
