// SPDX-License-Identifier: GPL-3.0-or-later
#include <QtTest>

#include <QDir>
#include <QDirIterator>
#include <QRegularExpression>

/** Holds the include lines of each folder against its atlas_library() line: what is not on the line is not included.
 *  The compiler can't tell, because all folders of a half share one include root, and so do all Qt modules. */
class TestLayers : public QObject {
    Q_OBJECT

    struct Library {
        QStringList uses, hides;
    };
    using Libraries = QMap<QString, Library>;

    static QString contents(const QString &path)
    {
        QFile file(path);
        return file.open(QIODevice::ReadOnly) ? QString::fromUtf8(file.readAll()) : QString();
    }

    static QStringList words(const QString &text)
    {
        return text.split(QRegularExpression(u"\\s+"_qs), Qt::SkipEmptyParts);
    }

    /** The libraries that a CMakeLists.txt declares. */
    static Libraries librariesOf(const QString &cmake)
    {
        static const QRegularExpression call(u"atlas_library\\(\\s*(\\w+)([^)]*)\\)"_qs);
        Libraries found;
        for (const auto &match : call.globalMatch(contents(cmake))) {
            Library library;
            QStringList *into = nullptr;
            for (const QString &word : words(match.captured(2))) {
                if (word == u"SOURCES")
                    into = nullptr;
                else if (word == u"USES")
                    into = &library.uses;
                else if (word == u"HIDES")
                    into = &library.hides;
                else if (into)
                    into->append(word);
            }
            found.insert(match.captured(1), library);
        }
        return found;
    }

    static Libraries allLibraries()
    {
        Libraries all;
        for (const auto *half : {"models", "ui", "app", "resources"})
            all.insert(librariesOf(source(QLatin1String(half) + u"/CMakeLists.txt"_qs)));
        return all;
    }

    static QString source(const QString &path) { return QLatin1String(PORTOLAN_SOURCE_DIR) + u'/' + path; }

    /** A library and everything that its USES lines reach. */
    static void reach(const Libraries &all, const QString &name, QSet<QString> &reached)
    {
        if (reached.contains(name))
            return;
        reached.insert(name);
        for (const QString &used : all.value(name).uses)
            reach(all, used.startsWith(u"portolan::") ? used.mid(10) : used, reached);
    }

    static QSet<QString> visibleFrom(const Libraries &all, const QString &library, bool inSource)
    {
        QSet<QString> seen;
        reach(all, library, seen);
        if (inSource) {
            for (const QString &hidden : all.value(library).hides)
                reach(all, hidden.startsWith(u"portolan::") ? hidden.mid(10) : hidden, seen);
        }
        return seen;
    }

    /** The Qt module whose header this is, or empty; known are those of which a folder may have to do without. */
    static QString qtModuleOf(const QString &header)
    {
        const QString path = header.section(u'/', 0, 0);
        for (const auto *module : {"Core", "Gui", "Widgets", "Svg", "Concurrent", "Charts", "Network", "Test"}) {
            if (path == QLatin1String("Qt") + QLatin1String(module) && header != path)
                return QLatin1String("Qt6::") + QLatin1String(module);
            static const QStringList roots = QLibraryInfo::path(QLibraryInfo::HeadersPath).split(u'\n');
            if (header.startsWith(u'Q') &&
                QFile::exists(roots.first() + u"/Qt"_qs + QLatin1String(module) + u'/' + header))
                return QLatin1String("Qt6::") + QLatin1String(module);
        }
        return {};
    }

    static QString libraryOfFolder(const Libraries &all, const QString &header)
    {
        const QString folder = header.section(u'/', 0, 0);
        return header.contains(u'/') && all.contains(folder) ? folder : QString();
    }

    static const QHash<QString, QString> &thirdParties()
    {
        static const QHash<QString, QString> known{{u"simdjson.h"_qs, u"simdjson::simdjson"_qs},
                                                   {u"yaml.h"_qs, u"PkgConfig::yaml"_qs},
                                                   {u"yaml-cpp/yaml.h"_qs, u"yaml-cpp"_qs},
                                                   {u"curl/curl.h"_qs, u"CURL::libcurl"_qs}};
        return known;
    }

