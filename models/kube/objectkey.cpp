// SPDX-License-Identifier: GPL-3.0-or-later
#include "kube/objectkey.h"

namespace portolan {

std::string reference(Kind kind, std::string_view space, std::string_view name)
{
    std::string text(info(kind).reference);
    if (!space.empty())
        text.append("/").append(space);
    return text.append("/").append(name);
}

}  // namespace portolan
