// SPDX-License-Identifier: GPL-3.0-or-later
#include <QtTest>
#include <cmath>

#include "canvas/viewport.h"

using namespace portolan;

namespace {

constexpr QSizeF view(800, 600);

bool isNear(QPointF a, QPointF b, double most = 0.01)
{
    return std::hypot(a.x() - b.x(), a.y() - b.y()) <= most;
}

}  // namespace

class TestViewport : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void mapsThereAndBack()
    {
        const Viewport viewport{0.7, {-30, 420}};
        for (const QPointF at : {QPointF(0, 0), QPointF(13.5, 599), QPointF(800, -4)})
            QVERIFY(isNear(viewport.toView(viewport.toChart(at)), at));
    }

    void zoomKeepsThePointUnderThePointer()
    {
        const Viewport before{1.3, {40, -7}};
        const QPointF at(123, 456);
        const Viewport after = zoomed(before, at, 3.9);
        QCOMPARE(after.scale, 3.9);
        QVERIFY(isNear(after.toChart(at), before.toChart(at)));
    }

    void fitShowsAllOfAPartAndNoLargerThanAsked()
    {
        const RectF wide{-100, 50, 4000, 300};
        const Viewport viewport = fitted(wide, view, 1, 20);
        const RectF seen = viewport.part(view);
        QVERIFY(seen.contains(wide));
        const RectF small{0, 0, 20, 10};
        QCOMPARE(fitted(small, view, 1.5, 20).scale, 1.5);
        QVERIFY(isNear(fitted(small, view, 1.5, 20).center(view), {10, 5}));
    }

    void aViewNeverLosesTheChart()
    {
        const RectF bounds{0, 0, 1000, 1000};
        const Viewport lost = kept({1, {90'000, -90'000}}, bounds, view);
        QVERIFY(lost.part(view).intersects(bounds));
        const Viewport fine{1, {100, 100}};
        QCOMPARE(kept(fine, bounds, view), fine);
    }

    void whatIsShownOfTheChartLeavesNoRoomEmptyThatItCouldFill()
    {
        const RectF bounds{0, 0, 2000, 1500};
        const RectF corner = within(centered({10, 10}, 1, view), bounds, view, 20).part(view);
        QCOMPARE(corner.x, -20.0f);
        QCOMPARE(corner.y, -20.0f);
        const Viewport middle = centered({1000, 700}, 1, view);
        QCOMPARE(within(middle, bounds, view, 20), middle);
        const RectF small{0, 0, 100, 100};
        QVERIFY(isNear(within(middle, small, view, 20).center(view), {50, 50}));
    }

    void zoomRangeLetsOneSeeAllOfAHugeChart()
    {
        const ZoomRange range = zoomRangeOf({0, 0, 300'000, 90'000}, view);
        QVERIFY(range.least * 300'000 < view.width());
        QCOMPARE(range.held(1e-9), range.least);
        QCOMPARE(range.held(1e9), range.most);
    }

    void aGlideEndsWhereItShouldAndZoomsAboutOnePoint()
    {
        const Viewport from{0.2, {0, 0}}, to{2, {500, 400}};
        QCOMPARE(between(from, to, 1, view), to);
        QVERIFY(isNear(between(from, to, 0, view).origin, from.origin));
        const QPointF still = (to.origin * to.scale - from.origin * from.scale) / (to.scale - from.scale);
        QVERIFY(isNear(between(from, to, 0.5, view).toView(still), from.toView(still)));
    }
};

QTEST_GUILESS_MAIN(TestViewport)
#include "tst_viewport.moc"
