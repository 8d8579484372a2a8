// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "kube/read.h"
#include "layout/layout.h"
#include "request.h"

namespace portolan {

/** "Traffic · 3 nodes · 17 pods · 9 services · 2026-06-02 09:41 UTC": the line below a picture's title. */
[[nodiscard]] std::string subtitleOf(const TopologyGraph &graph, Lens lens);

/** auto, never, always. */
[[nodiscard]] LayoutWish::RollUp rollUpOf(const QString &word);

/** Writes the picture that `export` asks for; says on standard error why it could not. */
[[nodiscard]] bool writePicture(const Request &request, const ReadOutcome &outcome);

}  // namespace portolan
