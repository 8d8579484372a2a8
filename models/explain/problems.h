// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <vector>

#include "base/error.h"
#include "base/problem.h"
#include "kube/read.h"

namespace portolan {

/** One sentence or two for a bar or a terminal: what, where, and what to do where that is known. */
[[nodiscard]] std::string describe(const Problem &problem);
[[nodiscard]] std::string describe(const Skipped &skipped);
[[nodiscard]] std::string describe(const Gap &gap);
[[nodiscard]] std::string describe(const Error &error);

/** All kinds that the cluster does not serve, in one sentence; empty if there are none. */
[[nodiscard]] std::string describeNotInstalled(const std::vector<Gap> &gaps);

/** "shop.yaml, document 3, line 12"; empty if nothing of it is known. */
[[nodiscard]] std::string placeText(const std::string &file, int document, int line);

/** All that is missing from a picture, in one line for the quiet bar: "2 documents were skipped · not permitted:
 * Ingresses". Empty if nothing is. */
[[nodiscard]] std::string quietLine(const std::vector<Problem> &problems, const std::vector<Skipped> &skipped,
                                    const std::vector<Gap> &gaps);

}  // namespace portolan