    /** What this include line needs on the library's CMake line; empty if nothing is needed. */
    static QString needOf(const Libraries &all, const QString &header)
    {
        if (const QString library = libraryOfFolder(all, header); !library.isEmpty())
            return library;
        if (const QString party = thirdParties().value(header); !party.isEmpty())
            return party;
        return qtModuleOf(header);
    }

    /** A header in a folder of its own inside a library (kube/decode/cursor.h) may include what the library hides. */
    static bool isPrivate(const QString &path) { return path.count(u'/') > 1; }

    static QStringList trespassesIn(const Libraries &all, const QString &half, const QString &library)
    {
        static const QRegularExpression include(u"^\\s*#\\s*include\\s*[<\"]([^>\"]+)[>\"]"_qs,
                                                QRegularExpression::MultilineOption);
        QStringList found;
        QDirIterator files(source(half + u'/' + library), {u"*.h"_qs, u"*.cpp"_qs}, QDir::Files,
                           QDirIterator::Subdirectories);
        while (files.hasNext()) {
            const QString path = files.next();
            const bool isInside = path.endsWith(u".cpp") || isPrivate(path.mid(source(half + u'/').size()));
            const QSet<QString> seen = visibleFrom(all, library, isInside);
            for (const auto &match : include.globalMatch(contents(path))) {
                const QString need = needOf(all, match.captured(1));
                if (!need.isEmpty() && !seen.contains(need))
                    found << u"%1 includes <%2>: %3 is not on the line of %4"_qs.arg(path.mid(source({}).size()),
                                                                                     match.captured(1), need, library);
            }
        }
        return found;
    }

private Q_SLOTS:
    void everyIncludeIsOnTheLine()
    {
        const Libraries all = allLibraries();
        QStringList trespasses;
        for (const QString &half : {u"models"_qs, u"ui"_qs, u"app"_qs}) {
            const Libraries here = librariesOf(source(half + u"/CMakeLists.txt"_qs));
            for (auto it = here.begin(); it != here.end(); ++it)
                trespasses << trespassesIn(all, half, it.key());
        }
        QVERIFY2(trespasses.isEmpty(), qPrintable(trespasses.join(u'\n')));
    }

    void modelsKnowNoScreen()
    {
        const Libraries all = allLibraries();
        const Libraries models = librariesOf(source(u"models/CMakeLists.txt"_qs));
        QVERIFY(models.size() >= 5);
        for (auto it = models.begin(); it != models.end(); ++it) {
            for (const QString &forbidden : {u"Qt6::Gui"_qs, u"Qt6::Widgets"_qs, u"Qt6::Svg"_qs, u"Qt6::Charts"_qs})
                QVERIFY2(!visibleFrom(all, it.key(), true).contains(forbidden),
                         qPrintable(it.key() + u" reaches "_qs + forbidden));
        }
    }

    void uiDoesNotSeeTheSession()
    {
        const Libraries all = allLibraries();
        for (const QString &library : librariesOf(source(u"ui/CMakeLists.txt"_qs)).keys())
            QVERIFY2(!visibleFrom(all, library, true).contains(u"session"_qs), qPrintable(library));
    }

    void aTrespassIsSeen()
    {
        const Libraries all{{u"base"_qs, {}}, {u"kube"_qs, {{u"portolan::base"_qs}, {u"simdjson::simdjson"_qs}}}};
        QVERIFY(visibleFrom(all, u"kube"_qs, false).contains(u"base"_qs));
        QVERIFY(!visibleFrom(all, u"kube"_qs, false).contains(u"simdjson::simdjson"_qs));
        QVERIFY(visibleFrom(all, u"kube"_qs, true).contains(u"simdjson::simdjson"_qs));
        QVERIFY(!visibleFrom(all, u"base"_qs, true).contains(u"kube"_qs));
        QCOMPARE(needOf(all, u"kube/pod.h"_qs), u"kube"_qs);
        QCOMPARE(needOf(all, u"simdjson.h"_qs), u"simdjson::simdjson"_qs);
        QCOMPARE(needOf(all, u"QWidget"_qs), u"Qt6::Widgets"_qs);
    }
};

QTEST_APPLESS_MAIN(TestLayers)
#include "tst_layers.moc"
