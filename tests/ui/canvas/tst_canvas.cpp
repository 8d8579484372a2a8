// SPDX-License-Identifier: GPL-3.0-or-later
#include <QAccessible>
#include <QSignalSpy>
#include <QtTest>
#include <cmath>

#include "canvas/legendbar.h"
#include "canvas/minimap.h"
#include "canvas/topologycanvas.h"
#include "support/clusterof.h"

using namespace portolan;

namespace {

constexpr char shop[] = R"(
    node       agent-0 192.168.1.10 10.42.0.0/24
    deployment shop/web app=web replicas=2
    pod        shop/web-1 app=web node=agent-0 ip=10.42.0.4 owner=ReplicaSet/web-abc
    deployment shop/api app=api replicas=1
    pod        shop/api-1 app=api node=agent-0 ip=10.42.0.5 owner=ReplicaSet/api-abc
    service    shop/web app=web ip=10.43.0.5 port=80
    service    shop/api app=api ip=10.43.0.6 port=80
    ingress    shop/front class=traefik host=shop.example path=/ to=web:80
)";

LayoutPtr layoutOf(const char *drawing, const LayoutWish &wish = {})
{
    return layOut(buildTopology(clusterOf(drawing)), wish);
}

}  // namespace

class TestCanvas : public QObject {
    Q_OBJECT

    LayoutPtr m_layout;
    std::unique_ptr<TopologyCanvas> m_canvas;

    QPoint centerOf(const char *id) const
    {
        const ItemIndex item = m_layout->find(id);
        return item == none ? QPoint(-1, -1) : m_canvas->viewRect(item).center();
    }
    QString idOf(const Hit &hit) const { return QString::fromStdString(m_layout->idOf(hit.item)); }

    void drag(QPoint from, QPoint to, Qt::MouseButton button = Qt::LeftButton)
    {
        QTest::mousePress(m_canvas.get(), button, {}, from);
        QMouseEvent half(QEvent::MouseMove, QPointF(from + to) / 2, m_canvas->mapToGlobal(QPointF(from + to) / 2),
                         Qt::NoButton, button, {});
        QApplication::sendEvent(m_canvas.get(), &half);
        QMouseEvent whole(QEvent::MouseMove, QPointF(to), m_canvas->mapToGlobal(QPointF(to)), Qt::NoButton, button, {});
        QApplication::sendEvent(m_canvas.get(), &whole);
        QTest::mouseRelease(m_canvas.get(), button, {}, to);
    }

private Q_SLOTS:
    void init()
    {
        m_layout = layoutOf(shop);
        m_canvas = std::make_unique<TopologyCanvas>();
        m_canvas->resize(1100, 700);
        m_canvas->setWording(
            [](const Layout &layout, ItemIndex item) { return u"<b>"_qs + QString::fromStdString(layout.idOf(item)); });
        m_canvas->setChart(m_layout);
        m_canvas->show();
        QVERIFY(QTest::qWaitForWindowExposed(m_canvas.get()));
    }

    void paintsSomethingAndSaysSoOnce()
    {
        TopologyCanvas canvas;
        QSignalSpy painted(&canvas, &TopologyCanvas::firstPainted);
        canvas.resize(600, 400);
        canvas.grab();
        QCOMPARE(painted.size(), 0);
        canvas.setChart(m_layout);
        const QImage image = canvas.grab().toImage();
        canvas.grab();
        QCOMPARE(painted.size(), 1);
        std::set<QRgb> colours;
        for (int y = 0; y < image.height(); ++y) {
            for (int x = 0; x < image.width(); ++x)
                colours.insert(image.pixel(x, y));
        }
        QVERIFY(colours.size() > 10);
    }

    void aClickSelectsWhatIsThere()
    {
        QSignalSpy selected(m_canvas.get(), &TopologyCanvas::selected);
        QTest::mouseClick(m_canvas.get(), Qt::LeftButton, {}, centerOf("Service/shop/api"));
        QCOMPARE(selected.size(), 1);
        QCOMPARE(idOf(m_canvas->selection()), u"Service/shop/api"_qs);
    }

    void aClickBesideClearsTheSelection()
    {
        m_canvas->select(u"Service/shop/api"_qs);
        QTest::mouseClick(m_canvas.get(), Qt::LeftButton, {}, QPoint(3, 690));
        QVERIFY(m_canvas->selection().isNothing());
    }

    void aClickOnALineSelectsIt()
    {
        const auto from = m_layout->find("Service/shop/web"), to = m_layout->find("Deployment/shop/web");
        const QRect a = m_canvas->viewRect(from), b = m_canvas->viewRect(to);
        QTest::mouseClick(m_canvas.get(), Qt::LeftButton, {}, QPoint((a.right() + b.left()) / 2, a.center().y()));
        const Hit hit = m_canvas->selection();
        QVERIFY(hit.edge != none);
        QCOMPARE(m_layout->edges[hit.edge].from, from);
        QCOMPARE(m_layout->edges[hit.edge].to, to);
    }

