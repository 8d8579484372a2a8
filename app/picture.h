// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "kube/read.h"
#include "request.h"

namespace portolan {

/** Writes the picture that `export` asks for; says on standard error why it could not. */
[[nodiscard]] bool writePicture(const Request &request, const ReadOutcome &outcome);

}  // namespace portolan
