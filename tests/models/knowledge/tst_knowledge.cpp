// SPDX-License-Identifier: GPL-3.0-or-later
#include <QtTest>

#include "knowledge/knowledge.h"

using namespace portolan;

/** What a mistake in a knowledge file is answered with. */
class TestKnowledge : public QObject {
    Q_OBJECT

    static constexpr const char *role = R"(schema: role/1
role: cni
title: CNI
question: Who?
what:
  learner:
    - {text: On {node1} all is well., sources: [A]}
  engineer: []
k3s: {learner: [], engineer: []}
handsTo: [{role: dns, text: addresses}]
alternatives: [flannel]
links: []
)";

    static constexpr const char *component = R"(schema: component/1
name: x
title: X
defaultOf: []
summary: {text: It is X., sources: [A]}
roles:
  - role: mesh
    how: {learner: [], engineer: []}
    limits:
      - {text: It ends., sources: [A], when: {mode: [on, ""]}, depth: engineer}
    compare: {dataPlane: a, identity: b, layers: c, footprint: d, change: e}
    choose: {text: Never., sources: [A]}
    swap: {flags: ["--x"], steps: [], breaks: [], back: []}
ports:
  - {protocol: UDP, port: "{setting:port}", without: "1", from: nodes, to: nodes, required: false, why: It needs it., sources: [A]}
links: [{title: X, url: "LINK"}]
)";

    /** LINK stands for an address, because moc takes two slashes in a raw string for a comment. */
    static Result<Knowledge> read(QString text, const char *name = "x.yaml")
    {
        text.replace(u"LINK"_qs, u"https://x.example"_qs);
        return readKnowledge(
            std::vector<KnowledgeFile>{{"sources.yaml", "A: {title: Somewhere}\n"}, {name, text.toStdString()}});
    }

    /** The mistakes of the component after a change of its text. */
    static QString mistakes(const char *before, const char *after)
    {
        const QString whole = QString::fromUtf8(component);
        const QString changed = QString(whole).replace(QString::fromUtf8(before), QString::fromUtf8(after));
        if (changed == whole)
            return u"the text was not changed"_qs;
        const auto result = read(changed);
        return result ? u"none"_qs : QString::fromStdString(result.error().detail);
    }

private Q_SLOTS:
    void wholeFilesAreRead()
    {
        const auto result = read(QString::fromUtf8(component));
        QVERIFY2(result, result ? "" : result.error().detail.c_str());
        const KnownComponent *x = result.value().component("x");
        QVERIFY(x && x->part("mesh") && !x->part("cni"));
        const KnownPart &part = *x->part("mesh");
        QCOMPARE(part.compare.at("layers"), std::string("c"));
        QVERIFY(part.limits.front().isForEngineers);
        QCOMPARE(part.limits.front().when.front().values, (std::vector<std::string>{"on", ""}));
        QVERIFY(!x->ports.front().isRequired);
        QCOMPARE(x->ports.front().without, std::string("1"));
    }

    void mistakesNameFileLineAndRemedy_data()
    {
        QTest::addColumn<QByteArray>("before");
        QTest::addColumn<QByteArray>("after");
        QTest::addColumn<QString>("mistake");
        const auto row = [](const char *name, const char *before, const char *after, const char *mistake) {
            QTest::newRow(name) << QByteArray(before) << QByteArray(after) << QString::fromUtf8(mistake);
        };
        row("missing", "title: X\ndefaultOf", "defaultOf", "x.yaml:1: `title` is missing; add it");
        row("unknown", "title: X\ndefaultOf", "title: X\ncolour: red\ndefaultOf",
            "x.yaml:4: `colour` is not known here; use defaultOf, links, name, ports, roles, schema, summary or title");
        row("twice", "title: X\ndefaultOf", "title: X\ntitle: Y\ndefaultOf",
            "x.yaml:4: `title` stands here twice; keep one of them");
        row("type", "defaultOf: []", "defaultOf: k3s", "x.yaml:4: `defaultOf` is a string; make it a list");
        row("no text", "title: X\ndefaultOf", "title: [X]\ndefaultOf",
            "x.yaml:3: `title` is a list; make it a string, in quotes if it begins with a brace or a backtick");
        row("role", "role: mesh", "role: dance",
            "x.yaml:7: the role `dance` is not known; use cni, ingress, gateway, dns, load-balancer, service-network, "
            "service-proxy, network-policy, mesh or ports");
        row("placeholder", "It is X.", "'It is on {node9}.'",
            "x.yaml:5: the placeholder `{node9}` is not known; README.md lists those that are");
        row("brace", "It is X.", "'It is {node1.'",
            "x.yaml:5: the placeholder `{}` is not known; README.md lists those "
            "that are");
        row("source", "choose: {text: Never., sources: [A]}", "choose: {text: Never., sources: [B]}",
            "x.yaml:12: the source `B` is not known; add it to sources.yaml");
        row("no source", "choose: {text: Never., sources: [A]}", "choose: {text: Never., sources: []}",
            "x.yaml:12: `sources` is empty; name where it is documented");
        row("cell", ", layers: c", "", "x.yaml:11: `layers` is missing; add it");
        row("protocol", "protocol: UDP", "protocol: UPD",
            "x.yaml:15: `protocol` is `UPD`; use TCP, UDP, SCTP, ICMP or IP: with a number");
        row("place", "from: nodes", "from: moon",
            "x.yaml:15: `from` is `moon`; use nodes, servers, agents, clients, pods, routers, component or local");
        row("schema", "component/1", "component/2",
            "x.yaml:1: `schema` is `component/2`; this program reads "
            "`component/1`");
        row("name", "name: x", "name: y", "x.yaml:1: the file is about `y`; call it y.yaml");
        row("link", "LINK", "http://x", "x.yaml:16: `url` is no https:// address; link to public documentation");
        row("broken", "title: X\ndefaultOf", "title: [X\ndefaultOf", "");
    }

    void mistakesNameFileLineAndRemedy()
    {
        QFETCH(QByteArray, before);
        QFETCH(QByteArray, after);
        QFETCH(QString, mistake);
        const QString found = mistakes(before.constData(), after.constData());
        if (mistake.isEmpty())
            QVERIFY2(found.startsWith(u"x.yaml: yaml: line "_qs), qPrintable(found));
        else
            QCOMPARE(found, mistake);
    }

    void bracesWantQuotesWithinBraces()
    {
        const auto result = read(QString::fromUtf8(role), "cni.yaml");
        QVERIFY(!result);
        QVERIFY2(result.error().detail.starts_with("cni.yaml: yaml: line 7"), result.error().detail.c_str());
    }

    void rolesAreRead()
    {
        const QString text = QString::fromUtf8(role).replace(u"{text: On {node1} all is well.,"_qs,
                                                             u"{text: 'On {node1} all is well.',"_qs);
        const auto result = read(text, "cni.yaml");
        QVERIFY2(result, result ? "" : result.error().detail.c_str());
        QCOMPARE(result.value().role("cni")->handsTo.front().role, std::string("dns"));
        QCOMPARE(result.value().role("cni")->what.learner.size(), std::size_t(1));
    }

    void allMistakesAreNamedAtOnce()
    {
        const auto result = read(u"schema: component/1\nname: x\n"_qs);
        QVERIFY(!result);
        QVERIFY(QString::fromStdString(result.error().detail).count(u'\n') >= 4);
    }
};

QTEST_GUILESS_MAIN(TestKnowledge)
#include "tst_knowledge.moc"
