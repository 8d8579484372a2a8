// SPDX-License-Identifier: GPL-3.0-or-later
#include <QRandomGenerator>
#include <QtTest>
#include <set>

#include "asked.h"
#include "policy/reach.h"

using namespace portolan;
using asked::object;

namespace {

enum class Api { Kubernetes, Admin, Baseline, Calico, CalicoGlobal, Cilium, CiliumClusterwide };
constexpr int apis = 7;

struct Drawn {
    Api api = Api::Kubernetes;
    std::string name, space, head;  ///< head: fields of the spec before the rules
    std::vector<std::string> ingress, egress;
};

/** Draws clusters by lot; equal seeds draw equal ones. */
class Lot {
public:
    explicit Lot(quint32 seed) : m_random(seed) {}

    int below(int end) { return m_random.bounded(end); }
    template <std::size_t N>
    std::string oneOf(const char *const (&of)[N])
    {
        return of[m_random.bounded(static_cast<int>(N))];
    }

    std::string pods()
    {
        std::string text =
            "node n0 192.168.1.10 10.42.0.0/24\nnode n1 192.168.1.11 10.42.1.0/24\n"
            "namespace a team=x\nnamespace b team=y\n";
        for (int i = 0; i < 7; ++i)
            text += "pod " + oneOf(m_spaces) + "/p" + std::to_string(i) + " app=" + oneOf(m_apps) +
                    (below(3) == 0 ? " tier=t" : "") + " node=n" + std::to_string(i % 2) + " ip=10.42." +
                    std::to_string(i % 2) + '.' + std::to_string(10 + i) +
                    " port=http:" + std::to_string(8080 + below(2)) + '\n';
        text += "pod b/host app=x node=n1 ip=192.168.1.11 hostnetwork\n";
        text += object("projectcalico.org/v3", "Tier", "t",
                       R"({"order":50,"defaultAction":")" + std::string(below(2) ? "Pass" : "Deny") + "\"}");
        text += object("projectcalico.org/v3", "GlobalNetworkSet", "s", R"({"nets":["203.0.113.0/28"]})", {},
                       R"({"app":"x"})");
        return text;
    }

    std::vector<std::string> rules(Api api, bool isIngress, int least)
    {
        std::vector<std::string> all;
        for (int i = least + below(2); i > 0; --i)
            all.push_back(rule(api, isIngress, action(api)));
        return all;
    }

    Drawn policy(int number)
    {
        Drawn drawn;
        drawn.api = static_cast<Api>(below(apis));
        if (drawn.api == Api::Baseline && m_hasBaseline)
            drawn.api = Api::Kubernetes;
        m_hasBaseline = m_hasBaseline || drawn.api == Api::Baseline;
        drawn.name = "n" + std::to_string(number);
        const bool isWide = drawn.api == Api::Admin || drawn.api == Api::Baseline || drawn.api == Api::CalicoGlobal ||
                            drawn.api == Api::CiliumClusterwide;
        drawn.space = isWide ? std::string() : oneOf(m_spaces);
        drawn.head = headOf(drawn.api);
        drawn.ingress = rules(drawn.api, true, 1);
        drawn.egress = rules(drawn.api, false, 1);
        return drawn;
    }

    std::string rule(Api api, bool isIngress, const std::string &action)
    {
        const std::string side = isIngress ? "from" : "to";
        switch (api) {
            case Api::Kubernetes:
                return '{' + (below(4) ? '"' + side + "\":[" + kubernetesPeer() + "]," : std::string()) +
                       R"("ports":)" + oneOf(m_ports) + '}';
            case Api::Admin:
            case Api::Baseline:
                return R"({"action":")" + action + "\",\"" + side + "\":[" + adminPeer(isIngress) + R"(],"ports":)" +
                       oneOf(m_adminPorts) + '}';
            case Api::Calico:
            case Api::CalicoGlobal:
                return calicoRule(isIngress, action);
            default:
                return '{' + ciliumPeer(side, isIngress) + R"("toPorts":)" + oneOf(m_ciliumPorts) + '}';
        }
    }

