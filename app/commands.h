// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "headless.h"

namespace portolan {

/** `portolan kubeconfig`: opens no socket and starts nothing. */
[[nodiscard]] Exit runKubeconfig(const Request &request);

}  // namespace portolan