    void draggingACardAsksForAPinWhereItWasDropped()
    {
        QSignalSpy pinned(m_canvas.get(), &TopologyCanvas::pinned);
        QSignalSpy selected(m_canvas.get(), &TopologyCanvas::selected);
        const ItemIndex item = m_layout->find("Service/shop/api");
        const QPoint at = centerOf("Service/shop/api");
        drag(at, at + QPoint(40, 130));
        QCOMPARE(pinned.size(), 1);
        QCOMPARE(selected.size(), 0);
        QCOMPARE(pinned[0][0].toString(), u"Service/shop/api"_qs);
        const PointF to = pinned[0][1].value<PointF>();
        const auto scale = static_cast<float>(m_canvas->scale());
        QVERIFY(std::abs(to.x - m_layout->items[item].rect.x - 40 / scale) < 0.01f);
        QVERIFY(std::abs(to.y - m_layout->items[item].rect.y - 130 / scale) < 0.01f);
    }

    void draggingTheGroundPans()
    {
        QSignalSpy pinned(m_canvas.get(), &TopologyCanvas::pinned);
        const QPointF before = m_canvas->viewport().origin;
        drag({5, 640}, {5 + 30, 640 - 50});
        QCOMPARE(pinned.size(), 0);
        const QPointF moved = (m_canvas->viewport().origin - before) * m_canvas->scale();
        QVERIFY(std::abs(moved.x() + 30) < 0.01 && std::abs(moved.y() - 50) < 0.01);
    }

    void theWheelZoomsAtThePointer()
    {
        const QPointF at(centerOf("Service/shop/api"));
        const QPointF before = m_canvas->viewport().toChart(at);
        QWheelEvent wheel(at, m_canvas->mapToGlobal(at), {}, {0, 240}, Qt::NoButton, {}, Qt::NoScrollPhase, false);
        const double scale = m_canvas->scale();
        QApplication::sendEvent(m_canvas.get(), &wheel);
        QVERIFY(m_canvas->scale() > scale * 1.3);
        const QPointF after = m_canvas->viewport().toChart(at);
        QVERIFY(std::hypot(after.x() - before.x(), after.y() - before.y()) < 0.01);
    }

    void doubleClickAndEnterActivate()
    {
        QSignalSpy activated(m_canvas.get(), &TopologyCanvas::activated);
        QTest::mouseDClick(m_canvas.get(), Qt::LeftButton, {}, centerOf("Service/shop/api"));
        m_canvas->select(u"Namespace/shop"_qs);
        QTest::keyClick(m_canvas.get(), Qt::Key_Return);
        QCOMPARE(activated.size(), 2);
        QCOMPARE(activated[0][0].toString(), u"Service/shop/api"_qs);
        QCOMPARE(activated[1][0].toString(), u"Namespace/shop"_qs);
    }

    void arrowKeysFollowLinesAndEscapeStepsBack()
    {
        m_canvas->select(u"Service/shop/web"_qs);
        QTest::keyClick(m_canvas.get(), Qt::Key_Right);
        QCOMPARE(idOf(m_canvas->selection()), u"Deployment/shop/web"_qs);
        QTest::keyClick(m_canvas.get(), Qt::Key_Left);
        QCOMPARE(idOf(m_canvas->selection()), u"Service/shop/web"_qs);
        QTest::keyClick(m_canvas.get(), Qt::Key_Escape);
        QCOMPARE(idOf(m_canvas->selection()), u"Namespace/shop"_qs);
        QSignalSpy escaped(m_canvas.get(), &TopologyCanvas::escaped);
        QTest::keyClick(m_canvas.get(), Qt::Key_Escape);
        QVERIFY(m_canvas->selection().isNothing());
        QCOMPARE(escaped.size(), 0);
        QTest::keyClick(m_canvas.get(), Qt::Key_Escape);
        QCOMPARE(escaped.size(), 1);
    }

    void everyItemCanBeReachedByArrowKeys()
    {
        std::set<ItemIndex> seen;
        std::vector<ItemIndex> next;
        for (const ItemIndex item : m_canvas->shown()) {
            if (m_layout->items[item].kind == ItemKind::Card) {
                next.push_back(item);
                seen.insert(item);
                break;
            }
        }
        while (!next.empty()) {
            const ItemIndex from = next.back();
            next.pop_back();
            for (const Direction way : {Direction::Left, Direction::Right, Direction::Up, Direction::Down}) {
                const ItemIndex to = neighbour(*m_layout, m_canvas->shown(), from, way);
                if (to != none && seen.insert(to).second)
                    next.push_back(to);
            }
        }
        for (const ItemIndex item : m_canvas->shown()) {
            if (m_layout->items[item].kind == ItemKind::Card)
                QVERIFY2(seen.contains(item), m_layout->idOf(item).c_str());
        }
    }

    void theSelectionOutlivesANewLayout()
    {
        m_canvas->select(u"Service/shop/web"_qs);
        LayoutWish wish;
        wish.filter.hiddenTypes = {VertexType::Route};
        m_layout = layOut(m_layout->graph, wish);
        m_canvas->setChart(m_layout);
        QCOMPARE(idOf(m_canvas->selection()), u"Service/shop/web"_qs);
        wish.filter.hiddenTypes = {VertexType::Service};
        m_canvas->setChart(layOut(m_layout->graph, wish), true);
        QVERIFY(m_canvas->selection().isNothing());
    }

