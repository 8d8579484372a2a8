// SPDX-License-Identifier: GPL-3.0-or-later
#include "trace/names.h"

#include <algorithm>

#include "trace/cidr.h"

namespace portolan::trace {

namespace {

std::vector<std::string_view> labelsOf(std::string_view name)
{
    std::vector<std::string_view> labels;
    while (!name.empty()) {
        const auto dot = name.find('.');
        labels.push_back(name.substr(0, dot));
        name.remove_prefix(dot == std::string_view::npos ? name.size() : dot + 1);
    }
    return labels;
}

bool fits(std::string_view address, std::string_view type)
{
    return type == (isSixth(address) ? "AAAA" : "A");
}

std::string dashed(std::string_view address)
{
    std::string text(address);
    std::ranges::replace(text, '.', '-');
    std::ranges::replace(text, ':', '-');
    return text;
}

/** Answers for one name below the cluster's domain. */
class Zone {
public:
    Zone(const Ground &ground, std::string_view name, std::string_view type)
        : m_ground(ground), m_name(name), m_type(type)
    {
    }

    NameAnswer answer(std::vector<std::string_view> labels)
    {
        m_answer.asked = m_name;
        m_answer.rcode = "NXDOMAIN";
        if (labels.size() == 3 && labels[2] == "pod")
            byAddress(labels[0]);
        else if (labels.size() >= 3 && labels.size() <= 5 && labels.back() == "svc")
            byService({labels.begin(), labels.end() - 1});
        if (m_answer.rcode == "NXDOMAIN")
            m_answer.says = "There is no such name in the cluster's domain.";
        return m_answer;
    }

private:
    void add(std::string_view type, std::string value)
    {
        m_answer.answers.push_back({m_name, std::string(type), std::move(value)});
    }

    void byAddress(std::string_view label)
    {
        std::string address(label);
        std::ranges::replace(address, '-', '.');
        if (!isAddress(address))
            return;
        m_answer.rcode = "NOERROR";
        m_answer.says = "The name is made of an address.";
        if (fits(address, m_type))
            add(m_type, address);
    }

    /** `labels`: [[port, protocol] or host,] service, namespace. */
    void byService(std::vector<std::string_view> labels)
    {
        const std::string_view space = labels.back(), name = labels[labels.size() - 2];
        const Object *service = m_ground.snapshot().find(Kind::Service, space, name);
        labels.resize(labels.size() - 2);
        if (!service) {
            if (absenceOf(m_ground.snapshot(), Kind::Service, space) != Absence::NotThere)
                m_answer.rcode.clear();
            return;
        }
        m_answer.because.push_back({refTo(*service), "/spec/clusterIP",
                                    std::string(service->spec()["clusterIP"].text()), "the Service of this name"});
        const std::string title = std::string(space) + '/' + std::string(name);
        if (service->spec()["type"].text() == "ExternalName" && labels.empty()) {
            m_answer.rcode = "NOERROR";
            m_answer.says = "Service " + title + " is of type ExternalName: the answer is another name.";
            add("CNAME", std::string(service->spec()["externalName"].text()));
        } else if (labels.empty()) {
            addresses(*service, title);
        } else if (labels.size() == 2 && labels[0].starts_with('_') && labels[1].starts_with('_')) {
            services(*service, labels[0].substr(1), labels[1].substr(1));
        } else if (labels.size() == 1) {
            host(*service, labels[0]);
        }
    }

    void addresses(const Object &service, const std::string &title)
    {
        m_answer.rcode = "NOERROR";
        if (m_type != "A" && m_type != "AAAA")
            return;
        if (service.spec()["clusterIP"].text() == "None") {
            m_answer.says = "Service " + title + " is headless: the answer is the addresses of its ready pods.";
            for (const Endpoint &endpoint : members(service)) {
                if (fits(endpoint.address, m_type))
                    add(m_type, std::string(endpoint.address));
            }
            return;
        }
        m_answer.says = "The answer is the ClusterIP of Service " + title + '.';
        const Value all = service.spec()["clusterIPs"];
        if (all.size() == 0 && fits(service.spec()["clusterIP"].text(), m_type))
            add(m_type, std::string(service.spec()["clusterIP"].text()));
        for (const Value &address : all.items()) {
            if (fits(address.text(), m_type))
                add(m_type, std::string(address.text()));
        }
    }

