// SPDX-License-Identifier: GPL-3.0-or-later
#include "layout/layout.h"

#include "layout/lenses.h"

namespace portolan {

std::string_view name(Lens lens)
{
    constexpr std::string_view names[] = {"traffic", "machines", "components", "policy"};
    return names[static_cast<std::size_t>(lens)];
}

std::optional<Lens> lensByName(std::string_view text)
{
    for (const Lens lens : allLenses) {
        if (name(lens) == text)
            return lens;
    }
    return std::nullopt;
}

LayoutPtr layOut(GraphPtr graph, const LayoutWish &wish, const Layout *previous, std::stop_token stop)
{
    constexpr decltype(&chart::layOutTraffic) lenses[] = {chart::layOutTraffic, chart::layOutMachines,
                                                          chart::layOutComponents, chart::layOutPolicy};
    return lenses[static_cast<std::size_t>(wish.lens)](std::move(graph), wish, previous, std::move(stop));
}

}  // namespace portolan
