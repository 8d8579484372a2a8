// SPDX-License-Identifier: GPL-3.0-or-later
#include <QFontInfo>
#include <QtTest>

#include "render/fonts.h"
#include "render/icons.h"
#include "render/theme.h"

using namespace portolan;

class TestTheme : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void everyThemeNamesEveryRole()
    {
        for (const QString &name : themeNames()) {
            QFile file(u":/themes/"_qs + name + u".json"_qs);
            QVERIFY2(file.open(QIODevice::ReadOnly), qPrintable(name));
            const auto theme = readTheme(file.readAll());
            QVERIFY2(theme, theme ? "" : theme.error().detail.c_str());
            QCOMPARE(theme.value().name, name);
        }
    }

    void whatCarriesMeaningCanBeRead()
    {
        constexpr Role words[] = {Role::Ink,     Role::Ink2,    Role::Accent,  Role::Fine,
                                  Role::Warning, Role::Failing, Role::Unknown, Role::Outside,
                                  Role::Door,    Role::Route,   Role::Service, Role::Workload,
                                  Role::Machine, Role::Tunnel,  Role::Dns,     Role::Policy};
        for (const QString &name : themeNames()) {
            const Theme theme = themeNamed(name);
            for (const Role word : words) {
                for (const Role ground : {Role::Paper, Role::Panel, Role::Window, Role::Soft}) {
                    const double found = contrast(theme.colour(word), theme.colour(ground));
                    QVERIFY2(found >= 4.5,
                             qPrintable(u"%1: %2 on %3 is %4"_qs.arg(name, portolan::name(word), portolan::name(ground))
                                            .arg(found)));
                }
            }
        }
    }

    void contrastIsThatOfTheStandard()
    {
        QCOMPARE(qRound(contrast(Qt::black, Qt::white)), 21);
        QVERIFY(qAbs(contrast(QColor(0x77, 0x77, 0x77), Qt::white) - 4.48) < 0.01);
    }

    void aThemeThatLacksARoleSaysWhich()
    {
        const auto theme = readTheme("{\"name\":\"x\",\"colours\":{\"window\":\"#ffffff\",\"paper\":\"none\"}}");
        QVERIFY(!theme);
        QVERIFY(theme.error().detail.find("paper") != std::string::npos);
        QVERIFY(!readTheme("{"));
    }

    void everyIconHasAShapeInItsSquare()
    {
        for (std::size_t i = 0; i < iconCount; ++i) {
            const auto icon = static_cast<Icon>(i);
            const IconShape &shape = shapeOf(icon);
            QVERIFY2(!shape.empty(), name(icon).data());
            for (const IconPath &path : shape) {
                QVERIFY2(!path.path.isEmpty(), name(icon).data());
                QVERIFY2(QRectF(0, 0, iconSide, iconSide).contains(path.path.boundingRect()), name(icon).data());
            }
        }
    }

    void pathDataIsReadOrRefused()
    {
        QCOMPARE(readPath("M1,2 L3,4 C1,1 2,2 3,3 Z")->elementCount(), 6);
        for (const char *bad : {"M1", "M1,2 Q1,2 3,4", "m1,2", "L", "1,2", "M1,2 C1,1 2,2"})
            QVERIFY2(!readPath(bad), bad);
    }

    void theProgramCarriesItsFonts()
    {
        QVERIFY(fontData(Font::Name).size() > 100000);
        QCOMPARE(QFontInfo(fontOf(Font::Fact)).family(), u"Inter"_qs);
        QCOMPARE(QFontInfo(fontOf(Font::Mono)).family(), u"JetBrains Mono"_qs);
    }
};

QTEST_MAIN(TestTheme)
#include "tst_theme.moc"
