// SPDX-License-Identifier: GPL-3.0-or-later
#include <QtTest>

#include "endpoints/endpoints.h"
#include "support/clusterof.h"

using namespace portolan;

namespace {

Candidate at(std::string address, std::vector<std::string> zones = {}, std::vector<std::string> nodes = {})
{
    return {std::move(address), std::move(zones), std::move(nodes), true, true, false, false};
}

Candidate onThisNode(Candidate candidate)
{
    candidate.isLocal = true;
    return candidate;
}

Candidate terminating(Candidate candidate)
{
    candidate.isReady = false;
    candidate.isTerminating = true;
    return candidate;
}

Candidate unready(Candidate candidate)
{
    candidate.isReady = candidate.isServing = false;
    return candidate;
}

/** "a b | -": the cluster-wide set, and the local one; "-" where no policy uses it. */
QString chosen(const std::vector<Candidate> &candidates, const TrafficPolicies &policies, const std::string &node = {},
               const std::string &zone = {})
{
    const Choice choice = chooseEndpoints(candidates, policies, node, zone);
    const auto names = [&](const std::optional<std::vector<std::size_t>> &set) {
        if (!set)
            return QString("-");
        QStringList texts;
        for (const std::size_t i : *set)
            texts += QString::fromStdString(candidates[i].address);
        return texts.join(' ');
    };
    return names(choice.cluster) + " | " + names(choice.local);
}

constexpr TrafficPolicies inside{false, false, false}, insideLocal{true, false, false};
constexpr TrafficPolicies outsideLocal{false, true, true};

}  // namespace

class TestEndpoints : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void readyOnesAreChosen() { QCOMPARE(chosen({at("a"), unready(at("b"))}, inside), QString("a | -")); }
    /** Those that end, and still serve, only where nobody else is. */
    void terminatingOnesAreTheLastResort()
    {
        QCOMPARE(chosen({at("a"), terminating(at("b"))}, inside), QString("a | -"));
        QCOMPARE(chosen({unready(at("a")), terminating(at("b"))}, inside), QString("b | -"));
        QCOMPARE(chosen({onThisNode(terminating(at("a"))), at("b")}, outsideLocal), QString("b | a"));
    }
    void hintsDecideOnlyIfEveryReadyOneHasThem()
    {
        QCOMPARE(chosen({at("a", {"east"}), at("b", {"west"})}, inside, "n", "east"), QString("a | -"));
        QCOMPARE(chosen({at("a", {"east"}), at("b")}, inside, "n", "east"), QString("a b | -"));
        QCOMPARE(chosen({at("a", {"east"}), unready(at("b"))}, inside, "n", "east"), QString("a | -"));
        QCOMPARE(chosen({at("a", {"east"}), at("b", {"west"})}, inside, "n", "north"), QString("a b | -"));
        QCOMPARE(chosen({at("a", {"east"}, {"m"}), at("b", {"east"}, {"n"})}, inside, "n", "east"), QString("b | -"));
        QCOMPARE(chosen({at("a", {"east"}, {"m"}), at("b", {"west"}, {"m"})}, inside, "n", "east"), QString("a | -"));
    }
    void localPoliciesLookAtThisNodeOnly()
    {
        QCOMPARE(chosen({onThisNode(at("a")), at("b")}, insideLocal), QString("- | a"));
        QCOMPARE(chosen({at("b")}, insideLocal), QString("- | "));
        QCOMPARE(chosen({onThisNode(at("a", {"west"})), at("b", {"east"})}, outsideLocal, "n", "east"),
                 QString("b | a"));
    }
    /** A Service that is only asked from inside has no use for the outside policy. */
    void externalPolicyNeedsSomethingExternal()
    {
        QCOMPARE(chosen({onThisNode(at("a"))}, {false, true, false}), QString("a | -"));
    }

    void slicesSayWhereTrafficGoes()
    {
        const auto snapshot = clusterOf(R"(
            node    agent-0 192.168.1.10 10.42.0.0/24
            pod     shop/web-1 app=web node=agent-0 ip=10.42.0.4 port=http:8080
            service shop/web app=web ip=10.43.0.5 port=http:80:http
            slice   shop/web-x service=web 10.42.0.4:ready=web-1@agent-0 10.42.1.9:notready port=http:8080
        )");
        const Object &service = *snapshot->find(Kind::Service, "shop", "web");
        const ServiceEndpoints all(*snapshot);
        const EndpointList list = all.of(service, ServiceEndpoints::portsOf(service).front());
        QCOMPARE(list.endpoints.size(), 2u);
        QVERIFY(list.isKnown && !list.bySelector);
        QCOMPARE(hostAndPort(list.endpoints[0]), std::string("10.42.0.4:8080"));
        QCOMPARE(list.endpoints[0].pod->name, std::string_view("web-1"));
        QVERIFY(!list.endpoints[1].isReady);
        QCOMPARE(all.podWith("10.42.0.4")->name, std::string_view("web-1"));
    }
    /** Without slices the pods themselves are asked; the name of a port is resolved for each. */
    void selectorsAreAskedWhereNoSliceWasRead()
    {
        const auto snapshot = clusterOf(R"(
            pod     shop/web-1 app=web ip=10.42.0.4 port=http:8080
            pod     shop/web-2 app=web ip=10.42.0.5 port=http:9090
            pod     shop/web-3 app=web ip=10.42.0.6 port=other:9090
            pod     shop/db-1  app=db  ip=10.42.0.7 port=http:8080
            service shop/web app=web ip=10.43.0.5 port=http:80:http
        )");
        const Object &service = *snapshot->find(Kind::Service, "shop", "web");
        const EndpointList list = ServiceEndpoints(*snapshot).of(service, ServiceEndpoints::portsOf(service).front());
        QVERIFY(list.bySelector);
        QCOMPARE(list.endpoints.size(), 2u);
        QCOMPARE(hostAndPort(list.endpoints[1]), std::string("10.42.0.5:9090"));
    }
    /** That nobody saved slices or pods doesn't mean that a Service has none. */
    void whatWasNotReadIsNotKnown()
    {
        const auto snapshot = clusterOf("service shop/web app=web ip=10.43.0.5 port=http:80:http");
        const Object &service = *snapshot->find(Kind::Service, "shop", "web");
        const EndpointList list = ServiceEndpoints(*snapshot).of(service, ServiceEndpoints::portsOf(service).front());
        QVERIFY(!list.isKnown);
        QCOMPARE(list.why, Absence::NotOpened);
    }
    void sixthVersionIsBracketed() { QCOMPARE(hostAndPort("fd00::3", 80), std::string("[fd00::3]:80")); }
};

QTEST_APPLESS_MAIN(TestEndpoints)
#include "tst_endpoints.moc"
