// SPDX-License-Identifier: GPL-3.0-or-later
#include <QtTest>
#include <algorithm>

#include "layouts.h"
#include "print.h"
#include "scene/scene.h"

using namespace portolan;
using namespace portolan::test;

class TestScene : public QObject {
    Q_OBJECT

    static ItemIndex itemNamed(const Layout &layout, VertexType type, std::string_view name)
    {
        for (ItemIndex i = 0; i < layout.items.size(); ++i) {
            const VertexIndex v = layout.items[i].vertex;
            if (v != none && layout.graph->vertices[v].type == type && layout.graph->vertices[v].name == name)
                return i;
        }
        return none;
    }

    static std::uint8_t opacityOfName(const Scene &scene, ItemIndex item)
    {
        for (const SceneText &text : scene.layers[Scene::Cards].texts) {
            if (text.subject == Subject{Subject::Kind::Item, item} && text.font == Font::Name)
                return text.opacity;
        }
        return 0;
    }

    template <class F>
    static void forEachText(const Scene &scene, F &&visit)
    {
        for (const SceneLayer &layer : scene.layers) {
            for (const SceneText &text : layer.texts)
                visit(text);
        }
    }

    static QList<double> scales()
    {
        return {3, 1.5, 1, 0.9, 0.75, 0.6, 0.5, 0.42, 0.35, 0.3, 0.2, 0.12, 0.07, 0.03, 0.01};
    }

private Q_SLOTS:
    void aCardHasBarIconNameFactAndSign()
    {
        Chart chart;
        const auto web = chart.card(0, {0, 0, 160, 56}, {VertexType::Service, "web", "10.43.12.80:80", State::Warning});
        const auto pods =
            chart.card(0, {192, 0, 176, 72}, {VertexType::Workload, "web", "1 of 2 ready", State::Warning});
        chart.chip(pods, State::Fine);
        chart.chip(pods, State::Warning);
        chart.edge(web, pods, EdgeType::Selects);
        QCOMPARE(print(composeScene(chart.done(), {})), QStringList({
                                                            u"lines: service 1.5 (160,28) → (192,36) arrow"_qs,
                                                            u"cards: box 0,0 160x56 fill panel stroke line r8"_qs,
                                                            u"cards: box 0,8 3x40 fill service r1.5"_qs,
                                                            u"cards: box 192,0 176x72 fill panel stroke line r8"_qs,
                                                            u"cards: box 192,8 3x56 fill workload r1.5"_qs,
                                                            u"cards: box 226,48 12x12 fill fine r3"_qs,
                                                            u"cards: box 242,48 12x12 stroke warning r3"_qs,
                                                            u"cards: warning 1.4 (245,57) → (251,51)"_qs,
                                                            u"cards: icon service service"_qs,
                                                            u"cards: icon warning warning"_qs,
                                                            u"cards: icon workload workload"_qs,
                                                            u"cards: icon warning warning"_qs,
                                                            u"cards: text web 13 ink"_qs,
                                                            u"cards: text 10.43.12.80:80 11 ink2"_qs,
                                                            u"cards: text web 13 ink"_qs,
                                                            u"cards: text 1 of 2 ready 11 ink2"_qs,
                                                        }));
    }

    void whatIsPlannedHasADashedOutline()
    {
        Chart chart;
        chart.card(0, {0, 0, 160, 56}, {VertexType::Service, "web", "", State::Unknown, true});
        const Scene scene = composeScene(chart.done(), {});
        QVERIFY(scene.layers[Scene::Cards].boxes.at(0).isDashed);
    }

