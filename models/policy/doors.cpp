// SPDX-License-Identifier: GPL-3.0-or-later
#include "policy/doors.h"

#include <algorithm>

namespace portolan::policy {

namespace {

class Doors {
public:
    Doors(const ClusterSnapshot &snapshot, const Subjects &subjects) : m_snapshot(snapshot), m_subjects(subjects)
    {
        for (const Subject &subject : subjects.all())
            m_bySpace[subject.space].push_back(&subject);
    }

    std::map<const Subject *, PortSet> targets(bool withGateways)
    {
        for (const ObjectPtr &ingress : m_snapshot.of(Kind::Ingress))
            addIngress(*ingress);
        for (const ObjectPtr &route : m_snapshot.of(Kind::OpenShiftRoute)) {
            addOpenShift(*route, route->spec()["to"]);
            for (const Value &backend : route->spec()["alternateBackends"].items())
                addOpenShift(*route, backend);
        }
        for (const ObjectPtr &route : m_snapshot.of(Kind::IngressRoute)) {
            for (const Value &rule : route->spec()["routes"].items()) {
                for (const Value &service : rule["services"].items()) {
                    if (service["kind"].text() != "TraefikService")
                        addService(spaceOf(service, *route), service["name"].text(), service["port"]);
                }
            }
        }
        for (const Kind kind : {Kind::HTTPRoute, Kind::GRPCRoute, Kind::TCPRoute, Kind::TLSRoute}) {
            for (const ObjectPtr &route : m_snapshot.of(kind)) {
                if (!withGateways)
                    break;
                for (const Value &rule : route->spec()["rules"].items()) {
                    for (const Value &backend : rule["backendRefs"].items()) {
                        const std::string_view sort = backend["kind"].text();
                        if (sort.empty() || sort == "Service")
                            addService(spaceOf(backend, *route), backend["name"].text(), backend["port"]);
                    }
                }
            }
        }
        return std::move(m_targets);
    }

private:
    static std::string_view spaceOf(const Value &reference, const Object &object)
    {
        const std::string_view space = reference["namespace"].text();
        return space.empty() ? object.space : space;
    }

    void addIngress(const Object &ingress)
    {
        const auto add = [&](const Value &backend) {
            const Value port = backend["service"]["port"];
            addService(ingress.space, backend["service"]["name"].text(),
                       port["name"].isText() ? port["name"] : port["number"]);
        };
        add(ingress.spec()["defaultBackend"]);
        for (const Value &rule : ingress.spec()["rules"].items()) {
            for (const Value &path : rule["http"]["paths"].items())
                add(path["backend"]);
        }
    }

    /** OpenShift's routes name the port of the pods, by number or by name; none: every port of the Service. */
    void addOpenShift(const Object &route, const Value &backend)
    {
        const std::string_view kind = backend["kind"].text();
        if (!kind.empty() && kind != "Service")
            return;
        addService(route.space, backend["name"].text(), route.spec()["port"]["targetPort"], true);
    }

    void addService(std::string_view space, std::string_view name, const Value &wanted, bool isTarget = false)
    {
        const Object *service = m_snapshot.find(Kind::Service, space, name);
        const Value selector = service ? service->spec()["selector"] : Value();
        const auto members = m_bySpace.find(space);
        if (selector.size() == 0 || members == m_bySpace.end())
            return;
        for (const Value &port : service->spec()["ports"].items()) {
            const Value target = port["targetPort"].isNull() ? port["port"] : port["targetPort"];
            const bool isMeant =
                wanted.isNull() || wanted == port[wanted.isText() ? "name" : "port"] || (isTarget && wanted == target);
            const std::string_view protocol = port["protocol"].text();
            if (!isMeant || (!protocol.empty() && protocol != "TCP"))
                continue;
            for (const Subject *subject : members->second)
                addSubject(*subject, selector, target);
        }
    }

    void addSubject(const Subject &subject, const Value &selector, const Value &target)
    {
        const SubjectKind &kind = m_subjects.kinds()[subject.kind];
        const auto pairs = selector.members();
        const bool isSelected = std::ranges::all_of(pairs, [&](const Member &pair) {
            const std::string_view *value = find(kind.labels, pair.key);
            return value && *value == pair.value.text();
        });
        if (!isSelected)
            return;
        std::int64_t number = target.integer();
        for (const NamedPort &port : kind.ports) {
            if (target.isText() && port.name == target.text() && port.protocol == Protocol::TCP)
                number = port.port;
        }
        if (number > 0 && number <= 65535)
            m_targets[&subject].add(
                PortSet::of(Protocol::TCP, static_cast<std::uint16_t>(number), static_cast<std::uint16_t>(number)));
    }

    const ClusterSnapshot &m_snapshot;
    const Subjects &m_subjects;
    std::map<std::string_view, std::vector<const Subject *>> m_bySpace;
    std::map<const Subject *, PortSet> m_targets;
};

}  // namespace

std::map<const Subject *, PortSet> doorTargets(const ClusterSnapshot &snapshot, const Subjects &subjects,
                                               bool withGateways)
{
    return Doors(snapshot, subjects).targets(withGateways);
}

}  // namespace portolan::policy
