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
        QTest::newRow("two inputs") << QStringList{u"topology"_qs, u"--sample"_qs, u"broken"_qs, u"--kubeconfig"_qs,
                                                   u"x"_qs}
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
        QTest::newRow("not built") << QStringList{u"diff"_qs, u"--sample"_qs, u"broken"_qs}
                                   << u"not in this version"_qs;
    }
    /** What fills the roles, as a script reads it; and the same where something is only supposed. */
    void rolesAreDetectedAndSupposed()
    {
        const auto rolesOf = [](const QByteArray &json) {
            QMap<QString, QString> roles;
            const QJsonObject document = QJsonDocument::fromJson(json).object();
            for (const QJsonValue &component : document[u"components"_qs].toArray()) {
                if (!roles.contains(component[u"role"_qs].toString()))
                    roles[component[u"role"_qs].toString()] = component[u"name"_qs].toString();
            }
            return roles;
        };
        const Run real = run({u"detect"_qs, u"--sample"_qs, u"k3s-vanilla"_qs, u"-o"_qs, u"json"_qs});
        QCOMPARE(real.exit, 0);
        QCOMPARE(QJsonDocument::fromJson(real.out)[u"distribution"_qs][u"name"_qs].toString(), u"k3s"_qs);
        const auto roles = rolesOf(real.out);
        QCOMPARE(roles[u"cni"_qs], u"flannel"_qs);
        QCOMPARE(roles[u"service-proxy"_qs], u"kube-proxy"_qs);
        QCOMPARE(roles[u"network-policy"_qs], u"kube-router-netpol"_qs);
        QCOMPARE(roles[u"load-balancer"_qs], u"klipper-lb"_qs);

        const Run supposed = run(
            {u"detect"_qs, u"--sample"_qs, u"k3s-vanilla"_qs, u"-o"_qs, u"json"_qs, u"--suppose"_qs, u"cni=cilium"_qs});
        QCOMPARE(rolesOf(supposed.out)[u"cni"_qs], u"cilium"_qs);
        const Run wrong = run({u"detect"_qs, u"--sample"_qs, u"k3s-vanilla"_qs, u"--suppose"_qs, u"cni=tealium"_qs});
        QCOMPARE(wrong.exit, 4);
        QVERIFY2(wrong.err.contains("one can suppose flannel"), wrong.err);
    }

    void portsComeAsJsonAndAsFirewalls()
    {
        const Run json = run({u"ports"_qs, u"--sample"_qs, u"k3s-vanilla"_qs, u"-o"_qs, u"json"_qs});
        QCOMPARE(json.exit, 0);
        bool hasTunnel = false;
        for (const QJsonValue &rule : QJsonDocument::fromJson(json.out)[u"rules"_qs].toArray())
            hasTunnel |= rule[u"port"_qs].toInt() == 8472 && rule[u"protocol"_qs].toString() == u"UDP" &&
                         rule[u"from"_qs].toArray().size() == 3;
        QVERIFY(hasTunnel);
        for (const QString &format : {u"nftables"_qs, u"ufw"_qs, u"firewalld"_qs}) {
            const Run text = run({u"ports"_qs, u"--sample"_qs, u"k3s-vanilla"_qs, u"-o"_qs, format});
            QCOMPARE(text.exit, 0);
            QVERIFY(text.out.contains("192.168.1.20") && text.out.contains("8472"));
        }
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
        const QDir samples(QStringLiteral(PORTOLAN_SOURCE_DIR "/resources/samples"));
        for (const QFileInfo &file : samples.entryInfoList({u"*.json"_qs}, QDir::Files, QDir::Name)) {
            for (const char *lens : {"traffic", "machines"})
                QTest::newRow(qPrintable(file.baseName() + u' ' + QLatin1String(lens)))
                    << file.baseName() << QString::fromLatin1(lens);
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
