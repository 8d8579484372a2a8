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

    void oneRouteMoreMovesNothingBeforeIt()
    {
        test::GraphMaker maker = test::shop();
        const LayoutPtr before = layOut(maker.build(), {});
        maker.add(VertexType::Route, "Ingress/shop/zzz:zzz.example/", "shop")
            .add(VertexType::Service, "Service/shop/zzz", "shop")
            .join(EdgeType::Exposes, "IngressController/traefik", "Ingress/shop/zzz:zzz.example/")
            .join(EdgeType::Routes, "Ingress/shop/zzz:zzz.example/", "Service/shop/zzz");
        const LayoutPtr after = layOut(maker.build(), {}, before.get());
        for (const char *id :
             {"Outside", "LoadBalancer/192.168.1.10", "LoadBalancer/192.168.1.30", "IngressController/traefik"}) {
            const RectF &was = before->items[before->find(id)].rect, &is = after->items[after->find(id)].rect;
            QVERIFY2(was.x == is.x && was.y == is.y, id);
        }
    }
};

QTEST_GUILESS_MAIN(LayoutTraffic)
#include "tst_layout_traffic.moc"