    void services(const Object &service, std::string_view port, std::string_view protocol)
    {
        const bool isHeadless = service.spec()["clusterIP"].text() == "None";
        for (const ServicePort &own : ServiceEndpoints::portsOf(service)) {
            const std::string_view ownProtocol = own.protocol == Protocol::UDP    ? "udp"
                                                 : own.protocol == Protocol::SCTP ? "sctp"
                                                                                  : "tcp";
            if (own.name != port || ownProtocol != protocol)
                continue;
            m_answer.rcode = "NOERROR";
            m_answer.says = "The answer is the port and where it is.";
            const std::string base = m_name.substr(m_name.find('.', m_name.find('.') + 1) + 1);
            if (!isHeadless) {
                add("SRV", "0 100 " + std::to_string(own.port) + ' ' + base);
                continue;
            }
            const auto list = m_ground.endpoints().of(service, own).endpoints;
            const auto ready = std::ranges::count_if(list, &Endpoint::isReady);
            for (const Endpoint &endpoint : list) {
                if (endpoint.isReady)
                    add("SRV", "0 " + std::to_string(100 / std::max<std::ptrdiff_t>(ready, 1)) + ' ' +
                                   std::to_string(endpoint.port) + ' ' + hostOf(endpoint) + '.' + base);
            }
        }
    }

    void host(const Object &service, std::string_view wanted)
    {
        for (const Endpoint &endpoint : members(service)) {
            if (hostOf(endpoint) != wanted)
                continue;
            m_answer.rcode = "NOERROR";
            m_answer.says = "The answer is the address of one pod.";
            if (fits(endpoint.address, m_type))
                add(m_type, std::string(endpoint.address));
        }
    }

    static std::string hostOf(const Endpoint &endpoint)
    {
        const bool isNamed = endpoint.pod && !endpoint.pod->hostname.view().empty();
        return isNamed ? std::string(endpoint.pod->hostname.view()) : dashed(endpoint.address);
    }

    std::vector<Endpoint> members(const Object &service) const
    {
        std::vector<Endpoint> found;
        for (const ServicePort &port : ServiceEndpoints::portsOf(service)) {
            for (const Endpoint &endpoint : m_ground.endpoints().of(service, port).endpoints) {
                const bool isKnown = std::ranges::any_of(
                    found, [&](const Endpoint &other) { return other.address == endpoint.address; });
                if (endpoint.isReady && !isKnown)
                    found.push_back(endpoint);
            }
        }
        return found;
    }

    const Ground &m_ground;
    std::string m_name;
    std::string_view m_type;
    NameAnswer m_answer;
};

/** K3s keeps the nodes' names in CoreDNS' own ConfigMap, as lines of a hosts file. */
bool isNodeName(const Ground &ground, std::string_view name, NameAnswer &answer, std::string_view type)
{
    const Object *config = ground.snapshot().find(Kind::ConfigMap, "kube-system", "coredns");
    std::string_view hosts = config ? (*config)["data"]["NodeHosts"].text() : std::string_view();
    while (!hosts.empty()) {
        const auto end = hosts.find('\n');
        const std::string_view line = hosts.substr(0, end);
        hosts.remove_prefix(end == std::string_view::npos ? hosts.size() : end + 1);
        const auto gap = line.find_first_of(" \t");
        if (gap == std::string_view::npos || line.substr(line.find_first_not_of(" \t", gap)) != name)
            continue;
        const std::string address(line.substr(0, gap));
        answer.rcode = "NOERROR";
        answer.says = "The name is one of the nodes that K3s tells CoreDNS.";
        answer.because.push_back({refTo(*config), "/data/NodeHosts", std::string(line), "names of nodes"});
        if (fits(address, type))
            answer.answers.push_back({std::string(name), std::string(type), address});
    }
    return !answer.rcode.empty();
}

}  // namespace

NameAnswer resolveName(const Ground &ground, std::string_view name, std::string_view type, std::string_view space)
{
    std::string wanted(name);
    std::ranges::transform(wanted, wanted.begin(),
                           [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; });
    const bool isAbsolute = wanted.ends_with('.');
    if (isAbsolute)
        wanted.pop_back();
    const std::string &known = ground.roles().facts.domain.value;
    const std::string zone = known.empty() ? std::string("cluster.local") : known;
    std::vector<std::string> names;
    if (!isAbsolute && !space.empty() && std::ranges::count(wanted, '.') < 5) {
        names = {wanted + '.' + std::string(space) + ".svc." + zone, wanted + ".svc." + zone, wanted + '.' + zone};
    }
    names.push_back(wanted);
    NameAnswer last;
    for (const std::string &candidate : names) {
        if (candidate.ends_with('.' + zone)) {
            const std::string_view inside = std::string_view(candidate).substr(0, candidate.size() - zone.size() - 1);
            last = Zone(ground, candidate, type).answer(labelsOf(inside));
        } else {
            last = {};
            last.asked = candidate;
            if (!isNodeName(ground, candidate, last, type))
                last.says =
                    "The name is not of the cluster: CoreDNS asks the servers that its configuration names, and what "
                    "they answer is not visible.";
        }
        if (last.rcode != "NXDOMAIN")
            return last;
    }
    return last;
}

}  // namespace portolan::trace
