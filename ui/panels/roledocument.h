// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QTextDocument>
#include <set>

#include "panels/roleview.h"

namespace portolan {

/** What of a panel is unfolded. */
struct Unfolded {
    std::set<std::string> swaps;   ///< components whose way there is told
    std::set<std::string> proofs;  ///< components whose evidence is listed
};

/** Writes a role's panel into a document of this width, in pixels. Links in it: "evidence:INDEX:INDEX" (fill,
 * evidence), "swap:NAME", "proofs:NAME", "suppose:NAME", "reality:", "role:TOPIC", "compare:", and addresses of
 * documentation. */
void writeRole(QTextDocument &document, const RoleShown &shown, const Unfolded &unfolded, const Theme &theme, int width,
               double pixelRatio);

/** The whole comparison, for a page of its own. */
void writeComparison(QTextDocument &document, const RolePanel &panel, const Theme &theme);

}  // namespace portolan
