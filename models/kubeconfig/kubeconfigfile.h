// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>

#include "kubeconfig/kubeconfig.h"

namespace portolan {

/** One kubeconfig file, YAML or JSON, paths made absolute. Errors: Io; Config, with the line. */
[[nodiscard]] Result<Kubeconfig> readKubeconfigFile(const std::string &path);

}  // namespace portolan
