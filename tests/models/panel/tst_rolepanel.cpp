// SPDX-License-Identifier: GPL-3.0-or-later
#include <QtTest>

#include <QDir>

#include "kube/read.h"
#include "panel/rolepanel.h"
#include "support/clusterof.h"

using namespace portolan;

/** What panels say of clusters, with the program's own texts and with texts of the test. */
class TestRolePanel : public QObject {
    Q_OBJECT

    static Knowledge builtIn()
    {
        auto known = builtInKnowledge();
        if (!known)
            qFatal("%s", known.error().detail.c_str());
        return std::move(known).value();
    }

    static GraphPtr twoNodes()
    {
        return buildTopology(clusterOf(R"(
            node a 192.168.1.10 10.42.0.0/24 note:flannel.alpha.coreos.com/backend-type=vxlan note:flannel.alpha.coreos.com/public-ip=192.168.1.10
            node b 192.168.1.20 10.42.1.0/24 note:flannel.alpha.coreos.com/backend-type=vxlan note:flannel.alpha.coreos.com/public-ip=192.168.1.20
            pod     shop/web-1 app=web node=b ip=10.42.1.4
            service shop/web app=web ip=10.43.0.5 port=80
            slice   shop/web-x service=web 10.42.1.4:ready=web-1@b port=80/TCP
        )"));
    }

    static GraphPtr nothing() { return buildTopology(clusterOf("")); }

    static KnownSentence sentence(const char *text, const char *without = "") { return {text, without, {}, {}, false}; }

    /** A panel whose role says only these sentences. */
    static QStringList said(const TopologyGraph &graph, std::vector<KnownSentence> sentences,
                            Depth depth = Depth::Learner)
    {
        Knowledge known;
        KnownRole role;
        role.role = "cni";
        role.what = {sentences, sentences};
        known.roles.emplace("cni", role);
        QStringList all;
        for (const std::string &one : rolePanel(graph, NetworkRole::Cni, depth, known).what)
            all.append(QString::fromStdString(one));
        return all;
    }

    /** Every text of a panel that is a sentence or a cell. */
    static std::vector<std::string> textsOf(const RolePanel &panel)
    {
        std::vector<std::string> all{panel.title, panel.question};
        const auto add = [&](const std::vector<std::string> &more) { all.insert(all.end(), more.begin(), more.end()); };
        add(panel.what);
        add(panel.k3s);
        add(panel.unknown);
        for (const auto *sections : {&panel.how, &panel.limits, &panel.choose}) {
            for (const PanelSection &section : *sections)
                add(section.sentences);
        }
        for (const PanelSwap &swap : panel.swaps) {
            add(swap.steps);
            add(swap.breaks);
            add(swap.back);
        }
        for (const PanelFill &fill : panel.fills)
            add({fill.title, fill.summary, fill.confidence, fill.remark});
        for (const PanelRow &row : panel.comparison.rows)
            add(row.cells);
        for (const PanelPort &port : panel.ports)
            add({port.component, port.protocol, port.port, port.from, port.to, port.why});
        return all;
    }

    static void checkWhole(const RolePanel &panel, const char *where)
    {
        for (const std::string &text : textsOf(panel)) {
            QVERIFY2(text.find('{') == std::string::npos && text.find('}') == std::string::npos,
                     (where + (": " + text)).c_str());
            QVERIFY2(text.find("``") == std::string::npos, (where + (": " + text)).c_str());
        }
        for (const PanelRow &row : panel.comparison.rows)
            QCOMPARE(row.cells.size(), panel.comparison.columns.size());
    }

private Q_SLOTS:
    void valuesStandInBackticks()
    {
        QCOMPARE(said(*twoNodes(), {sentence("{node1} has {node1.podCidr}, whose first is {node1.gateway}.")}),
                 QStringList{u"`a` has `10.42.0.0/24`, whose first is `10.42.0.1`."_qs});
        QCOMPARE(said(*twoNodes(), {sentence("Try `ping {pod1.ip}` on {pod1.node}.")}),
                 QStringList{u"Try `ping 10.42.1.4` on `b`."_qs});
        QCOMPARE(said(*twoNodes(), {sentence("There are {nodes} nodes.")}), QStringList{u"There are 2 nodes."_qs});
    }

    void unknownValuesFallBack()
    {
        QCOMPARE(said(*nothing(), {sentence("{node1} is there.", "Nodes are there."), sentence("{lb1} is reached.")}),
                 QStringList{u"Nodes are there."_qs});
    }

    void settingsOfWhatFillsTheRoleAreKnown()
    {
        KnownSentence tunnel = sentence("It is {setting:backend}.");
        tunnel.when = {{"backend", {"vxlan"}}};
        KnownSentence routes = sentence("It routes.");
        routes.when = {{"backend", {"host-gw"}}};
        KnownSentence unsure = sentence("Perhaps a tunnel.");
        unsure.when = {{"backend", {"vxlan", ""}}};
        KnownSentence empty = sentence("Nobody is here.");
        empty.when = {{"component", {""}}};
        QCOMPARE(said(*twoNodes(), {tunnel, routes, unsure, empty}),
                 (QStringList{u"It is `vxlan`."_qs, u"Perhaps a tunnel."_qs}));
        QCOMPARE(said(*nothing(), {tunnel, routes, unsure, empty}),
                 (QStringList{u"Perhaps a tunnel."_qs, u"Nobody is here."_qs}));
    }

    void whatIsForEngineersIsNotToldLearners()
    {
        KnownSentence deep = sentence("Deep.");
        deep.isForEngineers = true;
        QCOMPARE(said(*nothing(), {deep}), QStringList());
        QCOMPARE(said(*nothing(), {deep}, Depth::Engineer), QStringList{u"Deep."_qs});
    }

    void namesFromTheClusterBringNoMarksOfTheirOwn()
    {
        const auto graph = buildTopology(clusterOf(
            R"({"apiVersion":"v1","kind":"Node","metadata":{"name":"a`b{x}"},"spec":{"podCIDR":"10.42.0.0/24"}})"));
        QCOMPARE(said(*graph, {sentence("It is {node1}.")}), QStringList{u"It is `ab{x}`."_qs});
    }

    void flannelIsToldWithTheClustersAddresses()
    {
        const auto graph = twoNodes();
        const RolePanel panel = rolePanel(*graph, NetworkRole::Cni, Depth::Learner, builtIn());
        QCOMPARE(panel.fills.size(), std::size_t(1));
        QCOMPARE(panel.fills.front().title, std::string("Flannel"));
        QCOMPARE(panel.how.size(), std::size_t(1));
        QString how;
        for (const std::string &one : panel.how.front().sentences)
            how += QString::fromStdString(one) + u'\n';
        for (const auto &word : {u"`cni0`"_qs, u"`10.42.0.1`"_qs, u"`flannel.1`"_qs, u"VXLAN"_qs, u"`192.168.1.20`"_qs})
            QVERIFY2(how.contains(word), qPrintable(word));
        const auto here = std::ranges::find(panel.comparison.rows, true, &PanelRow::isHere);
        QVERIFY(here != panel.comparison.rows.end());
        QCOMPARE(here->name, std::string("flannel"));
        QCOMPARE(panel.ports.size(), std::size_t(1));
        QCOMPARE(panel.ports.front().port, std::string("8472"));
    }

    /** What the distribution itself needs stands beside what its components need. */
    void portsAreOfTheDistributionToo()
    {
        const auto graph = twoNodes();
        TopologyGraph ofK3s;
        ofK3s.snapshot = graph->snapshot;
        auto roles = std::make_shared<Roles>(*graph->roles);
        roles->distribution.name = "k3s";
        ofK3s.roles = roles;
        const RolePanel panel = rolePanel(ofK3s, "ports", Depth::Learner, builtIn());
        QStringList ports;
        for (const PanelPort &port : panel.ports)
            ports.append(QString::fromStdString(port.component + " " + port.port));
        QVERIFY2(ports.contains(u"Flannel 8472"_qs) && ports.contains(u"K3s 6443"_qs), qPrintable(ports.join(u',')));
        auto unknown = std::make_shared<Roles>(*roles);
        unknown->distribution.name = "unknown";
        ofK3s.roles = unknown;
        QVERIFY(rolePanel(ofK3s, "ports", Depth::Learner, builtIn()).ports.size() < panel.ports.size());
    }

    void whatManyNodesProveIsCutAndCounted()
    {
        std::string drawing;
        for (int i = 0; i < 20; ++i)
            drawing += "node n" + std::to_string(i) + " 192.168.1." + std::to_string(i + 1) + " 10.42." +
                       std::to_string(i) + ".0/24 note:flannel.alpha.coreos.com/backend-type=vxlan\n";
        const auto graph = buildTopology(clusterOf(drawing));
        const RolePanel panel = rolePanel(*graph, NetworkRole::Cni, Depth::Learner, builtIn());
        const PanelFill &flannel = panel.fills.front();
        QVERIFY(flannel.furtherEvidence > 0);
        QVERIFY(flannel.evidence.size() < 20);
        QVERIFY(flannel.evidence.size() + flannel.furtherEvidence >= 20);
    }

    void nothingKnownIsSaid()
    {
        const RolePanel panel = rolePanel(*nothing(), NetworkRole::Cni, Depth::Learner, builtIn());
        QVERIFY(panel.fills.empty());
        QVERIFY(!panel.unknown.empty());
        QVERIFY(!panel.comparison.rows.empty());
        QVERIFY(std::ranges::none_of(panel.comparison.rows, &PanelRow::isHere));
    }

    void everyPanelIsWhole_data()
    {
        QTest::addColumn<QString>("path");
        const QDir folder(QStringLiteral(PORTOLAN_SOURCE_DIR) + u"/resources/samples"_qs);
        for (const QString &name : folder.entryList({u"*.json"_qs}))
            QTest::newRow(qPrintable(name)) << folder.filePath(name);
    }

    void everyPanelIsWhole()
    {
        QFETCH(QString, path);
        QFile file(path);
        QVERIFY(file.open(QIODevice::ReadOnly));
        const QByteArray bytes = file.readAll();
        const auto outcome = readBytes({bytes.data(), static_cast<std::size_t>(bytes.size())}, path.toStdString());
        const auto graph = buildTopology(outcome.snapshot);
        const Knowledge known = builtIn();
        for (const std::string_view topic : knownTopics()) {
            for (const Depth depth : {Depth::Learner, Depth::Engineer})
                checkWhole(rolePanel(*graph, topic, depth, known), std::string(topic).c_str());
        }
    }

    /** Also of clusters that have each component with nothing known of it. */
    void everyComponentIsToldWithoutSettings()
    {
        const Knowledge known = builtIn();
        const auto graph = nothing();
        for (const auto &[name, component] : known.components) {
            for (const KnownPart &part : component.roles) {
                TopologyGraph supposed;
                supposed.snapshot = graph->snapshot;
                supposed.index();
                auto roles = std::make_shared<Roles>(*graph->roles);
                const auto role = std::ranges::find(knownTopics(), part.role) - knownTopics().begin();
                Component there;
                there.role = static_cast<NetworkRole>(role);
                there.name = component.name;
                there.confidence = Confidence::Confirmed;
                roles->components = {there};
                supposed.roles = roles;
                for (const Depth depth : {Depth::Learner, Depth::Engineer}) {
                    const RolePanel panel = rolePanel(supposed, part.role, depth, known);
                    checkWhole(panel, name.c_str());
                    QCOMPARE(panel.how.size(), std::size_t(1));
                    QVERIFY2(panel.how.front().sentences.size() >= 2, (name + " says too little of itself").c_str());
                }
            }
        }
    }
};

QTEST_GUILESS_MAIN(TestRolePanel)
#include "tst_rolepanel.moc"
