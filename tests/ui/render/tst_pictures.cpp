// SPDX-License-Identifier: GPL-3.0-or-later
#include <QImage>
#include <QPainter>
#include <QTemporaryDir>
#include <QXmlStreamReader>
#include <QtTest>

#include "layouts.h"
#include "render/export.h"
#include "render/raster.h"
#include "render/svg.h"
#include "render/typesetter.h"

using namespace portolan;
using namespace portolan::test;

namespace {

constexpr std::string_view hostile = "<script>\"&'\x1b[31m\x01\xff\xc3(\xe2\x80\xae]]>--><!-- \xf0\x9f\x98\x80";

LayoutPtr hostileChart()
{
    Chart chart;
    const auto space = chart.space(0, {0, 0, 400, 120}, hostile, State::Failing);
    const auto a = chart.card(space, {12, 36, 160, 56}, {VertexType::Service, hostile, hostile, State::Failing});
    const auto b = chart.card(space, {220, 36, 160, 56}, {VertexType::Workload, std::string(5000, 'x'), "\n\t\r"});
    chart.edge(a, b, EdgeType::Selects, State::Failing);
    return chart.done();
}

/** The document's elements, or why it is none. */
QStringList elementsOf(const QByteArray &svg, QString *problem, QStringList *ids = nullptr, QString *text = nullptr)
{
    QXmlStreamReader xml(svg);
    QStringList names;
    while (!xml.atEnd()) {
        xml.readNext();
        if (xml.isCharacters() && text)
            *text += xml.text();
        if (!xml.isStartElement())
            continue;
        names << xml.name().toString();
        if (ids && xml.attributes().hasAttribute(QLatin1String("id")))
            *ids << xml.attributes().value(QLatin1String("id")).toString();
    }
    *problem = xml.hasError() ? xml.errorString() : QString();
    return names;
}

int different(const QImage &image, const QColor &ground)
{
    int count = 0;
    for (int y = 0; y < image.height(); ++y) {
        for (int x = 0; x < image.width(); ++x)
            count += image.pixel(x, y) != ground.rgb();
    }
    return count;
}

/** A scene of lines alone. */
Scene emptyScene()
{
    Scene scene;
    scene.bounds = {0, 0, 160, 100};
    return scene;
}

/** A hairline along the last points of the scene. */
void addLastLine(Scene &scene, std::uint32_t points, Role role, std::uint8_t opacity)
{
    SceneLine line;
    line.firstPoint = static_cast<std::uint32_t>(scene.points.size()) - points;
    line.pointCount = points;
    line.width = 1;
    line.role = role;
    line.opacity = opacity;
    scene.layers[Scene::Lines].lines.push_back(line);
}

void addLine(Scene &scene, PointF from, PointF to, Role role = Role::Accent, std::uint8_t opacity = 89)
{
    scene.points.insert(scene.points.end(), {from, from, to, to});
    addLastLine(scene, 4, role, opacity);
}

QImage imageOf(const Scene &scene)
{
    View view;
    view.size = QSize(160, 100);
    return rasterize(scene, themeNamed(u"light"_qs), view);
}

/** An image with a scene over it. */
QImage paintedOver(const QImage &image, const Scene &scene)
{
    View view;
    view.size = image.size();
    view.isTransparent = true;
    QImage both = image;
    QPainter(&both).drawImage(0, 0, rasterize(scene, themeNamed(u"light"_qs), view));
    return both;
}

Result<Picture> pictureOf(PictureFormat format, const PictureOptions &options = {},
                          const LayoutPtr &layout = trafficChart())
{
    return makePicture(format, layout, themeNamed(u"light"_qs), options);
}

}  // namespace