    void statesAreToldByShapeAsWellAsColour()
    {
        Chart chart;
        const auto card = chart.card(0, {0, 0, 176, 72}, {VertexType::Workload, "web", "0 of 4 ready"});
        for (const State state : {State::Fine, State::Warning, State::Failing, State::Unknown})
            chart.chip(card, state);
        const Scene scene = composeScene(chart.done(), {});
        const auto &boxes = scene.layers[Scene::Cards].boxes;
        const auto strokesOf = [&](ItemIndex item) {
            return std::ranges::count(scene.layers[Scene::Cards].lines, Subject{Subject::Kind::Item, item},
                                      &SceneLine::subject);
        };
        const auto boxOf = [&](ItemIndex item) {
            return *std::ranges::find(boxes, Subject{Subject::Kind::Item, item}, &SceneBox::subject);
        };
        QCOMPARE(boxOf(2).fill, Role::Fine);
        QCOMPARE(boxOf(3).fill, Role::None);
        QCOMPARE(strokesOf(3), 1);
        QCOMPARE(boxOf(4).fill, Role::None);
        QCOMPARE(strokesOf(4), 2);
        QVERIFY(boxOf(5).isDashed);
    }

    void textIsNeverTooSmallToRead()
    {
        for (const LayoutPtr &layout : {trafficChart(), machinesChart(), largeChart(6, 8, 3)}) {
            for (const float smallest : {11.f, 16.f}) {
                for (const double scale : scales()) {
                    const Scene scene = composeScene(layout, {.scale = scale, .smallestText = smallest});
                    forEachText(scene, [&](const SceneText &text) {
                        QVERIFY2(static_cast<double>(text.size) * scale >= static_cast<double>(smallest) - 1e-3,
                                 std::string(scene.texts[text.text]).c_str());
                        QVERIFY(static_cast<double>(text.slot.height) * scale >= static_cast<double>(smallest));
                    });
                }
            }
        }
    }

    void noTextStandsOnAnother()
    {
        for (const LayoutPtr &layout : {trafficChart(), machinesChart(), largeChart(6, 8, 3)}) {
            for (const double scale : scales()) {
                const Scene scene = composeScene(layout, {.scale = scale});
                std::vector<SceneText> texts;
                forEachText(scene, [&](const SceneText &text) { texts.push_back(text); });
                for (std::size_t a = 0; a < texts.size(); ++a) {
                    for (std::size_t b = a + 1; b < texts.size(); ++b) {
                        RectF slot = texts[a].slot;  // lines of one card may touch
                        slot.y += 0.3f;
                        slot.height -= 0.6f;
                        QVERIFY2(
                            !slot.intersects(texts[b].slot),
                            qPrintable(
                                u"%1 on %2 at %3"_qs.arg(textOf(scene, texts[a]), textOf(scene, texts[b])).arg(scale)));
                    }
                }
            }
        }
    }

    void textOfACardStaysInIt()
    {
        const LayoutPtr layout = trafficChart();
        for (const double scale : scales()) {
            const Scene scene = composeScene(layout, {.scale = scale});
            for (const SceneText &text : scene.layers[Scene::Cards].texts)
                QVERIFY2(layout->items[text.subject.index].rect.contains(text.slot), qPrintable(textOf(scene, text)));
        }
    }

    void whatIsPointedAtStandsOut()
    {
        const LayoutPtr layout = trafficChart();
        Emphasis emphasis;
        emphasis.hovered = itemNamed(*layout, VertexType::Service, "api");
        const Scene scene = composeScene(layout, {}, emphasis);
        const auto opacity = [&](VertexType type, std::string_view name) {
            return opacityOfName(scene, itemNamed(*layout, type, name));
        };
        QCOMPARE(opacity(VertexType::Service, "api"), 255);
        QCOMPARE(opacity(VertexType::Route, "/api"), 255);
        QCOMPARE(opacity(VertexType::Workload, "api"), 255);
        QCOMPARE(opacity(VertexType::Service, "web"), 89);
        QCOMPARE(opacity(VertexType::IngressController, "Traefik"), 89);
        const auto bright = std::ranges::count(scene.layers[Scene::Lines].lines, 255, &SceneLine::opacity);
        QCOMPARE(bright, 2);
        QCOMPARE(scene.layers[Scene::Lines].lines.back().opacity, 255);
    }

