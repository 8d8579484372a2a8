// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "kube/input/padded.h"

namespace portolan {

/** Makes UTF-8 of a text in UTF-16 or UTF-32 (told by its byte order mark or, without one, by the zeros of its first
 * characters) and removes a byte order mark. Other texts stay as they are, also if they are not valid. */
void toUtf8(PaddedText &text);

}  // namespace portolan
