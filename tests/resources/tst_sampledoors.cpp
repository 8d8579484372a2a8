// SPDX-License-Identifier: GPL-3.0-or-later
#include <map>
#include <set>

#include "sample.h"

using namespace portolan;
using namespace portolan::samples;

/** What load balancers and gateways wrote into the samples agrees with the Services and routes. */
class TestSampleDoors : public QObject {
    Q_OBJECT

    static std::vector<const Object *> balanced(const ClusterSnapshot &snapshot)
    {
        std::vector<const Object *> found;
        for (const ObjectPtr &service : snapshot.of(Kind::Service)) {
            if (service->spec()["type"].text() == "LoadBalancer")
                found.push_back(service.get());
        }
        return found;
    }

    static std::string_view addressOf(const Object &service)
    {
        return service.status()["loadBalancer"]["ingress"].at(0)["ip"].text();
    }

    /** Routes that name this gateway and have a host that the listener takes. */
    static int routesOf(const ClusterSnapshot &snapshot, const Object &gateway, const Value &listener)
    {
        int count = 0;
        const QString wanted = text(listener["hostname"].text());
        for (const Kind kind : {Kind::HTTPRoute, Kind::GRPCRoute}) {
            for (const ObjectPtr &route : snapshot.of(kind)) {
                const QString host = text(route->spec()["hostnames"].at(0).text());
                const bool isTaken = wanted.isEmpty() || host.endsWith(wanted.mid(wanted.startsWith(u'*') ? 1 : 0));
                count += isTaken && route->spec()["parentRefs"].at(0)["name"].text() == gateway.name;
            }
        }
        return count;
    }

private Q_SLOTS:
    void initTestCase_data() { addRows(); }

    void serviceLbGivesAddressesOfNodes()
    {
        QFETCH_GLOBAL(QString, name);
        const auto snapshot = read(name).snapshot;
        if (hasFlag(*snapshot, "--disable=servicelb"))
            QSKIP("no ServiceLB");
        std::set<std::string_view> nodes;
        for (const ObjectPtr &node : snapshot->of(Kind::Node))
            nodes.insert(node->status()["addresses"].at(0)["address"].text());
        int checked = 0;
        for (const Object *service : balanced(*snapshot)) {
            for (const Value &each : service->status()["loadBalancer"]["ingress"].items()) {
                QVERIFY2(nodes.contains(each["ip"].text()), nameOf(*service).c_str());
                ++checked;
            }
        }
        QVERIFY(checked >= 2);
    }

    void metalLbGivesAddressesOfItsPools()
    {
        QFETCH_GLOBAL(QString, name);
        const auto snapshot = read(name).snapshot;
        if (snapshot->of(Kind::IPAddressPool).empty())
            QSKIP("no MetalLB");
        std::map<std::string_view, int> assigned;
        for (const Object *service : balanced(*snapshot)) {
            const auto poolName = service->annotation("metallb.io/ip-allocated-from-pool");
            const Object *pool = snapshot->find(Kind::IPAddressPool, "metallb-system", poolName);
            QVERIFY2(pool, nameOf(*service).c_str());
            QVERIFY(std::ranges::any_of(pool->spec()["addresses"].items(), [&](const Value &range) {
                return isInside(addressOf(*service), range.text());
            }));
            ++assigned[pool->name];
        }
        for (const ObjectPtr &pool : snapshot->of(Kind::IPAddressPool))
            QCOMPARE(pool->status()["assignedIPv4"].integer(), assigned[pool->name]);
    }

    void speakersAnnounceWhatTheirAdvertisementCovers()
    {
        QFETCH_GLOBAL(QString, name);
        const auto snapshot = read(name).snapshot;
        if (snapshot->of(Kind::IPAddressPool).empty())
            QSKIP("no MetalLB");
        std::set<const Object *> announced;
        for (const auto &[kind, advertisement] : {std::pair(Kind::ServiceL2Status, Kind::L2Advertisement),
                                                  std::pair(Kind::ServiceBGPStatus, Kind::BGPAdvertisement)}) {
            for (const ObjectPtr &one : snapshot->of(kind)) {
                const Value status = one->status();
                const Object *service =
                    snapshot->find(Kind::Service, status["serviceNamespace"].text(), status["serviceName"].text());
                QVERIFY2(service, nameOf(*one).c_str());
                const auto pool = service->annotation("metallb.io/ip-allocated-from-pool");
                const ObjectTable &all = snapshot->of(advertisement);
                QVERIFY(std::any_of(all.begin(), all.end(), [&](const ObjectPtr &each) {
                    return std::ranges::any_of(each->spec()["ipAddressPools"].items(),
                                               [&](const Value &covered) { return covered.text() == pool; });
                }));
                const Pod *speaker = snapshot->findPod(one->space, one->meta()["ownerReferences"].at(0)["name"].text());
                QVERIFY2(speaker && speaker->node == status["node"].text(), nameOf(*one).c_str());
                QVERIFY(kind == Kind::ServiceBGPStatus || !announced.contains(service));
                announced.insert(service);
            }
        }
        QCOMPARE(announced.size(), balanced(*snapshot).size());
    }