private:
    std::string action(Api api)
    {
        if (api == Api::Kubernetes || api == Api::Cilium || api == Api::CiliumClusterwide)
            return {};
        return below(2) ? "Allow" : below(2) ? "Deny" : "Pass";
    }

    std::string labels() { return below(3) == 0 ? "{}" : R"({"matchLabels":{"app":")" + oneOf(m_apps) + "\"}}"; }

    std::string spaceLabels()
    {
        return below(3) == 0 ? "{}" : R"({"matchLabels":{"team":")" + std::string(below(2) ? "x" : "y") + "\"}}";
    }

    std::string headOf(Api api)
    {
        switch (api) {
            case Api::Kubernetes:
                return R"("podSelector":)" + labels() +
                       (below(2) ? R"(,"policyTypes":["Ingress"])" : R"(,"policyTypes":["Ingress","Egress"])");
            case Api::Admin:
            case Api::Baseline:
                return R"("priority":)" + std::to_string(below(5)) + R"(,"subject":)" +
                       (below(2) ? R"({"namespaces":)" + spaceLabels() + '}'
                                 : R"({"pods":{"namespaceSelector":)" + spaceLabels() + R"(,"podSelector":)" +
                                       labels() + "}}");
            case Api::Calico:
            case Api::CalicoGlobal:
                return R"("types":["Ingress","Egress"],"order":)" + std::to_string(below(2000)) + R"(,"selector":")" +
                       calicoSelector() + '"' + (below(3) ? "" : R"(,"tier":"t")") +
                       (below(8) ? "" : R"(,"serviceAccountSelector":"role == 'r'")");
            default:
                return R"("endpointSelector":)" + labels() +
                       (below(4) ? "" : R"(,"enableDefaultDeny":{"ingress":false})") +
                       (below(4) ? "" : R"(,"ingressDeny":[{"fromEndpoints":[)" + labels() + "]}]");
        }
    }

    std::string kubernetesPeer()
    {
        switch (below(4)) {
            case 0:
                return R"({"podSelector":)" + labels() + '}';
            case 1:
                return R"({"namespaceSelector":)" + spaceLabels() + R"(,"podSelector":)" + labels() + '}';
            case 2:
                return R"({"ipBlock":{"cidr":"10.42.0.8/29"}})";
            default:
                return R"({"ipBlock":{"cidr":"0.0.0.0/0","except":["203.0.113.0/24"]}})";
        }
    }

    std::string adminPeer(bool isIngress)
    {
        switch (below(isIngress ? 2 : 5)) {
            case 0:
                return R"({"namespaces":)" + spaceLabels() + '}';
            case 1:
                return R"({"pods":{"namespaceSelector":)" + spaceLabels() + R"(,"podSelector":)" + labels() + "}}";
            case 2:
                return R"({"networks":["10.42.1.0/24"]})";
            case 3:
                return R"({"nodes":{}})";
            default:
                return R"({"domainNames":["example.com"]})";
        }
    }

    std::string calicoSelector()
    {
        static constexpr const char *selectors[] = {"all()",     "app == 'x'",        "app != 'y'",
                                                    "has(tier)", "app in {'x', 'z'}", "!has(tier) || app == 'y'"};
        return oneOf(selectors);
    }

    std::string calicoRule(bool isIngress, const std::string &action)
    {
        std::string peer;
        switch (below(6)) {
            case 0:
                break;
            case 1:
                peer = R"("selector":")" + calicoSelector() + '"';
                break;
            case 2:
                peer = R"("namespaceSelector":"team == 'x'","notSelector":")" + calicoSelector() + '"';
                break;
            case 3:
                peer = R"("nets":["10.42.0.0/16"],"notNets":["10.42.0.8/29"])";
                break;
            case 4:
                peer = R"~("selector":"has(tier)","nets":["10.42.0.0/24"])~";
                break;
            default:
                peer = R"("notSelector":")" + calicoSelector() + '"';
        }
        static constexpr const char *ports[] = {"", R"("ports":[8080])", R"("ports":["http"])",
                                                R"("notPorts":["80:8080"])"};
        const std::string port = oneOf(ports);
        std::string text = R"({"action":")" + action + '"' + (port.empty() ? "" : R"(,"protocol":"TCP")");
        if (isIngress)
            return text + R"(,"source":{)" + peer + R"(},"destination":{)" + port + "}}";
        return text + R"(,"destination":{)" + peer + (peer.empty() || port.empty() ? "" : ",") + port + "}}";
    }

    std::string ciliumPeer(const std::string &side, bool isIngress)
    {
        switch (below(6)) {
            case 0:
                return '"' + side + R"(Endpoints":[)" + labels() + "],";
            case 1:
                return '"' + side + R"(Endpoints":[{"matchLabels":{"k8s:io.kubernetes.pod.namespace":"b"}}],)";
            case 2:
                return '"' + side + R"(Entities":["cluster"],)";
            case 3:
                return '"' + side + R"(Entities":["world"],)";
            case 4:
                return '"' + side + R"(CIDR":["0.0.0.0/1"],)";
            default:
                return isIngress ? std::string() : R"("toFQDNs":[{"matchName":"example.com"}],)";
        }
    }

    static constexpr const char *m_spaces[] = {"a", "b"}, *m_apps[] = {"x", "y", "z"};
    static constexpr const char *m_ports[] = {"[]", R"([{"port":8080}])", R"([{"port":"http"}])",
                                              R"([{"port":8081,"endPort":9000}])"};
    static constexpr const char *m_adminPorts[] = {"[]", R"([{"portNumber":{"protocol":"TCP","port":8080}}])",
                                                   R"([{"namedPort":"http"}])",
                                                   R"([{"portRange":{"protocol":"TCP","start":8081,"end":9000}}])"};
    static constexpr const char *m_ciliumPorts[] = {"[]", R"([{"ports":[{"port":"8080"}]}])",
                                                    R"([{"ports":[{"port":"http","protocol":"TCP"}]}])",
                                                    R"([{"ports":[{"port":"8081","endPort":9000,"protocol":"TCP"}]}])"};
    QRandomGenerator m_random;
    bool m_hasBaseline = false;
};

