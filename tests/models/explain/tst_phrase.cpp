// SPDX-License-Identifier: GPL-3.0-or-later
#include "explain/phrase.h"

#include <QtTest>
#include <set>

#include "explain/explanation.h"

using namespace portolan;

class TestPhrase : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void countsAgreeWithTheirNoun_data()
    {
        QTest::addColumn<int>("count");
        QTest::addColumn<QString>("noun");
        QTest::addColumn<QString>("expected");
        QTest::newRow("one") << 1 << "pod"
                             << "1 pod";
        QTest::newRow("none") << 0 << "pod"
                              << "0 pods";
        QTest::newRow("y after a consonant") << 2 << "policy"
                                             << "2 policies";
        QTest::newRow("y after a vowel") << 2 << "gateway"
                                         << "2 gateways";
        QTest::newRow("s") << 3 << "Ingress"
                           << "3 Ingresses";
        QTest::newRow("already plural") << 3 << "Endpoints"
                                        << "3 Endpoints";
        QTest::newRow("grouped") << 150000 << "pod"
                                 << "150,000 pods";
        QTest::newRow("exactly three digits") << 999 << "pod"
                                              << "999 pods";
        QTest::newRow("four digits") << 1000 << "pod"
                                     << "1,000 pods";
    }
    void countsAgreeWithTheirNoun()
    {
        QFETCH(int, count);
        QFETCH(QString, noun);
        QTEST(QString::fromStdString(counted(static_cast<std::size_t>(count), noun.toStdString())), "expected");
    }

    void listsReadAsASentence()
    {
        QCOMPARE(listed({}), std::string());
        QCOMPARE(listed({"a"}), std::string("a"));
        QCOMPARE(listed({"a", "b"}), std::string("a and b"));
        QCOMPARE(listed({"a", "b", "c"}), std::string("a, b and c"));
    }

    void whatIsBeyondTheEndOfAListIsCounted()
    {
        QCOMPARE(listed({"a", "b", "c", "d", "e"}, 2), std::string("a, b and 3 more"));
        QCOMPARE(listed({"a", "b", "c"}, 2), std::string("a, b and c"));  // "and 1 more" would be longer
    }

    void aLineHoldsNoControlCharacters()
    {
        QCOMPARE(oneLine("back-off\n\t restarting\x1b[31m\x7f now "), std::string("back-off restarting [31m now"));
        QCOMPARE(oneLine("evil\xe2\x80\xaegpj.exe"), std::string("evil gpj.exe"));
        QCOMPARE(oneLine("c1\xc2\x9b"
                         "31m"),
                 std::string("c1 31m"));
    }

    void aLineIsCutAtACharacter()
    {
        QCOMPARE(oneLine("ééé", 4), std::string("éé…"));
        QCOMPARE(oneLine("\xff\xff", 400), std::string("\xff\xff"));  // what is no UTF-8 is for the writer to replace
    }

    void pathsReadAsPeopleWriteThem_data()
    {
        QTest::addColumn<QString>("pointer");
        QTest::addColumn<QString>("expected");
        QTest::newRow("indices") << "/endpoints/2/conditions/ready"
                                 << "endpoints[2].conditions.ready";
        QTest::newRow("keys with dots and slashes")
            << "/metadata/annotations/flannel.alpha.coreos.com~1backend-type"
            << "metadata.annotations[\"flannel.alpha.coreos.com/backend-type\"]";
        QTest::newRow("tilde") << "/a~0b"
                               << "a~b";
        QTest::newRow("a number at the top is a key") << "/0"
                                                      << "0";
        QTest::newRow("the whole") << ""
                                   << "";
        QTest::newRow("no slash at the start") << "spec/nodeName"
                                               << "spec.nodeName";
    }
    void pathsReadAsPeopleWriteThem()
    {
        QFETCH(QString, pointer);
        QTEST(QString::fromStdString(readablePath(pointer.toStdString())), "expected");
    }

    void everyTypeHasAWordOfItsOwn()
    {
        std::set<std::string_view> words;
        for (int i = 0; i <= static_cast<int>(VertexType::Policy); ++i)
            words.insert(wordFor(static_cast<VertexType>(i)));
        QCOMPARE(words.size(), std::size_t{15});
        for (int i = 0; i <= static_cast<int>(EdgeType::Calls); ++i)
            words.insert(wordFor(static_cast<EdgeType>(i)));
        QCOMPARE(words.size(), std::size_t{24});
        QVERIFY(!words.contains(""));
    }
};

QTEST_APPLESS_MAIN(TestPhrase)
#include "tst_phrase.moc"
