// SPDX-License-Identifier: GPL-3.0-or-later
#include <QTest>
#include <algorithm>

#include "graphs.h"
#include "layout/layout.h"

using namespace portolan;

namespace {

/** One line per item: its depth, id and kind, from top to bottom within each lane from left to right. */
QString placesOf(const Layout &layout)
{
    std::vector<ItemIndex> items;
    for (ItemIndex i = 1; i < layout.items.size(); ++i) {
        if (layout.items[i].kind != ItemKind::Chip)
            items.push_back(i);
    }
    std::ranges::sort(items, {}, [&](ItemIndex i) {
        const LayoutItem &item = layout.items[i];
        return std::pair(item.rect.x, item.rect.y);
    });
    QString text;
    for (const ItemIndex i : items) {
        const RectF &r = layout.items[i].rect;
        text += QString::asprintf("%g,%g %gx%g %s\n", r.x, r.y, r.width, r.height, layout.idOf(i).c_str());
    }
    return text;
}

}  // namespace

class LayoutTraffic : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void theShopStandsInLanes()
    {
        const LayoutPtr layout = layOut(test::shop().build(), {});
        QStringList headings;
        for (const LaneHeading &lane : layout->lanes)
            headings << QString::fromStdString(lane.name) + QString::number(lane.count);
        QCOMPARE(headings.join(u' '), u"Outside1 Load balancer3 Ingress1 Routes2 Services6 Workloads9"_qs);
        qInfo().noquote() << placesOf(*layout);
    }
};

QTEST_GUILESS_MAIN(LayoutTraffic)
#include "tst_layout_traffic.moc"