    void nothingIsDimmedWhenNothingIsPointedAt()
    {
        const Scene scene = composeScene(trafficChart(), {});
        forEachText(scene, [](const SceneText &text) { QCOMPARE(text.opacity, 255); });
    }

    void aLineThatIsPointedAtLightsItsEnds()
    {
        const LayoutPtr layout = trafficChart();
        Emphasis emphasis;
        emphasis.selectedEdge = 0;
        const Scene scene = composeScene(layout, {}, emphasis);
        QCOMPARE(opacityOfName(scene, layout->edges[0].from), 255);
        QCOMPARE(opacityOfName(scene, layout->edges[0].to), 255);
        QCOMPARE(opacityOfName(scene, itemNamed(*layout, VertexType::Service, "db")), 89);
    }

    void whatTheSearchFoundHasAnOutline()
    {
        const LayoutPtr layout = trafficChart();
        Emphasis emphasis;
        const ItemIndex db = itemNamed(*layout, VertexType::Service, "db");
        emphasis.found.assign(layout->items.size(), false);
        emphasis.found[db] = true;
        const Scene scene = composeScene(layout, {}, emphasis);
        QCOMPARE(opacityOfName(scene, db), 255);
        QCOMPARE(opacityOfName(scene, itemNamed(*layout, VertexType::Service, "web")), 89);
        QCOMPARE(std::ranges::count(scene.layers[Scene::Cards].boxes, Role::Accent, &SceneBox::stroke), 1);
    }

    void theSelectionHasARing()
    {
        const LayoutPtr layout = trafficChart();
        Emphasis emphasis;
        emphasis.selected = itemNamed(*layout, VertexType::Service, "db");
        const Scene scene = composeScene(layout, {}, emphasis);
        const auto ring = std::ranges::find(scene.layers[Scene::Cards].boxes, Role::Accent, &SceneBox::stroke);
        QVERIFY(ring != scene.layers[Scene::Cards].boxes.end());
        QCOMPARE(ring->fill, Role::AccentSoft);
        QCOMPARE(ring->rect.x, layout->items[emphasis.selected].rect.x - 4);
        emphasis.hasFocus = true;
        QCOMPARE(std::ranges::count(composeScene(layout, {}, emphasis).layers[Scene::Cards].boxes, Role::Accent,
                                    &SceneBox::stroke),
                 2);
    }

    void onlyWhatIsInViewIsDrawn()
    {
        const LayoutPtr layout = largeChart(100, 10, 4);
        const RectF part{0, 0, 600, 400};
        const Scene all = composeScene(layout, {}), some = composeScene(layout, {.part = part});
        QVERIFY(some.layers[Scene::Cards].boxes.size() * 20 < all.layers[Scene::Cards].boxes.size());
        QVERIFY(!some.layers[Scene::Cards].boxes.empty());
    }

    void farAwayThingsBecomeCounts()
    {
        const LayoutPtr layout = largeChart(100, 10, 4);
        const Scene near = composeScene(layout, {.scale = 1}), far = composeScene(layout, {.scale = 0.2}),
                    dust = composeScene(layout, {.scale = 0.01});
        QVERIFY(far.layers[Scene::Cards].boxes.size() * 5 < near.layers[Scene::Cards].boxes.size());
        QVERIFY(dust.layers[Scene::Cards].boxes.size() < 500);
        QStringList said;
        forEachText(far, [&](const SceneText &text) { said << textOf(far, text); });
        QVERIFY(said.contains(u"40 pods"_qs));
        QVERIFY(said.contains(u"team-99"_qs));
    }

