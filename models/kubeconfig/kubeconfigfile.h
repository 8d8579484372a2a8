// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>

#include "kubeconfig/kubeconfig.h"

namespace portolan {

/** One kubeconfig file, YAML or JSON, paths made absolute. Errors: Io; Config, with the line. */
[[nodiscard]] Result<Kubeconfig> readKubeconfigFile(const std::string &path);

/** The same of a text that would stand in the file `path`.
 *
 *  Types are as strict as kubectl's: where text is expected, a number or `on` is an error of the whole file.
 *  Cost: bounded, whatever aliases make of the text. */
[[nodiscard]] Result<Kubeconfig> parseKubeconfig(const std::string &text, const std::string &path);

}  // namespace portolan
