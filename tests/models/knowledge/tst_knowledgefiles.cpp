// SPDX-License-Identifier: GPL-3.0-or-later
#include <QtTest>

#include <QDirIterator>
#include <algorithm>
#include <set>

#include "knowledge/knowledge.h"

using namespace portolan;

/** The files of resources/components, as they stand in the tree. */
class TestKnowledgeFiles : public QObject {
    Q_OBJECT

    Knowledge m_known;

    static std::vector<KnowledgeFile> files()
    {
        std::vector<KnowledgeFile> all;
        const QString folder = QStringLiteral(PORTOLAN_SOURCE_DIR) + u"/resources/components"_qs;
        QDirIterator entries(folder, {u"*.yaml"_qs}, QDir::Files, QDirIterator::Subdirectories);
        while (entries.hasNext()) {
            QFile file(entries.next());
            if (file.open(QIODevice::ReadOnly))
                all.push_back({file.fileName().mid(folder.size() + 1).toStdString(), file.readAll().toStdString()});
        }
        return all;
    }

    static const char *tell(const std::string &where, std::string_view what)
    {
        static std::string said;
        said = where + ": " + std::string(what);
        return said.c_str();
    }

    /** Every sentence, and the file that it stands in. */
    std::vector<std::pair<std::string, const KnownSentence *>> sentences() const
    {
        std::vector<std::pair<std::string, const KnownSentence *>> all;
        const auto add = [&](const std::string &where, const std::vector<KnownSentence> &more) {
            for (const KnownSentence &sentence : more)
                all.emplace_back(where, &sentence);
        };
        for (const auto &[name, component] : m_known.components) {
            all.emplace_back(name, &component.summary);
            for (const KnownPart &part : component.roles) {
                for (const auto *more : {&part.how.learner, &part.how.engineer, &part.limits, &part.swap.steps,
                                         &part.swap.breaks, &part.swap.back})
                    add(name + " as " + part.role, *more);
                all.emplace_back(name + " as " + part.role, &part.choose);
            }
        }
        for (const auto &[name, role] : m_known.roles) {
            for (const auto *more : {&role.what.learner, &role.what.engineer, &role.k3s.learner, &role.k3s.engineer})
                add("role " + name, *more);
        }
        return all;
    }

    /** Prose: ends with a full stop, has no markup but closed backticks, no double space. */
    static void checkProse(const std::string &where, const std::string &text)
    {
        const QString prose = QString::fromStdString(text);
        static const QRegularExpression tag(u"</?[a-z]+>"_qs);
        QVERIFY2(prose.endsWith(u'.'), tell(where, "no full stop: " + text));
        QVERIFY2(prose.count(u'`') % 2 == 0, tell(where, "an odd backtick: " + text));
        QVERIFY2(!prose.contains(tag), tell(where, "HTML: " + text));
        QVERIFY2(!prose.contains(u"**"_qs) && !prose.contains(u"]("_qs), tell(where, "Markdown: " + text));
        QVERIFY2(!prose.contains(u"  "_qs), tell(where, "two spaces: " + text));
    }

    /** Where in a list of sentences these words stand first; -1 if nowhere. */
    static int placeOf(const std::vector<KnownSentence> &sentences, std::string_view words)
    {
        const auto found = std::ranges::find_if(
            sentences, [&](const KnownSentence &one) { return one.text.find(words) != std::string::npos; });
        return found == sentences.end() ? -1 : static_cast<int>(found - sentences.begin());
    }

    static bool hasFlag(const KnownSwap &swap, std::string_view flag)
    {
        return std::ranges::find(swap.flags, flag) != swap.flags.end();
    }

private Q_SLOTS:
    void initTestCase()
    {
        const auto read = readKnowledge(files());
        if (!read)
            qWarning("%s", read.error().detail.c_str());
        QVERIFY2(read, "resources/components has mistakes, see above");
        m_known = read.value();
    }

    void everySentenceIsProse()
    {
        for (const auto &[where, sentence] : sentences()) {
            checkProse(where, sentence->text);
            if (!sentence->without.empty())
                checkProse(where, sentence->without);
        }
        for (const auto &[name, component] : m_known.components) {
            for (const KnownPort &port : component.ports)
                checkProse(name, port.why);
        }
        for (const auto &[name, role] : m_known.roles)
            QVERIFY2(role.question.ends_with('?'), tell(name, "a question ends with a question mark"));
    }

    void cellsAreShort()
    {
        for (const auto &[name, component] : m_known.components) {
            for (const KnownPart &part : component.roles) {
                for (const auto &[key, cell] : part.compare)
                    QVERIFY2(QString::fromStdString(cell).size() < 60, tell(name, "too long for a cell: " + cell));
            }
        }
    }

