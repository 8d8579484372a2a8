// SPDX-License-Identifier: GPL-3.0-or-later
#include "trace/trace.h"

#include <algorithm>
#include <charconv>
#include <set>

#include "route/route.h"
#include "trace/cidr.h"
#include "trace/names.h"
#include "trace/policyguard.h"
#include "trace/urlway.h"
#include "trace/walk.h"

namespace portolan {

using namespace trace;

namespace {

Error usage(std::string what)
{
    return {Error::Kind::Usage, std::move(what), {}};
}

struct Named {
    std::string_view space, name, port;
};

/** "NAMESPACE/NAME[:PORT]" */
Named named(std::string_view text)
{
    Named found;
    const auto slash = text.find('/');
    if (slash == std::string_view::npos)
        return found;
    found.space = text.substr(0, slash);
    text.remove_prefix(slash + 1);
    const auto colon = text.find(':');
    found.name = text.substr(0, colon);
    if (colon != std::string_view::npos)
        found.port = text.substr(colon + 1);
    return found;
}

std::uint16_t numberOf(std::string_view text)
{
    std::uint16_t number = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    return error == std::errc() && end == text.data() + text.size() ? number : std::uint16_t(0);
}

/** "ADDRESS[:PORT]", of IPv6 "[ADDRESS]:PORT" or the bare address. */
bool readAddress(std::string_view text, std::string &address, std::uint16_t &port)
{
    port = 0;
    if (isAddress(text)) {
        address = text;
        return true;
    }
    const auto colon = text.rfind(':');
    if (colon == std::string_view::npos)
        return false;
    std::string_view host = text.substr(0, colon);
    if (host.starts_with('[') && host.ends_with(']'))
        host = host.substr(1, host.size() - 2);
    address = host;
    port = numberOf(text.substr(colon + 1));
    return isAddress(host) && port != 0;
}

/** Who begins. One of them is set. */
struct Beginning {
    const Pod *pod = nullptr;
    const Object *node = nullptr;
    std::string address;  ///< of somebody outside; "internet" where nobody says
};

}  // namespace

std::string_view name(Verdict verdict)
{
    constexpr std::string_view names[] = {"delivered", "refused", "dropped", "no-route", "unknown"};
    return names[static_cast<std::size_t>(verdict)];
}

std::string_view name(HopAction action)
{
    constexpr std::string_view names[] = {"send",  "dnat",    "snat",  "route",   "encapsulate", "decapsulate",
                                          "match", "resolve", "proxy", "deliver", "drop",        "reject"};
    return names[static_cast<std::size_t>(action)];
}

struct Tracer::Parts {
    explicit Parts(GraphPtr held)
        : graph(std::move(held)),
          ground(*graph),
          guard(ground),
          doors(graph->snapshot, graph->roles),
          urls(ground, guard, doors)
    {
    }

    Result<Beginning> beginningOf(std::string_view from) const;
    /** The addresses that `to` means, and the port. */
    Result<std::vector<std::string>> targetsOf(const TraceQuery &query, std::uint16_t &port) const;
    Result<std::vector<std::string>> serviceTargets(const Named &wanted, std::string_view protocol,
                                                    std::uint16_t &port) const;
    Branches walk(const Beginning &from, TracePacket packet, const Object *via, std::vector<Hop> before) const;
    Trace assembled(Branches branches) const;
    Result<Trace> ofName(const TraceQuery &query, const Beginning &from) const;
    Result<Trace> ofUrl(const TraceQuery &query, const Beginning &from, const Object *via) const;
    /** Where a URL's host leads; `first`: the step that tells it. */
    Result<std::vector<std::string>> urlTargets(const TraceQuery &query, const AskedUrl &url, const Beginning &from,
                                                std::uint16_t &port, std::vector<Hop> &first) const;