    void aBarHasRoomForEveryStateThereIs()
    {
        Chart chart;
        const auto space = chart.space(0, {0, 0, 176, 72}, "shop");
        chart.tally(space, {.fine = 9990, .unknown = 1, .warning = 1, .failing = 1, .pods = 9993}, true);
        const Scene scene = composeScene(chart.done(), {});
        for (const Role role : {Role::Warning, Role::Failing}) {
            const auto part = std::ranges::find(scene.layers[Scene::Cards].boxes, role, &SceneBox::fill);
            QVERIFY(part != scene.layers[Scene::Cards].boxes.end());
            QVERIFY(part->rect.width >= 3);
        }
    }

    void linesLoseTheirHeadsBeforeTheyVanish()
    {
        const LayoutPtr layout = trafficChart();
        QVERIFY(composeScene(layout, {}).layers[Scene::Lines].lines.at(0).hasArrow);
        QVERIFY(!composeScene(layout, {.lineArrows = false}).layers[Scene::Lines].lines.at(0).hasArrow);
        const Scene far = composeScene(layout, {.scale = 0.3});
        QVERIFY(!far.layers[Scene::Lines].lines.empty());
        for (const SceneLine &line : far.layers[Scene::Lines].lines) {
            QVERIFY(!line.hasArrow);
            QVERIFY(line.width * 0.3f >= 0.99f);
        }
    }

    void aBrokenLineHasACross()
    {
        Chart chart;
        const auto a = chart.card(0, {0, 0, 160, 56}, {VertexType::Service, "a"}),
                   b = chart.card(0, {300, 0, 160, 56}, {VertexType::Workload, "b"});
        chart.edge(a, b, EdgeType::Selects, State::Failing);
        const Scene scene = composeScene(chart.done(), {});
        QCOMPARE(scene.layers[Scene::Lines].lines.at(0).role, Role::Failing);
        QCOMPARE(scene.layers[Scene::Over].lines.size(), std::size_t(2));
    }

    void theLegendNamesWhatIsOnTheChartAlone()
    {
        const auto words = [](const LayoutPtr &layout) {
            QStringList list;
            for (const LegendEntry &entry : legendOf(*layout))
                list << QString::fromUtf8(entry.text.data(), static_cast<qsizetype>(entry.text.size()));
            return list;
        };
        QCOMPARE(words(machinesChart()), QStringList({u"tunnel"_qs, u"controls"_qs}));
        QCOMPARE(words(largeChart(1, 1, 1)), QStringList({u"routes to"_qs, u"selects"_qs, u"pod not ready"_qs}));
        Chart empty;
        QVERIFY(words(empty.done()).isEmpty());
    }

    void aFrameHasTitleAboveAndLegendBelow()
    {
        for (const double scale : {2.0, 1.0, 0.25}) {
            const Scene scene = framed(composeScene(trafficChart(), {.scale = scale}), {"home-k3s", "Traffic"});
            const RectF chart = scene.layout->bounds;
            const auto margin = static_cast<float>(24 / scale);
            QVERIFY(scene.bounds.contains(chart));
            QVERIFY(scene.bounds.x <= chart.x - margin + 0.01f);
            bool hasTitle = false, hasLegend = false;
            for (const SceneText &text : scene.layers[Scene::Over].texts) {
                hasTitle |= textOf(scene, text) == u"home-k3s" && text.slot.bottom() <= chart.y;
                hasLegend |= textOf(scene, text) == u"exposes" && text.slot.y >= chart.bottom();
                QVERIFY(scene.bounds.contains(text.slot));
            }
            QVERIFY(hasTitle && hasLegend);
        }
    }

    void nothingAndHardlyAnythingAreDrawnToo()
    {
        QVERIFY(composeScene(nullptr, {}).texts.empty());
        Chart chart;
        const LayoutPtr layout = chart.done();
        QVERIFY(composeScene(layout, {.scale = 0}).texts.empty());
        Emphasis astray;
        astray.hovered = 77;
        astray.selectedEdge = 5;
        astray.found = {true, true, true, true};
        QVERIFY(composeScene(layout, {}, astray).texts.empty());
    }
};

QTEST_APPLESS_MAIN(TestScene)
#include "tst_scene.moc"