    void whatWasActivatedStaysUnderThePointer()
    {
        m_canvas->setScale(0.8);
        const QPoint at = centerOf("Namespace/shop");
        QTest::mouseDClick(m_canvas.get(), Qt::LeftButton, {},
                           m_canvas->viewRect(m_layout->find("Namespace/shop")).topLeft() + QPoint(9, 9));
        const QPoint before = m_canvas->viewRect(m_layout->find("Namespace/shop")).topLeft();
        LayoutWish wish;
        wish.collapsed = {"Namespace/shop"};
        m_layout = layOut(m_layout->graph, wish);
        m_canvas->setChart(m_layout, true);
        QVERIFY(at.x() > 0);
        const QPoint after = m_canvas->viewRect(m_layout->find("Namespace/shop")).topLeft();
        QVERIFY((after - before).manhattanLength() <= 2);
    }

    void revealBringsIntoViewAtAReadableSize()
    {
        m_canvas->setScale(0.3);
        m_canvas->setViewport({0.3, {-3000, -3000}});
        m_canvas->reveal(u"Deployment/shop/api"_qs);
        QTRY_VERIFY(m_canvas->scale() > 0.8);
        QTRY_VERIFY(m_canvas->rect().contains(m_canvas->viewRect(m_layout->find("Deployment/shop/api"))));
    }

    void screenReadersSeeTheItemsAndCanSelectThem()
    {
        QAccessibleInterface *tree = QAccessible::queryAccessibleInterface(m_canvas.get());
        QVERIFY(tree);
        QCOMPARE(tree->text(QAccessible::Name), u"Chart"_qs);
        QCOMPARE(tree->childCount(), static_cast<int>(m_canvas->shown().size()) -
                                         (std::ranges::binary_search(m_canvas->shown(), 0u) ? 1 : 0));
        QAccessibleInterface *service = nullptr;
        for (int i = 0; i < tree->childCount(); ++i) {
            QCOMPARE(tree->indexOfChild(tree->child(i)), i);
            if (tree->child(i)->text(QAccessible::Name).endsWith(u"Service/shop/api"_qs))
                service = tree->child(i);
        }
        QVERIFY(service);
        const QRect there = service->rect();
        QCOMPARE(tree->childAt(there.center().x(), there.center().y()), service);
        QSignalSpy selected(m_canvas.get(), &TopologyCanvas::selected);
        service->actionInterface()->doAction(QAccessibleActionInterface::pressAction());
        QCOMPARE(selected.size(), 1);
        QVERIFY(service->state().selected);
        QCOMPARE(tree->focusChild(), service);

        m_canvas->setChart(layoutOf(shop));
        QVERIFY(QAccessible::queryAccessibleInterface(m_canvas.get())->childCount() > 0);
    }

    void theMinimapLeadsToWhereOneClicks()
    {
        Minimap map(m_canvas.get());
        map.resize(172, 112);
        map.grab();
        m_canvas->setScale(2);
        const QRectF all(0, 0, static_cast<double>(m_layout->bounds.width),
                         static_cast<double>(m_layout->bounds.height));
        QTest::mouseClick(&map, Qt::LeftButton, {}, map.rect().center());
        const QPointF middle = m_canvas->viewport().center(m_canvas->size());
        const PointF expected = m_layout->bounds.center();
        QVERIFY(std::abs(middle.x() - static_cast<double>(expected.x)) < all.width() / 20);
        QVERIFY(std::abs(middle.y() - static_cast<double>(expected.y)) < all.height() / 20);
    }

    void theLegendSaysWhatIsOnTheChart()
    {
        LegendBar legend(m_canvas.get());
        legend.setChart(m_layout);
        QVERIFY(legend.isVisibleTo(m_canvas.get()));
        QVERIFY(legend.accessibleDescription().contains(u"selects"_qs));
        QVERIFY(!legend.accessibleDescription().contains(u"tunnel"_qs));
        QVERIFY(m_canvas->rect().contains(legend.geometry()));
        legend.setChart({});
        QVERIFY(!legend.isVisibleTo(m_canvas.get()));
    }

    void anEmptyChartIsNoTrouble()
    {
        m_canvas->setChart(layoutOf(""));
        m_canvas->grab();
        QTest::keyClick(m_canvas.get(), Qt::Key_Right);
        QTest::mouseClick(m_canvas.get(), Qt::LeftButton, {}, QPoint(50, 50));
        QTest::mouseMove(m_canvas.get(), QPoint(60, 60));
        m_canvas->fit();
        QVERIFY(m_canvas->selection().isNothing());
        m_canvas->setChart({});
        m_canvas->grab();
        QTest::keyClick(m_canvas.get(), Qt::Key_Right);
        QVERIFY(m_canvas->shown().empty());
    }
};

QTEST_MAIN(TestCanvas)
#include "tst_canvas.moc"