    /** A component that a role has in its table tells what it does in that role. */
    void alternativesAreKnown()
    {
        for (const auto &[name, role] : m_known.roles) {
            for (const std::string &alternative : role.alternatives) {
                const KnownComponent *component = m_known.component(alternative);
                QVERIFY2(component, tell("role " + name, alternative + " has no file"));
                if (name != "ports")
                    QVERIFY2(component->part(name), tell("role " + name, alternative + " has no entry for it"));
            }
        }
    }

    void everyRoleHasAFile()
    {
        for (const std::string_view topic : knownTopics())
            QVERIFY2(m_known.role(topic), tell(std::string(topic), "has no file"));
    }

    /** The names that `portolan detect` may give, and what Services are instead of a component. */
    void everyComponentHasAFile()
    {
        for (const char *name : {"flannel",
                                 "calico",
                                 "canal",
                                 "cilium",
                                 "kube-router",
                                 "antrea",
                                 "kube-ovn",
                                 "ovn-kubernetes",
                                 "weave",
                                 "kindnet",
                                 "multus",
                                 "traefik",
                                 "ingress-nginx",
                                 "nginx-ingress",
                                 "nginx-gateway-fabric",
                                 "haproxy-ingress",
                                 "haproxytech-ingress",
                                 "contour",
                                 "kong",
                                 "istio",
                                 "envoy-gateway",
                                 "coredns",
                                 "kube-dns",
                                 "node-local-dns",
                                 "klipper-lb",
                                 "metallb",
                                 "cilium-lb",
                                 "kube-vip",
                                 "purelb",
                                 "cloud-provider",
                                 "kube-proxy",
                                 "cilium-ebpf",
                                 "calico-ebpf",
                                 "kube-router-netpol",
                                 "istio-ambient",
                                 "linkerd",
                                 "clusterip",
                                 "headless",
                                 "nodeport",
                                 "loadbalancer",
                                 "externalname"})
            QVERIFY2(m_known.component(name), tell(name, "has no file"));
    }

    /** They stay when the embedded controller is switched off; a packet has to pass them as well then. */
    void theRulesOfTheEmbeddedPolicyControllerGoBeforeAnotherCniStarts()
    {
        for (const auto &[name, component] : m_known.components) {
            const KnownPart *cni = component.part("cni");
            if (cni == nullptr || !hasFlag(cni->swap, "--disable-network-policy") || name == "weave")
                continue;
            QVERIFY2(placeOf(cni->swap.steps, "grep -v KUBE-ROUTER") == 1,
                     tell(name, "after the flags, before the rest"));
        }
    }

    /** An agent gets these flags from a server when it starts; until then it goes on as before. */
    void agentsAreRestartedAfterTheFlagsThatTheyGet()
    {
        for (const auto &[name, component] : m_known.components) {
            for (const KnownPart &part : component.roles) {
                const KnownSwap &swap = part.swap;
                if (!hasFlag(swap, "--flannel-backend=none") && !hasFlag(swap, "--disable-network-policy") &&
                    !hasFlag(swap, "--disable-kube-proxy"))
                    continue;
                const bool isToldThere = placeOf(swap.steps, "whose steps are the same") >= 0 || name == "weave";
                QVERIFY2(isToldThere || placeOf(swap.steps, "then the agents") == 0, tell(name, part.role));
            }
        }
    }

    /** The chart traefik-crd goes with Traefik, and all objects of its kinds with the chart. */
    void theObjectsOfTraefikAreSavedBeforeItGoes()
    {
        for (const auto &[name, component] : m_known.components) {
            for (const KnownPart &part : component.roles) {
                if (!hasFlag(part.swap, "--disable=traefik"))
                    continue;
                const int saved = placeOf(part.swap.steps, "Save the IngressRoutes");
                const int gone = placeOf(part.swap.steps, "K3s then uninstalls");
                QVERIFY2(saved >= 0 && (gone < 0 || saved < gone), tell(name, part.role));
            }
        }
    }

    /** What the program carries is what the tree has. */
    void theProgramCarriesThem()
    {
        const auto builtIn = builtInKnowledge();
        QVERIFY(builtIn);
        QCOMPARE(builtIn.value().components.size(), m_known.components.size());
        QCOMPARE(builtIn.value().roles.size(), m_known.roles.size());
        QCOMPARE(builtIn.value().sources.size(), m_known.sources.size());
    }
};

QTEST_GUILESS_MAIN(TestKnowledgeFiles)
#include "tst_knowledgefiles.moc"