class TestPictures : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void anSvgIsWellFormedWhateverThingsAreCalled()
    {
        const Scene scene = framed(composeScene(hostileChart(), {}), {std::string(hostile), std::string(hostile)});
        QString problem, text;
        QStringList ids;
        const QStringList names = elementsOf(writeSvg(scene, themeNamed(u"light"_qs), {1, false, std::string(hostile)}),
                                             &problem, &ids, &text);
        QVERIFY2(problem.isEmpty(), qPrintable(problem));
        QVERIFY(!names.contains(u"script"_qs));
        QVERIFY(text.contains(u"<script>\"&'"_qs));
        QVERIFY(!text.contains(QChar(0x1b)));
    }

    void anSvgSaysWhatItShows()
    {
        const Scene scene = composeScene(trafficChart(), {});
        QString problem, text;
        QStringList ids;
        const QByteArray svg = writeSvg(scene, themeNamed(u"dark"_qs));
        elementsOf(svg, &problem, &ids, &text);
        QVERIFY2(problem.isEmpty(), qPrintable(problem));
        QCOMPARE(QSet<QString>(ids.begin(), ids.end()).size(), ids.size());
        QVERIFY(ids.contains(u"service_api"_qs));
        QVERIFY(ids.contains(u"Namespace_shop"_qs));
        QVERIFY(text.contains(u"service/api: failing"_qs));
        QVERIFY(text.contains(u"service/api selects workload/api: failing"_qs));
        QVERIFY(svg.contains("data-id=\"service/api\""));
        QVERIFY(svg.contains("role=\"img\""));
        QVERIFY(svg.contains("xlink:href=\"#icon-service-1600\""));
        QVERIFY(svg.contains("<symbol id=\"icon-service-1600\""));
        QVERIFY(!svg.contains("<symbol id=\"icon-policy"));
    }

    void whatIsElidedIsInTheTitle()
    {
        Chart chart;
        chart.card(0, {0, 0, 120, 56}, {VertexType::Service, "a-name-that-is-longer-than-its-card"});
        QString problem, text;
        const QByteArray svg = writeSvg(composeScene(chart.done(), {}), themeNamed(u"light"_qs));
        elementsOf(svg, &problem, nullptr, &text);
        QVERIFY(text.contains(u"a-name-that-is-longer-than-its-card"_qs));
        QVERIFY(text.contains(u'…'));
    }

    void manyLinesBecomeFewPaths()
    {
        const LayoutPtr layout = largeChart(300, 10, 1);
        const QByteArray svg = writeSvg(composeScene(layout, {}), themeNamed(u"light"_qs));
        QVERIFY(layout->edges.size() > 3000);
        QVERIFY(svg.count("class=\"stroke service\"") < 5);
        QString problem;
        elementsOf(svg, &problem);
        QVERIFY2(problem.isEmpty(), qPrintable(problem));
    }

    void idsAreSafeAndDiffer()
    {
        QCOMPARE(xmlId("Service/shop/web"), std::string("Service_shop_web"));
        const std::string_view alike[] = {"a/b",    "a_b", "a//b", "a/_b", "a__b", "a b", "a:b",
                                          "a__5fb", "a.b", "a-b",  "9a",   "/a",   ""};
        std::set<std::string> ids;
        for (const std::string_view text : alike) {
            const std::string id = xmlId(text);
            QVERIFY2(QRegularExpression(u"^[A-Za-z][A-Za-z0-9._-]*$"_qs).match(QString::fromStdString(id)).hasMatch(),
                     id.c_str());
            ids.insert(id);
        }
        QCOMPARE(ids.size(), std::size(alike));
    }

    void theSameInputGivesTheSameBytes()
    {
        PictureOptions options;
        options.title = "home-k3s";
        for (const PictureFormat format : {PictureFormat::Png, PictureFormat::Svg}) {
            const auto first = pictureOf(format, options), second = pictureOf(format, options);
            QVERIFY(first && second);
            QVERIFY(first.value().bytes == second.value().bytes);
        }
    }

    void anImageShowsTheChart()
    {
        const Scene scene = composeScene(trafficChart(), {});
        View view;
        view.size = QSize(1100, 760);
        for (const QString &name : themeNames()) {
            const Theme theme = themeNamed(name);
            const QImage image = rasterize(scene, theme, view);
            QCOMPARE(image.size(), view.size);
            QVERIFY(different(image, theme.colour(Role::Paper)) > 10000);
            QVERIFY(image == rasterize(scene, theme, view));
        }
    }

    void aPartThatIsPaintedAgainIsAsBefore()
    {
        const Scene scene = composeScene(trafficChart(), {});
        const Theme theme = themeNamed(u"light"_qs);
        View view;
        view.size = QSize(1100, 760);
        RasterPainter painter;
        QImage image(view.size, QImage::Format_RGB32);
        painter.paint(image, scene, theme, view);
        const QImage whole = image.copy();
        const QRect part(301, 107, 333, 209);
        for (int y = part.top(); y <= part.bottom(); ++y)
            std::fill_n(reinterpret_cast<QRgb *>(image.scanLine(y)) + part.left(), part.width(), 0xff00ff00);
        painter.paint(image, scene, theme, view, part);
        QVERIFY(image == whole);
    }

    void linesOnEachOtherAreAsDarkAsPaintedOneAfterTheOther()
    {
        for (const int lines : {1, 2, 3, 7, 15, 16, 40}) {
            Scene all = emptyScene(), one = emptyScene();
            addLine(one, {10, 20}, {150, 20});
            addLine(one, {70, 5}, {70, 95});
            QImage expected = imageOf(one);
            for (int i = 0; i < lines; ++i) {
                addLine(all, {10, 20}, {150, 20});
                addLine(all, {70, 95}, {70, 5});
                if (i > 0)
                    expected = paintedOver(expected, one);
            }
            const QImage together = imageOf(all);
            for (const QPoint at : {QPoint(9, 20), QPoint(10, 20), QPoint(64, 20), QPoint(149, 20), QPoint(150, 20),
                                    QPoint(70, 4), QPoint(70, 5), QPoint(70, 64), QPoint(70, 94), QPoint(70, 95)}) {
                const QColor is = together.pixel(at), wanted = expected.pixel(at);
                const int off = std::max({std::abs(is.red() - wanted.red()), std::abs(is.green() - wanted.green()),
                                          std::abs(is.blue() - wanted.blue())});
                QVERIFY2(off <= 3,
                         qPrintable(u"%1 lines at %2, %3: %4 for %5"_qs.arg(lines).arg(at.x()).arg(at.y()).arg(
                             is.name(), wanted.name())));
            }
        }
    }

    void ofTwoColoursTheLaterLineIsAbove()
    {
        Scene scene = emptyScene();
        addLine(scene, {10, 20}, {150, 20}, Role::Failing, 255);
        addLine(scene, {70, 5}, {70, 95}, Role::Accent, 255);
        addLine(scene, {10, 60}, {150, 60}, Role::Failing, 255);
        const QImage image = imageOf(scene);
        const Theme theme = themeNamed(u"light"_qs);
        QCOMPARE(image.pixelColor(70, 20), theme.colour(Role::Accent));
        QCOMPARE(image.pixelColor(70, 60), theme.colour(Role::Failing));
    }

    void whereAHairlineTurnsItHasNoGap()
    {
        for (const float x : {30.f, 30.3f, 30.7f}) {
            for (const float y : {40.f, 40.4f, 40.6f}) {
                for (const PointF end : {PointF{x, 10}, PointF{x, 80}}) {
                    for (const float start : {5.f, 90.f}) {
                        Scene scene = emptyScene();
                        const PointF from{start, y}, at{x, y};
                        scene.points = {from, from, at, at, at, end, end};
                        addLastLine(scene, 7, Role::Failing, 255);
                        const QPoint corner(static_cast<int>(x), static_cast<int>(y));
                        QCOMPARE(imageOf(scene).pixelColor(corner), themeNamed(u"light"_qs).colour(Role::Failing));
                    }
                }
            }
        }
    }

    void paintingFarOutsideAndFarInsideIsHarmless()
    {
        const Scene scene = composeScene(hostileChart(), {.scale = 400});
        View view;
        view.size = QSize(300, 200);
        for (const double at : {-1e7, -3.0, 0.0, 50.0, 1e7}) {
            view.x = view.y = at;
            view.scale = 400;
            QCOMPARE(rasterize(scene, themeNamed(u"dark"_qs), view).size(), view.size);
        }
    }

    void anImageIsAsLargeAsAskedFor()
    {
        PictureOptions options;
        options.title = "home-k3s";
        const auto one = pictureOf(PictureFormat::Png, options);
        QVERIFY(one);
        options.scale = 2;
        const auto two = pictureOf(PictureFormat::Png, options);
        QVERIFY(two);
        QCOMPARE(QImage::fromData(two.value().bytes).size(), two.value().size);
        QVERIFY(qAbs(two.value().size.width() - 2 * one.value().size.width()) <= 1);
        for (const QSize size : {QSize(800, 600), QSize(200, 900), QSize(3000, 2000)}) {
            options.size = size;
            for (const PictureFormat format : {PictureFormat::Png, PictureFormat::Svg, PictureFormat::Pdf}) {
                const auto fitted = pictureOf(format, options);
                QVERIFY(fitted);
                QCOMPARE(fitted.value().size, size);
                if (format == PictureFormat::Png)
                    QCOMPARE(QImage::fromData(fitted.value().bytes).size(), size);
            }
        }
    }

    void anImageBeyondReasonIsRefusedInWords()
    {
        PictureOptions options;
        options.scale = 90;
        const auto picture = pictureOf(PictureFormat::Png, options);
        QVERIFY(!picture);
        QCOMPARE(picture.error().kind, Error::Kind::Usage);
        QVERIFY(picture.error().detail.find("too large") != std::string::npos);
    }

    void aTransparentImageHasNoPaper()
    {
        PictureOptions options;
        options.isTransparent = true;
        const auto picture = pictureOf(PictureFormat::Png, options);
        QVERIFY(picture);
        QCOMPARE(qAlpha(QImage::fromData(picture.value().bytes).pixel(2, 2)), 0);
        QVERIFY(!pictureOf(PictureFormat::Svg, options).value().bytes.contains("<rect class=\"paper-none\""));
    }

    void aPdfHasItsPage()
    {
        const auto picture = pictureOf(PictureFormat::Pdf);
        QVERIFY(picture);
        const QByteArray &bytes = picture.value().bytes;
        QVERIFY(bytes.startsWith("%PDF-"));
        QCOMPARE(bytes.count("/Type /Page\n"), 1);
        QVERIFY(bytes.contains("/MediaBox"));
    }

    void filesAreWrittenByTheirEnding()
    {
        QTemporaryDir folder;
        const QHash<QString, QByteArray> beginnings{
            {u"a.png"_qs, "\x89PNG"}, {u"a.SVG"_qs, "<svg"}, {u"a.pdf"_qs, "%PDF"}};
        for (auto it = beginnings.begin(); it != beginnings.end(); ++it) {
            const QString path = folder.filePath(it.key());
            QVERIFY(exportPicture(path, trafficChart(), themeNamed(u"print"_qs), {}));
            QFile file(path);
            QVERIFY(file.open(QIODevice::ReadOnly));
            QVERIFY(file.readAll().startsWith(it.value()));
        }
        const auto bad = exportPicture(folder.filePath(u"a.bmp"_qs), trafficChart(), themeNamed(u"print"_qs), {});
        QVERIFY(!bad);
        QCOMPARE(bad.error().kind, Error::Kind::Usage);
        const auto nowhere =
            exportPicture(folder.filePath(u"none/a.png"_qs), trafficChart(), themeNamed(u"print"_qs), {});
        QVERIFY(!nowhere);
        QCOMPARE(nowhere.error().kind, Error::Kind::Io);
    }

    void textIsElidedWhereItSays()
    {
        Typesetter typesetter;
        const auto set = [&](std::string_view text, double width, Elide elide) {
            return typesetter.set(text, Font::Name, 13, width, elide).text;
        };
        QCOMPARE(set("traefik", 200, Elide::Middle), u"traefik"_qs);
        const QString middle = set("traefik-5d45fc8cc9-x7k2p", 120, Elide::Middle);
        QVERIFY2(middle.startsWith(u"traefik") && middle.endsWith(u"x7k2p") && middle.contains(u'…'),
                 qPrintable(middle));
        QVERIFY(set("one sentence that is long", 80, Elide::End).endsWith(u'…'));
        QVERIFY(!set("192.168.100.10", 60, Elide::Middle).contains(u".…"_qs));
        QCOMPARE(set("name", 1, Elide::Never), u"name"_qs);
        for (double width = 20; width < 200; width += 7) {
            const ShapedText &shaped =
                typesetter.set("metrics-server-with-a-long-name", Font::Name, 13, width, Elide::Middle);
            QVERIFY(static_cast<double>(shaped.width) * 13 <= width + 0.5);
        }
    }

    void textIsShownAsPlainText()
    {
        Typesetter typesetter;
        const QString shown = typesetter.set(hostile, Font::Fact, 11, 1e6, Elide::End).text;
        QVERIFY(!shown.contains(QChar(0x1b)));
        QVERIFY(!shown.contains(QChar(0x202e)));
        QVERIFY(typesetter.set(std::string(1000000, 'x'), Font::Fact, 11, 1e9, Elide::End).text.size() <= 400);
    }
};

QTEST_MAIN(TestPictures)
#include "tst_pictures.moc"
