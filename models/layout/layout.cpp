// SPDX-License-Identifier: GPL-3.0-or-later
#include "layout/layout.h"

#include "layout/lenses.h"

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

LayoutPtr layOut(GraphPtr graph, const LayoutWish &wish, const Layout *previous, std::stop_token stop)
{
    const auto lens = wish.lens == Lens::Traffic ? chart::layOutTraffic : chart::layOutMachines;
    return lens(std::move(graph), wish, previous, std::move(stop));
}

}  // namespace portolan