std::string textOf(const Drawn &drawn)
{
    struct Name {
        const char *api, *kind;
    };
    static constexpr Name names[apis] = {{"networking.k8s.io/v1", "NetworkPolicy"},
                                         {"policy.networking.k8s.io/v1alpha1", "AdminNetworkPolicy"},
                                         {"policy.networking.k8s.io/v1alpha1", "BaselineAdminNetworkPolicy"},
                                         {"projectcalico.org/v3", "NetworkPolicy"},
                                         {"projectcalico.org/v3", "GlobalNetworkPolicy"},
                                         {"cilium.io/v2", "CiliumNetworkPolicy"},
                                         {"cilium.io/v2", "CiliumClusterwideNetworkPolicy"}};
    const auto list = [](const std::vector<std::string> &rules) {
        std::string all;
        for (const std::string &rule : rules)
            all += (all.empty() ? "" : ",") + rule;
        return '[' + all + ']';
    };
    const Name &name = names[static_cast<std::size_t>(drawn.api)];
    return object(
        name.api, name.kind, drawn.name,
        '{' + drawn.head + R"(,"ingress":)" + list(drawn.ingress) + R"(,"egress":)" + list(drawn.egress) + '}',
        drawn.space);
}

std::string textOf(const std::string &pods, const std::vector<Drawn> &policies)
{
    std::string text = pods;
    for (const Drawn &one : policies)
        text += textOf(one);
    return text;
}

constexpr std::uint16_t ports[] = {80, 8080, 8081};

/** "a/p0 b/p1 8080 yes", for everybody. */
std::set<std::string> answers(const Policies &policies, Allowed wanted)
{
    std::vector<std::pair<std::string, PolicyEnd>> ends;
    for (const auto &subject : policies.subjects().all())
        ends.emplace_back(std::string(subject.space) + '/' + subject.name, PolicyEnd{nullptr, &subject, {}});
    for (const char *address : {"203.0.113.7", "8.8.8.8", "198.51.100.1"})
        ends.emplace_back(address, PolicyEnd{nullptr, nullptr, address});
    std::set<std::string> all;
    for (const auto &[from, fromEnd] : ends) {
        for (const auto &[to, toEnd] : ends) {
            if (from == to || (!fromEnd.subject && !toEnd.subject))
                continue;
            for (const std::uint16_t port : ports) {
                if (policies.check({fromEnd, toEnd, Protocol::TCP, port, {}, false}).allowed == wanted)
                    all.insert(from + ' ' + to + ' ' + std::to_string(port));
            }
        }
    }
    return all;
}

std::vector<std::string> namesOf(const ReachPeer &peer)
{
    std::vector<std::string> names;
    for (const policy::Subject *subject : peer.subjects)
        names.push_back(std::string(subject->space) + '/' + subject->name);
    for (const char *address : {"203.0.113.7", "8.8.8.8", "198.51.100.1"}) {
        if (std::ranges::any_of(peer.ranges,
                                [&](const auto &range) { return range.has(*policy::parseAddress(address)); }))
            names.emplace_back(address);
    }
    return names;
}

