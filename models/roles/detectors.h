// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <span>

#include "roles/roles.h"
#include "roles/survey.h"

/** One file for each component; each adds what it finds, with the evidence. They run in this order, and a later one may
 *  look at what an earlier one found: settle() comes last and decides between those that claim one exclusive role. */
namespace portolan::roles {

using Detector = void (*)(const Survey &survey, Roles &roles);

void detectFlannel(const Survey &survey, Roles &roles);

[[nodiscard]] std::span<const Detector> detectors();

}  // namespace portolan::roles