    void ciliumGivesAddressesOfItsPool()
    {
        QFETCH_GLOBAL(QString, name);
        const auto snapshot = read(name).snapshot;
        if (snapshot->of(Kind::CiliumLoadBalancerIPPool).empty())
            QSKIP("no pool of Cilium's");
        const Object &pool = **snapshot->of(Kind::CiliumLoadBalancerIPPool).begin();
        const Value block = pool.spec()["blocks"].at(0);
        const std::string range = std::string(block["start"].text()) + '-' + std::string(block["stop"].text());
        const auto services = balanced(*snapshot);
        for (const Object *service : services) {
            QVERIFY2(isInside(addressOf(*service), range), nameOf(*service).c_str());
            const Value satisfied = service->status()["conditions"].at(0);
            QCOMPARE(text(satisfied["type"].text()), u"cilium.io/IPAMRequestSatisfied"_qs);
            QCOMPARE(text(satisfied["status"].text()), u"True"_qs);
        }
        for (const Value &condition : pool.status()["conditions"].items()) {
            if (condition["type"].text() == "cilium.io/IPsUsed")
                QCOMPARE(text(condition["message"].text()).toUInt(), services.size());
        }
        QCOMPARE(snapshot->otherCounts.at("Lease"), services.size());
    }

    void everyAddressIsOfOneService()
    {
        QFETCH_GLOBAL(QString, name);
        const auto snapshot = read(name).snapshot;
        std::set<std::pair<std::string_view, std::int64_t>> taken;
        for (const Object *service : balanced(*snapshot)) {
            QVERIFY2(name == u"broken" || !addressOf(*service).empty(), nameOf(*service).c_str());
            for (const Value &each : service->status()["loadBalancer"]["ingress"].items()) {
                for (const Value &port : service->spec()["ports"].items())
                    QVERIFY2(taken.insert({each["ip"].text(), port["port"].integer()}).second,
                             nameOf(*service).c_str());
            }
        }
    }

    void gatewaysHaveAddressesOfServicesAndCountTheirRoutes()
    {
        QFETCH_GLOBAL(QString, name);
        const auto snapshot = read(name).snapshot;
        std::set<std::string_view> addresses;
        for (const ObjectPtr &service : snapshot->of(Kind::Service)) {
            addresses.insert(service->spec()["clusterIP"].text());
            for (const Value &each : service->status()["loadBalancer"]["ingress"].items())
                addresses.insert(each["ip"].text());
        }
        for (const ObjectPtr &gateway : snapshot->of(Kind::Gateway)) {
            QVERIFY(snapshot->find(Kind::GatewayClass, {}, gateway->spec()["gatewayClassName"].text()));
            QVERIFY(gateway->status()["addresses"].size() > 0);
            for (const Value &address : gateway->status()["addresses"].items())
                QVERIFY2(addresses.contains(address["value"].text()), nameOf(*gateway).c_str());
            const auto listeners = gateway->spec()["listeners"].items();
            for (std::size_t i = 0; i < listeners.size(); ++i)
                QCOMPARE(gateway->status()["listeners"].at(i)["attachedRoutes"].integer(),
                         routesOf(*snapshot, *gateway, listeners[i]));
        }
    }

    void routesLeadToPortsOfServices()
    {
        QFETCH_GLOBAL(QString, name);
        if (name == u"broken")
            QSKIP("broken on purpose");
        const auto snapshot = read(name).snapshot;
        int checked = 0;
        const auto check = [&](const Object &route, std::string_view service, const Value &port) {
            const Object *backend = snapshot->find(Kind::Service, route.space, service);
            const auto ports = backend ? backend->spec()["ports"] : Value();
            ++checked;
            return std::ranges::any_of(ports.items(),
                                       [&](const Value &one) { return one["port"].integer() == port.integer(); });
        };
        for (const ObjectPtr &ingress : snapshot->of(Kind::Ingress)) {
            for (const Value &path : ingress->spec()["rules"].at(0)["http"]["paths"].items()) {
                const Value service = path["backend"]["service"];
                QVERIFY2(check(*ingress, service["name"].text(), service["port"]["number"]), nameOf(*ingress).c_str());
            }
        }
        for (const Kind kind : {Kind::HTTPRoute, Kind::GRPCRoute}) {
            for (const ObjectPtr &route : snapshot->of(kind)) {
                for (const Value &rule : route->spec()["rules"].items()) {
                    for (const Value &backend : rule["backendRefs"].items())
                        QVERIFY2(check(*route, backend["name"].text(), backend["port"]), nameOf(*route).c_str());
                }
            }
        }
        QVERIFY(checked > 0);
    }
};

QTEST_APPLESS_MAIN(TestSampleDoors)
#include "tst_sampledoors.moc"
