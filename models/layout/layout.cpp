// SPDX-License-Identifier: GPL-3.0-or-later
#include "layout/layout.h"

namespace portolan {

std::string_view name(Lens lens)
{
    return lens == Lens::Traffic ? "traffic" : "machines";
}

std::optional<Lens> lensByName(std::string_view text)
{
    for (const Lens lens : {Lens::Traffic, Lens::Machines}) {
        if (name(lens) == text)
            return lens;
    }
    return std::nullopt;
}

}  // namespace portolan