std::set<std::string> answers(const Reach &reach)
{
    std::set<std::string> all;
    for (const ReachEdge &edge : reach.edges) {
        for (const std::string &from : namesOf(reach.peers[edge.from])) {
            for (const std::string &to : namesOf(reach.peers[edge.to])) {
                for (const std::uint16_t port : ports) {
                    if (from != to && reach.portsOf(edge).has(Protocol::TCP, port))
                        all.insert(from + ' ' + to + ' ' + std::to_string(port));
                }
            }
        }
    }
    return all;
}

std::string firstOf(const std::set<std::string> &a, const std::set<std::string> &without)
{
    for (const std::string &one : a) {
        if (!without.contains(one))
            return one;
    }
    return {};
}

}  // namespace

class TestRandomPolicies : public QObject {
    Q_OBJECT
private Q_SLOTS:
    /** What is told of groups is what each pair is told, and the other way round. */
    void groupsAgreeWithPairs_data() { rounds(150); }
    void groupsAgreeWithPairs()
    {
        QFETCH(quint32, seed);
        Lot lot(seed);
        const std::string pods = lot.pods();
        std::vector<Drawn> drawn;
        for (int i = 0; i < 1 + static_cast<int>(seed % 7); ++i)
            drawn.push_back(lot.policy(i));
        const SnapshotPtr snapshot = clusterOf(textOf(pods, drawn));
        for (const PolicyOptions options : {PolicyOptions{true, true}, {false, true}, {true, false}}) {
            const Policies policies(snapshot, options);
            const auto ofPairs = answers(policies, Allowed::Yes),
                       ofGroups = answers(reachOf(policies, *snapshot, true));
            QCOMPARE(QString::fromStdString(firstOf(ofPairs, ofGroups)), QString());
            QCOMPARE(QString::fromStdString(firstOf(ofGroups, ofPairs)), QString());
        }
    }

    /** A rule more that allows takes nothing away: who was surely allowed still is, and who may be still may. */
    void oneMoreRuleThatAllowsTakesNothingAway_data() { rounds(150); }
    void oneMoreRuleThatAllowsTakesNothingAway()
    {
        QFETCH(quint32, seed);
        Lot lot(seed + 1000);
        const std::string pods = lot.pods();
        std::vector<Drawn> drawn;
        for (int i = 0; i < 4; ++i)
            drawn.push_back(lot.policy(i));
        const SnapshotPtr before = clusterOf(textOf(pods, drawn));
        Drawn &changed = drawn[static_cast<std::size_t>(lot.below(4))];
        const bool isIngress = lot.below(2) != 0;
        auto &rules = isIngress ? changed.ingress : changed.egress;
        rules.insert(rules.begin() + lot.below(static_cast<int>(rules.size()) + 1),
                     lot.rule(changed.api, isIngress, "Allow"));
        const SnapshotPtr after = clusterOf(textOf(pods, drawn));
        const Policies first(before), second(after);
        const auto was = answers(first, Allowed::Yes), is = answers(second, Allowed::Yes);
        QCOMPARE(QString::fromStdString(firstOf(was, is)), QString());
        const auto wasDenied = answers(first, Allowed::No), isDenied = answers(second, Allowed::No);
        QCOMPARE(QString::fromStdString(firstOf(isDenied, wasDenied)), QString());
    }

    /** The order of objects in the input decides nothing. */
    void orderOfObjectsDoesNotMatter_data() { rounds(20); }
    void orderOfObjectsDoesNotMatter()
    {
        QFETCH(quint32, seed);
        Lot lot(seed + 2000);
        const std::string pods = lot.pods();
        std::vector<Drawn> drawn;
        for (int i = 0; i < 5; ++i)
            drawn.push_back(lot.policy(i));
        const SnapshotPtr one = clusterOf(textOf(pods, drawn));
        std::ranges::reverse(drawn);
        const SnapshotPtr other = clusterOf(textOf(pods, drawn));
        QCOMPARE(answers(Policies(one), Allowed::Yes) == answers(Policies(other), Allowed::Yes), true);
    }

private:
    static void rounds(quint32 count)
    {
        QTest::addColumn<quint32>("seed");
        for (quint32 i = 0; i < count; ++i)
            QTest::addRow("%u", i) << i;
    }
};

QTEST_APPLESS_MAIN(TestRandomPolicies)
#include "tst_randompolicies.moc"
