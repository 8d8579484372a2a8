// SPDX-License-Identifier: GPL-3.0-or-later
// P6: a frame. P7: what is under the pointer. P8: an SVG. Each beside what Qt has for it.
#include <QBuffer>
#include <QGraphicsItem>
#include <QGraphicsScene>
#include <QPainter>
#include <QSvgGenerator>
#include <cmath>
#include <random>

#include "clusters.h"
#include "layouts.h"
#include "render/fonts.h"
#include "render/icons.h"
#include "render/raster.h"
#include "render/svg.h"

namespace portolan::bench {

namespace {

constexpr QSize screen(1920, 1080);

/** The generated cluster as the program would chart it, or null. Nothing is rolled up: every pod is an item. */
LayoutPtr chartOf(const Setting &setting, const std::string &size)
{
    const GraphPtr graph = graphOf(setting, size);
    if (!graph)
        return nullptr;
    LayoutWish wish;
    wish.rollUp = LayoutWish::RollUp::Never;
    return layOut(graph, wish);
}

QRectF rectOf(const RectF &r)
{
    return {static_cast<double>(r.x), static_cast<double>(r.y), static_cast<double>(r.width),
            static_cast<double>(r.height)};
}

QPainterPath pathOf(const PointF *points, std::size_t count)
{
    const auto at = [points](std::size_t i) {
        return QPointF(static_cast<double>(points[i].x), static_cast<double>(points[i].y));
    };
    QPainterPath path(at(0));
    for (std::size_t i = 1; i + 2 < count; i += 3)
        path.cubicTo(at(i), at(i + 1), at(i + 2));
    return path;
}

/** The part of the chart round its middle that fills the screen at a scale. */
RectF partAt(const Layout &layout, double scale)
{
    const auto width = static_cast<float>(screen.width() / scale), height = static_cast<float>(screen.height() / scale);
    const PointF middle = layout.bounds.center();
    return {middle.x - width / 2, middle.y - height / 2, width, height};
}

/** The same items, each as Qt would have it. */
void fill(QGraphicsScene &scene, const Layout &layout)
{
    for (std::size_t i = 1; i < layout.items.size(); ++i)
        scene.addPath(
            [&] {
                QPainterPath path;
                path.addRoundedRect(rectOf(layout.items[i].rect), 8, 8);
                return path;
            }(),
            QPen(Qt::gray), QBrush(Qt::white));
    for (const LayoutItem &item : layout.items) {
        if (item.kind != ItemKind::Card || item.vertex == none)
            continue;
        const std::string_view name = layout.graph->vertices[item.vertex].name;
        scene.addSimpleText(QString::fromUtf8(name.data(), static_cast<qsizetype>(name.size())), fontOf(Font::Name))
            ->setPos(static_cast<double>(item.rect.x) + 36, static_cast<double>(item.rect.y) + 8);
    }
    for (const LayoutEdge &edge : layout.edges)
        scene.addPath(pathOf(layout.pointsOf(edge).data(), edge.pointCount), QPen(Qt::blue, 1.5));
}

double qtFrameMs(QGraphicsScene &scene, const RectF &part)
{
    QImage image(screen, QImage::Format_RGB32);
    return medianMs(1, [&] {
        image.fill(Qt::white);
        QPainter painter(&image);
        painter.setRenderHint(QPainter::Antialiasing);
        scene.render(&painter, QRectF(), rectOf(part));
    });
}

/** One frame after another while the view moves, as when it is dragged. */
double frameMs(const LayoutPtr &layout, double scale, int runs)
{
    const Theme theme = themeNamed(u"light"_qs);
    RasterPainter painter;
    QImage image(screen, QImage::Format_RGB32);
    RectF part = partAt(*layout, scale);
    const auto frame = [&] {
        part.x += static_cast<float>(7 / scale);
        View view;
        view.scale = scale;
        view.x = static_cast<double>(part.x);
        view.y = static_cast<double>(part.y);
        view.size = screen;
        painter.paint(image, composeScene(layout, {.scale = scale, .part = part}), theme, view);
    };
    frame();  // what is seen for the first time is shaped once
    return medianMs(runs * 4, frame);
}

std::vector<Figure> measureFrames(const Setting &setting)
{
    std::vector<Figure> figures;
    for (const std::string &size : setting.sizes) {
        const LayoutPtr layout = chartOf(setting, size);
        if (!layout)
            continue;
        const double all = std::min(screen.width() / static_cast<double>(layout->bounds.width),
                                    screen.height() / static_cast<double>(layout->bounds.height));
        QGraphicsScene scene;
        fill(scene, *layout);
        const struct {
            const char *what;
            double scale, reach;
        } views[] = {{"everything in view", all, 8.3}, {"in between", std::sqrt(all), 16.7}, {"close", 1, 8.3}};
        for (const auto &view : views) {
            const double ms = frameMs(layout, view.scale, setting.runs);
            figures.push_back(
                {"P6", size,
                 "a frame, " + std::string(view.what) + ", " + std::to_string(layout->items.size()) + " items", ms,
                 "ms", "<= " + std::to_string(view.reach).substr(0, 4), ms <= view.reach, "QGraphicsScene",
                 qtFrameMs(scene, partAt(*layout, view.scale))});
        }
    }
    return figures;
}

std::vector<Figure> measurePointer(const Setting &setting)
{
    constexpr int questions = 20000, qtQuestions = 200;
    std::vector<Figure> figures;
    for (const std::string &size : setting.sizes) {
        const LayoutPtr layout = chartOf(setting, size);
        if (!layout)
            continue;
        std::mt19937 random(1);
        std::uniform_real_distribution<float> x(0, layout->bounds.width), y(0, layout->bounds.height);
        std::vector<PointF> places;
        for (int i = 0; i < questions; ++i)
            places.push_back({layout->bounds.x + x(random), layout->bounds.y + y(random)});
        const double own = medianMs(setting.runs, [&] {
            for (const PointF p : places)
                keep(layout->itemAt(p));
        });
        QGraphicsScene scene;
        fill(scene, *layout);
        keep(scene.itemAt(0, 0, {}));  // builds its index
        const double qt = medianMs(1, [&] {
            for (int i = 0; i < qtQuestions; ++i)
                keep(scene.itemAt(static_cast<double>(places[static_cast<std::size_t>(i)].x),
                                  static_cast<double>(places[static_cast<std::size_t>(i)].y), {}));
        });
        const double us = own * 1000 / questions;
        figures.push_back({"P7", size, "what is under the pointer", us, "us", "<= 2", us <= 2, "QGraphicsScene::itemAt",
                           qt * 1000 / qtQuestions});
    }
    return figures;
}

/** 10,000 named cards and 20,000 lines. */
LayoutPtr cardsAndLines()
{
    test::Chart chart;
    std::vector<ItemIndex> cards;
    std::mt19937 random(2);
    for (int i = 0; i < 10000; ++i) {
        const auto x = static_cast<float>(i % 100) * 200, y = static_cast<float>(i / 100) * 80;
        cards.push_back(
            chart.card(0, {x, y, 160, 56}, {VertexType::Service, "service-" + std::to_string(i), "10.43.12.80:80"}));
    }
    for (int i = 0; i < 20000; ++i)
        chart.edge(cards[random() % cards.size()], cards[random() % cards.size()], EdgeType::Selects);
    return chart.done();
}

/** The scene's primitives through QPainter. */
QByteArray qtSvg(const Scene &scene, const Theme &theme)
{
    QByteArray bytes;
    QBuffer buffer(&bytes);
    QSvgGenerator generator;
    generator.setOutputDevice(&buffer);
    QPainter painter(&generator);
    for (const SceneLayer &layer : scene.layers) {
        for (const SceneBox &box : layer.boxes) {
            painter.setPen(box.stroke == Role::None
                               ? QPen(Qt::NoPen)
                               : QPen(theme.colour(box.stroke), static_cast<double>(box.strokeWidth)));
            painter.setBrush(theme.colour(box.fill));
            painter.drawRoundedRect(rectOf(box.rect), static_cast<double>(box.radius), static_cast<double>(box.radius));
        }
        for (const SceneLine &line : layer.lines)
            painter.strokePath(pathOf(scene.points.data() + line.firstPoint, line.pointCount),
                               QPen(theme.colour(line.role), static_cast<double>(line.width)));
        for (const SceneIcon &icon : layer.icons) {
            painter.save();
            painter.translate(rectOf(icon.rect).topLeft());
            painter.scale(static_cast<double>(icon.rect.width) / iconSide,
                          static_cast<double>(icon.rect.width) / iconSide);
            for (const IconPath &path : shapeOf(icon.icon))
                painter.strokePath(path.path, QPen(theme.colour(icon.role), 1.4));
            painter.restore();
        }
        for (const SceneText &text : layer.texts) {
            const std::string_view words = scene.texts[text.text];
            painter.setPen(theme.colour(text.role));
            painter.setFont(fontOf(text.font, static_cast<double>(text.size)));
            painter.drawText(rectOf(text.slot), QString::fromUtf8(words.data(), static_cast<qsizetype>(words.size())));
        }
    }
    painter.end();
    return bytes;
}

std::vector<Figure> measureSvg(const Setting &setting)
{
    const Scene scene = composeScene(cardsAndLines(), {});
    const Theme theme = themeNamed(u"light"_qs);
    QByteArray own, qt;
    const double ownMs = medianMs(setting.runs, [&] { own = writeSvg(scene, theme); });
    const double qtMs = medianMs(1, [&] { qt = qtSvg(scene, theme); });
    const double ownMb = static_cast<double>(own.size()) / 1e6, qtMb = static_cast<double>(qt.size()) / 1e6;
    return {
        {"P8", "", "SVG of 10,000 cards and 20,000 lines", ownMs, "ms", "<= 20", ownMs <= 20, "QSvgGenerator", qtMs},
        {"P8", "", "its size", ownMb, "MB", "<= 1/5", ownMb <= qtMb / 5, "QSvgGenerator", qtMb}};
}

const Registered p6{"P6", measureFrames};
const Registered p7{"P7", measurePointer};
const Registered p8{"P8", measureSvg};

}  // namespace

}  // namespace portolan::bench