    GraphPtr graph;
    Ground ground;
    PolicyGuard guard;
    FrontDoors doors;
    UrlWay urls;
};

Tracer::Tracer(GraphPtr graph) : m_parts(std::make_unique<Parts>(std::move(graph))) {}
Tracer::~Tracer() = default;

Result<Beginning> Tracer::Parts::beginningOf(std::string_view from) const
{
    Beginning beginning;
    if (from == "internet") {
        beginning.address = "internet";
    } else if (from.starts_with("node:")) {
        beginning.node = ground.node(from.substr(5));
        if (!beginning.node)
            return usage("there is no Node " + std::string(from.substr(5)) + " in the input");
    } else if (from.starts_with("pod:")) {
        const Named wanted = named(from.substr(4));
        beginning.pod = ground.snapshot().findPod(wanted.space, wanted.name);
        if (!beginning.pod)
            return usage("there is no Pod " + std::string(from.substr(4)) + " in the input");
    } else if (isAddress(from)) {
        beginning.pod = ground.podWith(from);
        beginning.node = beginning.pod ? nullptr : ground.nodeWith(from);
        beginning.address = from;
    } else {
        return usage("--from takes internet, node:NAME, pod:NAMESPACE/NAME or an address, not \"" + std::string(from) +
                     '"');
    }
    return beginning;
}

Result<std::vector<std::string>> Tracer::Parts::serviceTargets(const Named &wanted, std::string_view protocol,
                                                               std::uint16_t &port) const
{
    const std::string title = std::string(wanted.space) + '/' + std::string(wanted.name);
    const Object *service = ground.snapshot().find(Kind::Service, wanted.space, wanted.name);
    if (!service)
        return usage("there is no Service " + title + " in the input");
    const auto ports = ServiceEndpoints::portsOf(*service);
    port = numberOf(wanted.port);
    const ServicePort *own = nullptr;
    for (const ServicePort &one : ports) {
        const bool isMeant = wanted.port.empty() ? one.protocol == protocolOf(protocol)
                                                 : one.name == wanted.port || (port != 0 && one.port == port);
        if (isMeant && !own)
            own = &one;
    }
    if (protocol == "ICMP")
        port = 0;
    else if (port == 0 && own)
        port = own->port;
    if (port == 0 && protocol != "ICMP")
        return usage("Service " + title + " has no port \"" + std::string(wanted.port) + '"');
    const std::string address(service->spec()["clusterIP"].text());
    if (isAddress(address))
        return std::vector<std::string>{address};
    std::vector<std::string> addresses;  // headless: the name leads to the pods
    for (const ServicePort &one : ports) {
        for (const Endpoint &endpoint : ground.endpoints().of(*service, one).endpoints) {
            if (endpoint.isReady && std::ranges::find(addresses, endpoint.address) == addresses.end())
                addresses.emplace_back(endpoint.address);
        }
    }
    if (addresses.empty())
        return usage("Service " + title + " has no address: " +
                     (service->spec()["type"].text() == "ExternalName" ? "it is a name for something outside"
                                                                       : "it is headless, and no pod of it is ready"));
    return addresses;
}

Result<std::vector<std::string>> Tracer::Parts::targetsOf(const TraceQuery &query, std::uint16_t &port) const
{
    const std::string_view to = query.to;
    if (to.starts_with("svc:"))
        return serviceTargets(named(to.substr(4)), query.protocol, port);
    if (to.starts_with("pod:")) {
        const Named wanted = named(to.substr(4));
        const Pod *pod = ground.snapshot().findPod(wanted.space, wanted.name);
        if (!pod)
            return usage("there is no Pod " + std::string(wanted.space) + '/' + std::string(wanted.name) +
                         " in the input");
        if (pod->ip.empty())
            return usage("Pod " + std::string(wanted.space) + '/' + std::string(wanted.name) + " has no address yet");
        port = numberOf(wanted.port);
        for (const Container &container : pod->pod->containers) {
            for (const ContainerPort &own : container.ports)
                port = port == 0 && !wanted.port.empty() && own.name == wanted.port ? own.port : port;
        }
        if (port == 0 && query.protocol != "ICMP")
            return usage("give the port of the pod, as pod:NAMESPACE/NAME:PORT");
        return std::vector<std::string>{std::string(pod->ip)};
    }
    std::string address;
    if (!readAddress(to, address, port))
        return usage(
            "--to takes a URL, svc:NAMESPACE/NAME:PORT, pod:NAMESPACE/NAME:PORT, dns:NAME or ADDRESS:PORT, not \"" +
            query.to + '"');
    if (port == 0 && query.protocol != "ICMP")
        return usage("give the port, as ADDRESS:PORT");
    return std::vector<std::string>{address};
}

Branches Tracer::Parts::walk(const Beginning &from, TracePacket packet, const Object *via,
                             std::vector<Hop> before) const
{
    packet.src = from.pod ? std::string(areAlike(from.pod->ip, packet.dst) ? from.pod->ip : from.pod->secondIp.view())
                          : from.address;
    Walk walk(ground, guard, std::move(packet));
    walk.precede(std::move(before));
    if (from.pod)
        return walk.fromPod(*from.pod);
    return from.node ? walk.fromNode(*from.node) : walk.fromOutside(via);
}

/** Whoever answers decides; where nobody does, what is not known goes before what is. */
Trace Tracer::Parts::assembled(Branches branches) const
{
    const auto backendOf = [](const Branch &branch) {
        return branch.pod ? std::string(branch.pod->space) + '/' + std::string(branch.pod->name) : std::string();
    };
    const auto rank = [](const Branch &branch) {
        return branch.verdict == Verdict::Delivered ? 0
               : branch.verdict == Verdict::Unknown ? 1
               : branch.isAnsweredByProxy           ? 2
                                                    : 3;
    };
    std::ranges::stable_sort(branches, [&](const Branch &a, const Branch &b) {
        return std::pair(rank(a), backendOf(a)) < std::pair(rank(b), backendOf(b));
    });
    Trace trace;
    if (branches.empty())
        return trace;
    const Branch &shown = branches.front();
    trace.verdict =
        shown.isAnsweredByProxy ? Verdict::Delivered : shown.verdict;  // an answer comes, if not the wanted one
    trace.httpStatus = shown.httpStatus;
    trace.hops = shown.hops;
    trace.mend = shown.mend;
    std::set<std::string> backends, caveats;
    std::size_t failed = 0;
    for (const Branch &branch : branches) {
        caveats.insert(branch.caveats.begin(), branch.caveats.end());
        if (branch.verdict != Verdict::Delivered)
            ++failed;
        else if (branch.pod)
            backends.insert(backendOf(branch));
    }
    trace.backends.assign(backends.begin(), backends.end());
    trace.caveats.assign(caveats.begin(), caveats.end());
    if (shown.verdict == Verdict::Delivered)
        trace.sourceSeen = shown.packet.src;
    if (failed > 0 && shown.verdict == Verdict::Delivered) {
        const auto other =
            std::ranges::find_if(branches, [](const Branch &branch) { return branch.verdict != Verdict::Delivered; });
        trace.caveats.push_back(std::to_string(failed) + " of " + std::to_string(branches.size()) +
                                " possible ways end before: " + other->hops.back().says);
        trace.mend = other->mend;
    }
    return trace;
}

Result<Trace> Tracer::Parts::ofName(const TraceQuery &query, const Beginning &from) const
{
    std::string_view asked = std::string_view(query.to).substr(4), type = "A";
    if (const auto mark = asked.find('?'); mark != std::string_view::npos) {
        type = asked.substr(mark + 1);
        asked = asked.substr(0, mark);
    }
    const std::string server = ground.roles().facts.dnsAddress.value;
    if (asked.empty())
        return usage("give the name, as dns:NAME");
    if (server.empty())
        return usage("the address of the cluster's DNS is not known");
    const std::string first = server.substr(0, server.find(','));
    const NameAnswer answer = resolveName(ground, asked, type, from.pod ? from.pod->space : std::string_view());
    Branches branches = walk(from, {{}, first, "UDP", 0, 53, {}, 0}, nullptr, {});
    for (Branch &branch : branches) {
        if (branch.verdict != Verdict::Delivered)
            continue;
        Hop hop = branch.hops.back();
        hop.device.clear();
        hop.does = HopAction::Resolve;
        hop.layer = 7;
        hop.because = answer.because;
        hop.says = answer.asked + ": " + answer.says;
        hop.alternatives.clear();
        branch.hops.push_back(std::move(hop));
    }
    Trace trace = assembled(std::move(branches));
    trace.rcode = answer.rcode;
    trace.answers = answer.answers;
    const bool asksNode =
        from.pod && (from.pod->pod->dnsPolicy == "Default" ||
                     (from.pod->pod->hostNetwork && from.pod->pod->dnsPolicy != "ClusterFirstWithHostNet"));
    if (asksNode)
        trace.caveats.emplace_back("This pod's dnsPolicy makes it ask the servers of its node, not the cluster's DNS.");
    return trace;
}

Result<std::vector<std::string>> Tracer::Parts::urlTargets(const TraceQuery &query, const AskedUrl &url,
                                                           const Beginning &from, std::uint16_t &port,
                                                           std::vector<Hop> &first) const
{
    port = url.port;
    std::string address;
    if (!query.address.empty()) {
        std::uint16_t given = 0;
        if (!readAddress(query.address, address, given))
            return usage("--address takes ADDRESS or ADDRESS:PORT, not \"" + query.address + '"');
        port = given != 0 ? given : port;
        return std::vector<std::string>{address};
    }
    if (isAddress(url.host))
        return std::vector<std::string>{url.host};
    Hop hop;
    hop.at = from.pod ? placeOf(*from.pod) : from.node ? placeOf(*from.node) : "outside";
    hop.does = HopAction::Resolve;
    hop.layer = 7;
    if (from.pod || from.node) {
        const NameAnswer answer = resolveName(ground, url.host, "A", from.pod ? from.pod->space : std::string_view());
        std::vector<std::string> addresses;
        for (const DnsAnswer &one : answer.answers) {
            if (one.type == "A")
                addresses.push_back(one.value);
        }
        if (!addresses.empty()) {
            hop.because = answer.because;
            hop.says = "The cluster's DNS answers " + answer.asked + " with " + addresses.front() + '.';
            first.push_back(hop);
            return addresses;
        }
    }
    std::vector<Proof> because;
    std::vector<std::string> addresses = urls.addresses(url, because);
    if (addresses.empty())
        return usage("where the name " + url.host +
                     " leads is not visible, and no front door has an address for port " + std::to_string(url.port) +
                     "; give --address");
    hop.because = because;
    hop.certainty = Confidence::Assumed;
    hop.says = "The name " + url.host + " is taken to lead to " + addresses.front() +
               ", an address of the front door; the names' servers outside are not visible.";
    for (const std::string &one : addresses)
        hop.alternatives.push_back({one, 1.0 / static_cast<double>(addresses.size())});
    first.push_back(hop);
    return std::vector<std::string>{addresses.front()};
}

Result<Trace> Tracer::Parts::ofUrl(const TraceQuery &query, const Beginning &from, const Object *via) const
{
    const auto url = parseUrl(query.to);
    if (!url)
        return usage("a URL is http://HOST/PATH or https://HOST/PATH, not \"" + query.to + '"');
    std::uint16_t port = 0;
    std::vector<Hop> first;
    const auto targets = urlTargets(query, *url, from, port, first);
    if (!targets)
        return targets.error();
    Branches all;
    for (const std::string &address : targets.value()) {
        for (Branch &arrived : walk(from, {{}, address, "TCP", 0, port, {}, 0}, via, first)) {
            for (Branch &branch : urls.through(std::move(arrived), *url))
                all.push_back(std::move(branch));
        }
    }
    return assembled(std::move(all));
}

Result<Trace> Tracer::trace(const TraceQuery &query) const
{
    const auto from = m_parts->beginningOf(query.from);
    if (!from)
        return from.error();
    const Object *via = query.via.empty() ? nullptr : m_parts->ground.node(query.via);
    if (!query.via.empty() && !via)
        return usage("there is no Node " + query.via + " in the input");
    if (query.to.starts_with("dns:"))
        return m_parts->ofName(query, from.value());
    if (query.to.find("://") != std::string::npos)
        return m_parts->ofUrl(query, from.value(), via);
    std::uint16_t port = 0;
    const auto targets = m_parts->targetsOf(query, port);
    if (!targets)
        return targets.error();
    Branches all;
    for (const std::string &address : targets.value()) {
        Branches branches = m_parts->walk(from.value(), {{}, address, query.protocol, 0, port, {}, 0}, via, {});
        all.insert(all.end(), std::make_move_iterator(branches.begin()), std::make_move_iterator(branches.end()));
    }
    return m_parts->assembled(std::move(all));
}

}  // namespace portolan
