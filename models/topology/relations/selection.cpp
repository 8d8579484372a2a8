// SPDX-License-Identifier: GPL-3.0-or-later
#include "topology/relations/selection.h"

#include <algorithm>

#include "topology/relations/pods.h"

namespace portolan::relations {

namespace {

constexpr std::string_view serviceNameLabel = "kubernetes.io/service-name";

Readiness readinessOf(const Value &conditions)
{
    if (conditions["terminating"].boolean())
        return Readiness::Terminating;
    return conditions["ready"].boolean(true) ? Readiness::Ready : Readiness::NotReady;
}

State stateFor(Readiness readiness)
{
    return readiness == Readiness::Ready ? State::Fine : State::Warning;
}

void tally(EndpointCounts &endpoints, Readiness readiness)
{
    ++(readiness == Readiness::Ready         ? endpoints.ready
       : readiness == Readiness::Terminating ? endpoints.terminating
                                             : endpoints.notReady);
}

}  // namespace

Selection::Selection(GraphBuilder &graph) : m_graph(graph)
{
    for (const ObjectPtr &slice : graph.snapshot().of(Kind::EndpointSlice))
        m_slices[{slice->space, slice->label(serviceNameLabel)}].push_back(slice.get());
}

void Selection::select(VertexIndex service)
{
    const Object &object = *m_graph[service].object.object;
    const auto slices = m_slices.find({object.space, object.name});
    const Object *endpoints = m_graph.snapshot().find(Kind::Endpoints, object.space, object.name);
    m_seen = {};
    if (slices != m_slices.end()) {
        for (const Object *slice : slices->second)
            bySlice(service, *slice);
    } else if (endpoints) {
        byEndpoints(service, *endpoints);
    } else {
        bySelector(service, object);
    }
    judge(service, object, slices != m_slices.end() || endpoints);
}

VertexIndex Selection::outsideAddress(const Object &source, std::string_view address, const std::string &path)
{
    const VertexIndex v = m_graph.add("External/" + std::string(address), VertexType::External);
    m_graph[v].name = m_graph.text(address);
    m_graph[v].detail = "address outside of the pods";
    m_graph.explain(v, {{refTo(source), path, address}});
    return v;
}

void Selection::bySlice(VertexIndex service, const Object &slice)
{
    const auto endpoints = slice["endpoints"].items();
    const Value ports = slice["ports"];
    const auto port = ports.size() == 1 ? static_cast<std::uint16_t>(ports.at(0)["port"].integer()) : std::uint16_t(0);
    for (std::size_t i = 0; i < endpoints.size(); ++i)
        byEndpoint(service, slice, endpoints[i], i, port);
}

void Selection::byEndpoint(VertexIndex service, const Object &slice, const Value &endpoint, std::size_t i,
                           std::uint16_t port)
{
    const Value conditions = endpoint["conditions"];
    const Readiness readiness = readinessOf(conditions);
    const bool isTerminating = readiness == Readiness::Terminating;
    const std::string_view address = endpoint["addresses"].at(0).text();
    tally(m_seen, readiness);
    const VertexIndex to = targetOf(slice, endpoint["targetRef"], address, i);
    if (to == none)
        return;
    Edge edge;
    edge.from = service;
    edge.to = to;
    edge.type = EdgeType::Selects;
    edge.readiness = readiness;
    edge.state = stateFor(readiness);
    edge.port = port;
    const EndpointPaths &at = pathsOf(i);
    const Because there{refTo(slice), Said::lasting(at.address), Said::lasting(address)};
    const Value condition = conditions[isTerminating ? "terminating" : "ready"];
    if (condition.type() == Value::Type::Bool)
        m_graph.connect(edge, {there,
                               {refTo(slice), Said::lasting(isTerminating ? at.terminating : at.ready),
                                Said::lasting(condition.boolean() ? "true" : "false")}});
    else if (const std::string value = textOf(condition); !value.empty())
        m_graph.connect(edge, {there, {refTo(slice), Said::lasting(isTerminating ? at.terminating : at.ready), value}});
    else
        m_graph.connect(edge, {there});
}

VertexIndex Selection::targetOf(const Object &slice, const Value &target, std::string_view address, std::size_t i)
{
    if (target["kind"].text() == "Pod") {
        const std::string_view name = target["name"].text();
        const VertexIndex pod = m_graph.find(Kind::Pod, slice.space, name);
        return pod != none ? pod : missingPod(slice, name, "/endpoints/" + std::to_string(i) + "/targetRef/name");
    }
    const VertexIndex node = nodeWith(address);
    return node != none || address.empty() ? node : outsideAddress(slice, address, std::string(pathsOf(i).address));
}

auto Selection::pathsOf(std::size_t i) -> const EndpointPaths &
{
    while (m_paths.size() <= i) {
        const std::string at = "/endpoints/" + std::to_string(m_paths.size());
        m_paths.push_back({m_graph.text(at + "/addresses/0"), m_graph.text(at + "/conditions/ready"),
                           m_graph.text(at + "/conditions/terminating")});
    }
    return m_paths[i];
}

VertexIndex Selection::missingPod(const Object &slice, std::string_view name, const std::string &path)
{
    const VertexIndex v = m_graph.add(reference(Kind::Pod, slice.space, name), VertexType::Pod);
    m_graph[v].space = slice.space;
    m_graph[v].name = m_graph.text(name);
    m_graph[v].isInferred = true;
    m_graph[v].state = State::Unknown;
    m_graph[v].reason = "not in the input";
    m_graph.explain(v, {{refTo(slice), path, name}});
    return v;
}

VertexIndex Selection::nodeWith(std::string_view address)
{
    if (m_nodeByAddress.empty()) {
        for (VertexIndex v = 0; v < m_graph.size(); ++v) {
            if (m_graph[v].type == VertexType::Node && !m_graph[v].detail.empty())
                m_nodeByAddress.emplace(m_graph[v].detail, v);
        }
    }
    const auto found = m_nodeByAddress.find(address);
    return found != m_nodeByAddress.end() ? found->second : none;
}

void Selection::byEndpoints(VertexIndex service, const Object &endpoints)
{
    const auto subsets = endpoints["subsets"].items();
    for (std::size_t s = 0; s < subsets.size(); ++s) {
        for (const auto &[list, readiness] :
             {std::pair("addresses", Readiness::Ready), std::pair("notReadyAddresses", Readiness::NotReady)}) {
            const auto addresses = subsets[s][list].items();
            for (std::size_t i = 0; i < addresses.size(); ++i) {
                const std::string at = "/subsets/" + std::to_string(s) + '/' + list + '/' + std::to_string(i);
                tally(m_seen, readiness);
                VertexIndex to = m_graph.find(Kind::Pod, endpoints.space, addresses[i]["targetRef"]["name"].text());
                if (to == none)
                    to = nodeWith(addresses[i]["ip"].text());
                if (to == none && !addresses[i]["ip"].text().empty())
                    to = outsideAddress(endpoints, addresses[i]["ip"].text(), at + "/ip");
                if (to == none)
                    continue;
                Edge edge;
                edge.from = service;
                edge.to = to;
                edge.readiness = readiness;
                edge.state = stateFor(readiness);
                m_graph.connect(edge, {{refTo(endpoints), at + "/ip", addresses[i]["ip"].text()}});
            }
        }
    }
}

void Selection::groupBySpace()
{
    m_isGrouped = true;
    for (VertexIndex v = 0; v < m_graph.size(); ++v) {
        if (m_graph[v].type == VertexType::Pod)
            m_podsOf[m_graph[v].space].push_back(v);
        else if (m_graph[v].type == VertexType::Workload && m_graph[v].isPlanned)
            m_plannedOf[m_graph[v].space].push_back(v);
    }
}

void Selection::bySelector(VertexIndex service, const Object &object)
{
    const Value selector = object.spec()["selector"];
    if (selector.members().empty() || object.spec()["type"].text() == "ExternalName")
        return;
    if (!m_isGrouped)
        groupBySpace();
    const Member &first = selector.members().front();
    const std::string path = "/spec/selector" + pointerStep(first.key);
    const auto matches = [&](auto valueFor) {
        return std::ranges::all_of(selector.members(),
                                   [&](const Member &m) { return valueFor(m.key) == m.value.text(); });
    };
    for (const VertexIndex v : m_podsOf[object.space]) {
        const Pod *pod = m_graph[v].object.pod;
        if (!pod || hasEnded(*pod) || !matches([&](std::string_view key) { return valueOf(*pod->labels, key); }))
            continue;
        const Readiness readiness = pod->isTerminating ? Readiness::Terminating
                                    : pod->isReady     ? Readiness::Ready
                                    : pod->hasStatus   ? Readiness::NotReady
                                                       : Readiness::NotApplicable;
        if (pod->hasStatus)
            tally(m_seen, readiness);
        connectSelected(service, v, readiness, object, path, first.value.text());
    }
    for (const VertexIndex v : m_plannedOf[object.space]) {
        const Value labels = m_graph[v].object.object->spec()["template"]["metadata"]["labels"];
        if (matches([&](std::string_view key) { return labels[key].text(); })) {
            m_hasPlanned = true;
            connectSelected(service, v, Readiness::NotApplicable, object, path, first.value.text());
        }
    }
}

void Selection::connectSelected(VertexIndex service, VertexIndex to, Readiness readiness, const Object &object,
                                const std::string &path, std::string_view value)
{
    Edge edge;
    edge.from = service;
    edge.to = to;
    edge.readiness = readiness;
    edge.state = readiness == Readiness::NotApplicable ? State::Unknown : stateFor(readiness);
    edge.bySelector = true;
    m_graph.connect(edge, {{refTo(object), path, value}});
}

void Selection::judge(VertexIndex service, const Object &object, bool hasSource)
{
    const Value spec = object.spec();
    const bool isPlanned = isManifest(object);
    m_graph[service].isPlanned = isPlanned;
    if (spec["type"].text() == "ExternalName")
        return;
    if (m_seen.ready > 0) {
        if (m_seen.notReady > 0)
            m_graph.worsen(service, State::Warning,
                           std::to_string(m_seen.ready) + " of " + std::to_string(m_seen.all()) + " ready");
    } else if (m_seen.terminating > 0) {
        m_graph.worsen(service, State::Warning, "only terminating endpoints");
    } else if (m_seen.notReady > 0) {
        m_graph.worsen(service, State::Failing, "no ready endpoint");
    } else if (isPlanned || m_hasPlanned) {
        m_graph.worsen(service, State::Unknown, "planned");
    } else {
        judgeEmpty(service, object, hasSource);
    }
    m_hasPlanned = false;
}

void Selection::judgeEmpty(VertexIndex service, const Object &object, bool hasSource)
{
    const bool hasSelector = object.spec()["selector"].size() > 0;
    const std::string_view unread = hasSource ? std::string_view() : whyUnread(object.space, hasSelector);
    if (!unread.empty())
        m_graph.worsen(service, State::Unknown, "endpoints " + std::string(unread));
    else if (hasSelector)
        m_graph.worsen(service, State::Failing, "selects no pod");
    else
        m_graph.worsen(service, State::Warning, hasSource ? "no endpoint" : "no selector and no endpoints");
}

std::string_view Selection::whyUnread(std::string_view space, bool hasSelector)
{
    const auto [found, isNew] = m_unread.try_emplace({space, hasSelector});
    if (isNew) {
        const Missing slices = missing(m_graph.snapshot(), Kind::EndpointSlice, space);
        const Missing pods = missing(m_graph.snapshot(), Kind::Pod, space);
        const bool isKnown = slices.state != State::Unknown || (hasSelector && pods.state != State::Unknown);
        found->second = isKnown ? std::string_view() : slices.reason;
    }
    return found->second;
}

}  // namespace portolan::relations
