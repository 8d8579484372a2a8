// SPDX-License-Identifier: GPL-3.0-or-later
#include <QTest>
#include <random>

#include "graphs.h"
#include "invariants.h"

using namespace portolan;

namespace {

constexpr LayoutWish::RollUp allRollUps[] = {LayoutWish::RollUp::Auto, LayoutWish::RollUp::Never,
                                             LayoutWish::RollUp::Always};

/** A wish that opens, closes and pins some of what `layout` shows. */
LayoutWish whim(const Layout &layout, LayoutWish wish, unsigned seed, int pins)
{
    std::mt19937 random(seed);
    for (ItemIndex i = 1; i < layout.items.size(); ++i) {
        const LayoutItem &item = layout.items[i];
        if (item.kind == ItemKind::Card || item.kind == ItemKind::Chip)
            continue;
        if (random() % 4 == 0)
            wish.expanded.insert(layout.idOf(i));
        else if (random() % 4 == 0)
            wish.collapsed.insert(layout.idOf(i));
    }
    for (int n = 0; n < pins && layout.items.size() > 1; ++n) {
        const ItemIndex i = 1 + static_cast<ItemIndex>(random() % (layout.items.size() - 1));
        const RectF &rect = layout.items[i].rect;
        const auto shift = [&] { return 4 * (static_cast<float>(random() % 150) - 75); };
        wish.pins[layout.idOf(i)] = {rect.x + shift(), rect.y + shift()};
    }
    return wish;
}

bool isSame(const Layout &a, const Layout &b)
{
    return test::placesOf(a) == test::placesOf(b) && a.points == b.points && a.edgesBehind == b.edgesBehind &&
           a.itemOfVertex == b.itemOfVertex;
}

}  // namespace

class LayoutInvariants : public QObject {
    Q_OBJECT

private:
    void check(const GraphPtr &graph, const LayoutWish &wish, const Layout *previous, unsigned seed)
    {
        const LayoutPtr layout = layOut(graph, wish, previous);
        QVERIFY(layout);
        const QStringList faults = test::faultsOf(*layout, wish);
        QVERIFY2(faults.isEmpty(), qPrintable(u"seed %1 lens %2 rollUp %3 pins %4: "_qs.arg(seed)
                                                  .arg(static_cast<int>(wish.lens))
                                                  .arg(static_cast<int>(wish.rollUp))
                                                  .arg(wish.pins.size()) +
                                              faults.join(u"; ")));
        QVERIFY(isSame(*layout, *layOut(graph, wish, previous)));
    }

    void checkAll(const GraphPtr &graph, Lens lens, unsigned seed)
    {
        for (const auto rollUp : allRollUps) {
            LayoutWish wish;
            wish.lens = lens;
            wish.rollUp = rollUp;
            check(graph, wish, nullptr, seed);
            const LayoutPtr first = layOut(graph, wish);
            const LayoutWish other = whim(*first, wish, seed, 0);
            check(graph, other, nullptr, seed);
            check(graph, other, first.get(), seed);
            const LayoutWish pinned = whim(*first, wish, seed, 4);
            check(graph, pinned, nullptr, seed);
            const LayoutPtr second = layOut(graph, pinned);
            check(graph, wish, second.get(), seed);
        }
    }

private Q_SLOTS:
    void holdForTangles_data()
    {
        QTest::addColumn<int>("lens");
        QTest::newRow("traffic") << static_cast<int>(Lens::Traffic);
        QTest::newRow("machines") << static_cast<int>(Lens::Machines);
    }

    void holdForTangles()
    {
        QFETCH(int, lens);
        for (unsigned seed = 0; seed < 120; ++seed) {
            checkAll(test::tangle(seed).build(), static_cast<Lens>(lens), seed);
            if (QTest::currentTestFailed())
                return;
        }
    }

    void holdForClusters_data() { holdForTangles_data(); }

    void holdForClusters()
    {
        QFETCH(int, lens);
        unsigned seed = 0;
        for (const test::Size &size :
             {test::Size{1, 5, 2, 1}, {3, 60, 25, 4}, {8, 100, 12, 3}, {70, 200, 40, 12}, {230, 300, 60, 30}}) {
            checkAll(test::cluster(size, seed).build(), static_cast<Lens>(lens), seed);
            ++seed;
            if (QTest::currentTestFailed())
                return;
        }
    }

    void holdForFiltered_data() { holdForTangles_data(); }

    void holdForFiltered()
    {
        QFETCH(int, lens);
        for (unsigned seed = 0; seed < 60; ++seed) {
            LayoutWish wish;
            wish.lens = static_cast<Lens>(lens);
            std::mt19937 random(seed);
            wish.filter.hiddenTypes.insert(static_cast<VertexType>(random() % 15));
            wish.filter.hiddenStates.insert(static_cast<State>(random() % 4));
            wish.filter.hiddenSpaces.insert("ns-" + std::to_string(random() % 3));
            check(test::tangle(seed).build(), wish, nullptr, seed);
            if (QTest::currentTestFailed())
                return;
        }
    }

    void anEmptyGraphIsAnEmptyChart()
    {
        for (const Lens lens : {Lens::Traffic, Lens::Machines}) {
            LayoutWish wish;
            wish.lens = lens;
            const LayoutPtr layout = layOut(test::GraphMaker().build(), wish);
            QCOMPARE(layout->items.size(), std::size_t{1});
            QCOMPARE(layout->itemAt({0, 0}), none);
        }
    }

    void aStopGivesNothing()
    {
        std::stop_source stop;
        stop.request_stop();
        for (const Lens lens : {Lens::Traffic, Lens::Machines}) {
            LayoutWish wish;
            wish.lens = lens;
            QVERIFY(!layOut(test::shop().build(), wish, nullptr, stop.get_token()));
        }
    }
};

QTEST_GUILESS_MAIN(LayoutInvariants)
#include "tst_layout_invariants.moc"
