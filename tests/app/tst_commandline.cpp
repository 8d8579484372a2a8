// SPDX-License-Identifier: GPL-3.0-or-later
#include <QDirIterator>
#include <QImage>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QProcess>
#include <QTemporaryDir>
#include <QXmlStreamReader>
#include <QtTest>

/** The program as a script sees it: arguments in; exit code, standard output and files out. */
class TestCommandLine : public QObject {
    Q_OBJECT

    struct Run {
        int exit = -1;
        bool ended = false;
        QByteArray out, err;
        QJsonObject json() const { return QJsonDocument::fromJson(out).object(); }
    };

    static Run run(const QStringList &arguments, const QByteArray &input = {})
    {
        QProcess process;
        process.start(QStringLiteral(PORTOLAN_PROGRAM), arguments);
        process.write(input);
        process.closeWriteChannel();
        Run result;
        result.ended = process.waitForFinished(120'000) && process.exitStatus() == QProcess::NormalExit;
        result.exit = process.exitCode();
        result.out = process.readAllStandardOutput();
        result.err = process.readAllStandardError();
        return result;
    }

    static QString data(const QString &path) { return QStringLiteral(PORTOLAN_SOURCE_DIR "/tests/data/") + path; }

    QTemporaryDir m_folder;
    QString file(const QString &name, const QByteArray &contents = {})
    {
        const QString path = m_folder.filePath(name);
        if (!contents.isNull()) {
            QFile out(path);
            if (out.open(QIODevice::WriteOnly))
                out.write(contents);
        }
        return path;
    }

private Q_SLOTS:
    void badUsageIsFourAndSaysWhat_data()
    {
        QTest::addColumn<QStringList>("arguments");
        QTest::addColumn<QString>("said");
        QTest::newRow("option") << QStringList{u"inventory"_qs, u"--frobnicate"_qs} << u"frobnicate"_qs;
        QTest::newRow("format") << QStringList{u"inventory"_qs, u"--sample"_qs, u"broken"_qs, u"-o"_qs, u"pdf"_qs}
                                << u"table, json"_qs;
        QTest::newRow("two inputs") << QStringList{u"topology"_qs,      u"--sample"_qs, u"broken"_qs,
                                                   u"--kubeconfig"_qs, u"x"_qs}
                                    << u"not two of them"_qs;
        QTest::newRow("time") << QStringList{u"topology"_qs, u"--request-timeout"_qs, u"soon"_qs} << u"30s"_qs;
        QTest::newRow("policy") << QStringList{u"topology"_qs, u"--exec-policy"_qs, u"maybe"_qs} << u"allow, deny"_qs;
        QTest::newRow("no such sample") << QStringList{u"inventory"_qs, u"--sample"_qs, u"nope"_qs}
                                        << u"k3s-vanilla"_qs;
        QTest::newRow("no file") << QStringList{u"export"_qs, u"--sample"_qs, u"broken"_qs} << u"-o FILE"_qs;
        QTest::newRow("scale") << QStringList{u"export"_qs, u"--sample"_qs, u"broken"_qs, u"-o"_qs,
                                              u"x.png"_qs,  u"--scale"_qs,  u"nan"_qs}
                               << u"--scale"_qs;
        QTest::newRow("size") << QStringList{u"export"_qs, u"--sample"_qs, u"broken"_qs, u"-o"_qs,
                                             u"x.png"_qs,  u"--size"_qs,   u"10"_qs}
                              << u"--size"_qs;
        QTest::newRow("not built") << QStringList{u"detect"_qs, u"--sample"_qs, u"broken"_qs} << u"detect"_qs;
    }
    void badUsageIsFourAndSaysWhat()
    {
        QFETCH(QStringList, arguments);
        QFETCH(QString, said);
        const Run result = run(arguments);
        QCOMPARE(result.exit, 4);
        QVERIFY(result.out.isEmpty());
        QVERIFY2(QString::fromUtf8(result.err).contains(said), result.err);
    }

    void inventoryOfASampleIsComplete()
    {
        const Run result = run({u"inventory"_qs, u"--sample"_qs, u"k3s-vanilla"_qs, u"-o"_qs, u"json"_qs});
        QCOMPARE(result.exit, 0);
        QCOMPARE(result.json()[u"schema"].toString(), u"inventory/1"_qs);
        QCOMPARE(result.json()[u"counts"][u"Node"].toInt(), 3);
        QVERIFY(result.json()[u"problems"].toArray().isEmpty());
        QVERIFY(result.json().contains(u"gaps") && result.json().contains(u"skipped"));
        QVERIFY(run({u"inventory"_qs, u"--sample"_qs, u"k3s-vanilla"_qs}).out.startsWith("KIND"));
    }

    void theSameInputGivesTheSameBytes_data()
    {
        QTest::addColumn<QString>("format");
        for (const char *format : {"json", "dot", "graphml", "mermaid", "drawio"})
            QTest::newRow(format) << QString::fromLatin1(format);
    }
    void theSameInputGivesTheSameBytes()
    {
        QFETCH(QString, format);
        const QStringList arguments{u"topology"_qs, u"--sample"_qs, u"broken"_qs, u"-o"_qs, format};
        const Run first = run(arguments);
        QCOMPARE(first.exit, 0);
        QVERIFY(first.out.size() > 1000);
        QCOMPARE(run(arguments).out, first.out);
    }

    void standardInputIsRead()
    {
        const Run result = run({u"inventory"_qs, u"-f"_qs, u"-"_qs, u"-o"_qs, u"json"_qs},
                               "apiVersion: v1\nkind: Namespace\nmetadata: {name: a}\n---\nreplicas: 3\n");
        QCOMPARE(result.exit, 0);
        QCOMPARE(result.json()[u"counts"][u"Namespace"].toInt(), 1);
        QCOMPARE(result.json()[u"skipped"].toArray().size(), 1);
        QCOMPARE(result.json()[u"skipped"][0][u"document"].toInt(), 2);
    }

    void aBrokenFileAmongGoodOnesIsTwo()
    {
        const QString good = file(u"good.yaml"_qs, "apiVersion: v1\nkind: Namespace\nmetadata: {name: a}\n");
        const QString broken = file(u"broken.json"_qs, "{\"kind\": \"Pod\", ");
        const Run result = run({u"inventory"_qs, u"-f"_qs, good, u"-f"_qs, broken, u"-o"_qs, u"json"_qs});
        QCOMPARE(result.exit, 2);
        QCOMPARE(result.json()[u"counts"][u"Namespace"].toInt(), 1);
        QVERIFY(result.json()[u"problems"][0][u"file"].toString().endsWith(u"broken.json"));
        QVERIFY(result.err.contains("broken.json"));
    }

    void nothingUsableIsThreeAndStillOneDocument()
    {
        for (const QStringList &input :
             {QStringList{u"-f"_qs, file(u"missing.yaml"_qs)}, QStringList{u"-f"_qs, file(u"empty.yaml"_qs, "")}}) {
            const Run result = run(QStringList{u"inventory"_qs, u"-o"_qs, u"json"_qs} + input);
            QCOMPARE(result.exit, 3);
            QVERIFY(!result.json().isEmpty());
            QVERIFY(!result.err.isEmpty());
        }
    }

    void namesCannotDriveTheTerminal()
    {
        const Run result = run({u"inventory"_qs, u"-f"_qs, u"-"_qs},
                               "{\"apiVersion\":\"v1\",\"kind\":\"Evil\\u001b[31mKind\\u009b\\u202e\","
                               "\"metadata\":{\"name\":\"x\"}}");
        for (const char forbidden : {'\x1b', '\x07'})
            QVERIFY(!result.out.contains(forbidden) && !result.err.contains(forbidden));
        QVERIFY(!QString::fromUtf8(result.out).contains(QChar(0x202E)));
        QVERIFY(!QString::fromUtf8(result.out).contains(QChar(0x9B)));
    }

    void hostileFilesAreAnsweredInOrder_data()
    {
        QTest::addColumn<QString>("path");
        QDirIterator files(data(u"hostile"_qs), QDir::Files, QDirIterator::Subdirectories);
        while (files.hasNext()) {
            const QString path = files.next();
            QTest::newRow(qPrintable(files.fileName())) << path;
        }
    }
    void hostileFilesAreAnsweredInOrder()
    {
        QFETCH(QString, path);
        for (const char *command : {"inventory", "topology"}) {
            const Run result = run({QString::fromLatin1(command), u"-f"_qs, path, u"-o"_qs, u"json"_qs});
            QVERIFY(result.ended);
            QVERIFY2(result.exit == 0 || result.exit == 2 || result.exit == 3,
                     qPrintable(QString::number(result.exit)));
            QJsonParseError error;
            QVERIFY(!QJsonDocument::fromJson(result.out, &error).isNull());
            QCOMPARE(error.error, QJsonParseError::NoError);
        }
    }

    void aSnapshotOpensAgainAsTheSameCluster()
    {
        const QString saved = file(u"saved.json"_qs);
        QCOMPARE(run({u"snapshot"_qs, u"--sample"_qs, u"broken"_qs, u"-o"_qs, saved}).exit, 0);
        const Run original = run({u"topology"_qs, u"--sample"_qs, u"broken"_qs});
        const Run again = run({u"topology"_qs, u"-f"_qs, saved});
        QCOMPARE(again.exit, 0);
        QCOMPARE(again.out, original.out);
    }

    void picturesAreWritten_data()
    {
        QTest::addColumn<QString>("sample");
        QTest::addColumn<QString>("lens");
        for (const char *sample : {"k3s-vanilla", "broken"}) {
            for (const char *lens : {"traffic", "machines"})
                QTest::newRow(qPrintable(QString::fromLatin1(sample) + u' ' + QLatin1String(lens)))
                    << QString::fromLatin1(sample) << QString::fromLatin1(lens);
        }
    }
    void picturesAreWritten()
    {
        QFETCH(QString, sample);
        QFETCH(QString, lens);
        const auto path = [&](const QString &ending) { return file(sample + lens + ending); };
        for (const QString &ending : {u".png"_qs, u".svg"_qs, u".pdf"_qs})
            QCOMPARE(run({u"export"_qs, u"--sample"_qs, sample, u"--lens"_qs, lens, u"-o"_qs, path(ending)}).exit, 0);

        const QImage png(path(u".png"_qs));
        QVERIFY(png.width() > 400 && png.height() > 300);
        QFile svg(path(u".svg"_qs)), pdf(path(u".pdf"_qs));
        QVERIFY(svg.open(QIODevice::ReadOnly) && pdf.open(QIODevice::ReadOnly));
        QXmlStreamReader xml(&svg);
        int titles = 0;
        while (!xml.atEnd())
            titles += xml.readNext() == QXmlStreamReader::StartElement && xml.name() == u"title";
        QVERIFY2(!xml.hasError(), qPrintable(xml.errorString()));
        QVERIFY(titles > 10);
        QVERIFY(pdf.readAll().startsWith("%PDF"));
    }

    void theSamePictureHasTheSameBytes()
    {
        for (const QString &ending : {u".png"_qs, u".svg"_qs}) {
            const QString first = file(u"first"_qs + ending), second = file(u"second"_qs + ending);
            for (const QString &path : {first, second})
                QCOMPARE(
                    run({u"export"_qs, u"--sample"_qs, u"k3s-vanilla"_qs, u"--theme"_qs, u"dark"_qs, u"-o"_qs, path})
                        .exit,
                    0);
            QFile a(first), b(second);
            QVERIFY(a.open(QIODevice::ReadOnly) && b.open(QIODevice::ReadOnly));
            QCOMPARE(a.readAll(), b.readAll());
        }
    }

    void aSizeIsKept()
    {
        const QString path = file(u"sized.png"_qs);
        QCOMPARE(
            run({u"export"_qs, u"--sample"_qs, u"k3s-vanilla"_qs, u"--size"_qs, u"800x600"_qs, u"-o"_qs, path}).exit,
            0);
        QCOMPARE(QImage(path).size(), QSize(800, 600));
    }

    void aPictureThatCannotBeWrittenSaysWhy()
    {
        const Run result =
            run({u"export"_qs, u"--sample"_qs, u"k3s-vanilla"_qs, u"-o"_qs, u"/nonexistent/folder/x.png"_qs});
        QCOMPARE(result.exit, 3);
        QVERIFY(result.err.contains("/nonexistent/folder/x.png"));
        QCOMPARE(run({u"export"_qs, u"--sample"_qs, u"k3s-vanilla"_qs, u"-o"_qs, file(u"x.bmp"_qs)}).exit, 4);
    }
};

QTEST_GUILESS_MAIN(TestCommandLine)
#include "tst_commandline.moc"
