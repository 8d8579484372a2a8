// SPDX-License-Identifier: GPL-3.0-or-later
#include "picture.h"

#include <QDateTime>

#include "explain/counts.h"
#include "layout/layout.h"
#include "render/export.h"
#include "render/theme.h"
#include "terminal.h"

namespace portolan {

LayoutWish::RollUp rollUpOf(const QString &word)
{
    return word == u"never"    ? LayoutWish::RollUp::Never
           : word == u"always" ? LayoutWish::RollUp::Always
                               : LayoutWish::RollUp::Auto;
}

std::string subtitleOf(const TopologyGraph &graph, Lens lens)
{
    constexpr std::string_view titles[] = {"Traffic", "Machines", "Components", "Policy"};
    const ClusterSnapshot &snapshot = *graph.snapshot;
    std::string text = suppositionText(*graph.roles);
    text += text.empty() ? "" : " · ";
    text += titles[static_cast<std::size_t>(lens)];
    text += " · " + countsText(snapshot);
    if (snapshot.takenAt > 0)
        text += " · " + QDateTime::fromSecsSinceEpoch(snapshot.takenAt, Qt::UTC)
                            .toString(u"yyyy-MM-dd HH:mm 'UTC'"_qs)
                            .toStdString();
    return text;
}

bool writePicture(const Request &request, const ReadOutcome &outcome)
{
    LayoutWish wish;
    wish.lens = lensByName(request.lens.toStdString()).value_or(Lens::Traffic);
    wish.rollUp = rollUpOf(request.rollUp);
    wish.supposition = request.supposition;
    const GraphPtr graph = buildTopology(outcome.snapshot, {}, wish.supposition);
    const LayoutPtr layout = layOut(graph, wish);

    PictureOptions options;
    if (request.hasTitle) {
        options.title = outcome.snapshot->title.empty() ? std::string("cluster") : outcome.snapshot->title;
        options.subtitle = subtitleOf(*graph, wish.lens);
    }
    options.hasLegend = request.hasLegend;
    options.scale = request.scale;
    options.size = request.size;
    const auto picture = exportPicture(request.output, layout, themeNamed(request.theme), options);
    if (!picture)
        complain((picture.error().source.empty() ? std::string() : picture.error().source + ": ") +
                 picture.error().detail);
    return static_cast<bool>(picture);
}

}  // namespace portolan
