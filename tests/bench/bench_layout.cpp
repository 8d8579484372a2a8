// SPDX-License-Identifier: GPL-3.0-or-later
// P5: the layout with edge routing, and what one pod more costs. Beside it, without a figure to reach, what comes
// before and after on the way from a snapshot to a picture.

#include "clusters.h"
#include "layout/layout.h"
#include "scene/scene.h"

namespace portolan::bench {

namespace {

Figure plain(const std::string &size, std::string what, double ms)
{
    return {"P5", size, std::move(what), ms, "ms", "", true, {}, 0};
}

/** Every namespace open: what elkjs lays out too. */
Figure measureOpen(const Setting &setting, const std::string &size, const GraphPtr &graph)
{
    LayoutWish wish;
    wish.rollUp = LayoutWish::RollUp::Never;
    LayoutPtr layout;
    const double ms = medianMs(setting.runs, [&] { layout = layOut(graph, wish); });
    Figure figure = plain(size, "layout with routing, " + std::to_string(layout->items.size()) + " items", ms);
    if (size == "XL") {
        figure.reach = "<= 100";
        figure.isReached = ms <= 100;
    } else if (const double rival = elkjsMs(size); rival > 0) {
        const bool isAsked = size != "S";
        figure.reach = isAsked ? ">= 1,000 x" : "";
        figure.isReached = !isAsked || rival / ms >= 1000;
        figure.comparedWith = "elkjs";
        figure.compared = rival;
    }
    return figure;
}

Figure measureOnePodMore(const Setting &setting, const std::string &size, const GraphPtr &graph,
                         LayoutWish::RollUp rollUp, const std::string &what)
{
    const GraphPtr after = buildTopology(withOnePodMore(*graph->snapshot));
    LayoutWish wish;
    wish.rollUp = rollUp;
    const LayoutPtr before = layOut(graph, wish);
    const double ms = medianMs(setting.runs * 3, [&] { keep(layOut(after, wish, before.get())); });
    return {"P5", size, what, ms, "ms", "<= 2", ms <= 2, {}, 0};
}

std::vector<Figure> measureLayout(const Setting &setting)
{
    std::vector<Figure> figures;
    for (const std::string &size : setting.sizes) {
        const GraphPtr graph = graphOf(setting, size);
        if (!graph)
            continue;
        figures.push_back(measureOpen(setting, size, graph));
        figures.push_back(measureOnePodMore(setting, size, graph, LayoutWish::RollUp::Never, "one pod more, all open"));
        figures.push_back(
            measureOnePodMore(setting, size, graph, LayoutWish::RollUp::Auto, "one pod more, as the program opens it"));
        for (const Lens lens : {Lens::Traffic, Lens::Machines}) {
            LayoutWish wish;
            wish.lens = lens;
            LayoutPtr layout;
            const double ms = medianMs(setting.runs, [&] { layout = layOut(graph, wish); });
            figures.push_back(plain(size, "layout as the program opens it: " + std::string(name(lens)), ms));
            const double composing = medianMs(setting.runs, [&] { keep(composeScene(layout, {})); });
            figures.push_back(plain(size, "scene of it at scale 1: " + std::string(name(lens)), composing));
        }
        figures.push_back(plain(size, "graph from the snapshot",
                                medianMs(setting.runs, [&] { keep(buildTopology(graph->snapshot)); })));
    }
    return figures;
}

const Registered p5{"P5", measureLayout};

}  // namespace

}  // namespace portolan::bench
