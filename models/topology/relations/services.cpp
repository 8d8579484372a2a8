// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <map>

#include "topology/relations/pods.h"
#include "topology/relations/relations.h"

namespace portolan::relations {

namespace {

constexpr std::string_view serviceNameLabel = "kubernetes.io/service-name";

bool isClusterDns(const Object &service)
{
    return service.label("k8s-app") == "kube-dns" && service.space == "kube-system" &&
           service.name != "kube-dns-upstream";
}

/** What to show under the name: where clients reach it. */
std::string summary(const Object &service)
{
    const Value spec = service.spec();
    if (spec["type"].text() == "ExternalName")
        return "to " + std::string(spec["externalName"].text());
    const Value port = spec["ports"].at(0)["port"];
    const std::string ports = port.isNull() ? std::string() : ":" + std::to_string(port.integer());
    const std::string_view address = spec["clusterIP"].text();
    if (address == "None")
        return "headless " + ports;
    return address.empty() ? "planned " + ports : std::string(address) + ports;
}

/** Counts of what a Service sends to. */
struct Endpoints {
    std::uint32_t ready = 0, notReady = 0, terminating = 0;
    std::uint32_t all() const { return ready + notReady + terminating; }
};

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

void tally(Endpoints &endpoints, Readiness readiness)
{
    ++(readiness == Readiness::Ready         ? endpoints.ready
       : readiness == Readiness::Terminating ? endpoints.terminating
                                             : endpoints.notReady);
}

/** Services, and the slices, Endpoints and pods that say what they send to. */
class Selection {
public:
    explicit Selection(GraphBuilder &graph) : m_graph(graph)
    {
        for (const ObjectPtr &slice : graph.snapshot().of(Kind::EndpointSlice))
            m_slices[{slice->space, slice->label(serviceNameLabel)}].push_back(slice.get());
        for (VertexIndex v = 0; v < graph.size(); ++v) {
            if (graph[v].type == VertexType::Pod)
                m_podsOf[graph[v].space].push_back(v);
            else if (graph[v].type == VertexType::Workload && graph[v].isPlanned)
                m_plannedOf[graph[v].space].push_back(v);
        }
    }

    void select(VertexIndex service)
    {
        const Object &object = *m_graph[service].object.object;
        const auto slices = m_slices.find({object.space, object.name});
        m_seen = {};
        if (slices != m_slices.end()) {
            for (const Object *slice : slices->second)
                bySlice(service, *slice);
        } else if (const Object *endpoints = m_graph.snapshot().find(Kind::Endpoints, object.space, object.name)) {
            byEndpoints(service, *endpoints);
        } else {
            bySelector(service, object);
        }
        judge(service, object, slices != m_slices.end());
    }

private:
    VertexIndex podVertex(std::string_view space, std::string_view name) const
    {
        return m_graph.find(reference(Kind::Pod, space, name));
    }

    VertexIndex outsideAddress(const Object &source, std::string_view address, const std::string &path)
    {
        const VertexIndex v = m_graph.add("External/" + std::string(address), VertexType::External);
        m_graph[v].name = m_graph.text(address);
        m_graph[v].detail = "address outside of the pods";
        m_graph.explain(v, {{refTo(source), path, address}});
        return v;
    }

    void bySlice(VertexIndex service, const Object &slice)
    {
        const auto endpoints = slice["endpoints"].items();
        const Value ports = slice["ports"];
        for (std::size_t i = 0; i < endpoints.size(); ++i) {
            const Value &endpoint = endpoints[i];
            const std::string at = "/endpoints/" + std::to_string(i);
            const Readiness readiness = readinessOf(endpoint["conditions"]);
            const std::string_view address = endpoint["addresses"].at(0).text();
            const Value target = endpoint["targetRef"];
            tally(m_seen, readiness);
            VertexIndex to = target["kind"].text() == "Pod" ? podVertex(slice.space, target["name"].text()) : none;
            if (to == none && target["kind"].text() == "Pod")
                to = missingPod(slice, target["name"].text(), at + "/targetRef/name");
            else if (to == none)
                to = nodeWith(address);
            if (to == none && !address.empty())
                to = outsideAddress(slice, address, at + "/addresses/0");
            if (to == none)
                continue;
            Edge edge;
            edge.from = service;
            edge.to = to;
            edge.type = EdgeType::Selects;
            edge.readiness = readiness;
            edge.state = stateFor(readiness);
            edge.port =
                ports.size() == 1 ? static_cast<std::uint16_t>(ports.at(0)["port"].integer()) : std::uint16_t(0);
            const char *condition =
                readiness == Readiness::Terminating ? "/conditions/terminating" : "/conditions/ready";
            const std::string value = textOf(slice.root.pointer(at + condition));
            if (value.empty())
                m_graph.connect(edge, {{refTo(slice), at + "/addresses/0", address}});
            else
                m_graph.connect(edge,
                                {{refTo(slice), at + "/addresses/0", address}, {refTo(slice), at + condition, value}});
        }
    }

    VertexIndex missingPod(const Object &slice, std::string_view name, const std::string &path)
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

    VertexIndex nodeWith(std::string_view address)
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

    void byEndpoints(VertexIndex service, const Object &endpoints)
    {
        const auto subsets = endpoints["subsets"].items();
        for (std::size_t s = 0; s < subsets.size(); ++s) {
            for (const auto &[list, readiness] :
                 {std::pair("addresses", Readiness::Ready), std::pair("notReadyAddresses", Readiness::NotReady)}) {
                const auto addresses = subsets[s][list].items();
                for (std::size_t i = 0; i < addresses.size(); ++i) {
                    const std::string at = "/subsets/" + std::to_string(s) + '/' + list + '/' + std::to_string(i);
                    tally(m_seen, readiness);
                    VertexIndex to = podVertex(endpoints.space, addresses[i]["targetRef"]["name"].text());
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

    void bySelector(VertexIndex service, const Object &object)
    {
        const Value selector = object.spec()["selector"];
        if (selector.members().empty() || object.spec()["type"].text() == "ExternalName")
            return;
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

    void connectSelected(VertexIndex service, VertexIndex to, Readiness readiness, const Object &object,
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

    void judge(VertexIndex service, const Object &object, bool hasSlices)
    {
        const Value spec = object.spec();
        const bool isManifest = object.status().size() == 0 && object.meta()["uid"].isNull();
        m_graph[service].isPlanned = isManifest;
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
        } else if (isManifest || m_hasPlanned) {
            m_graph.worsen(service, State::Unknown, "planned");
        } else if (spec["selector"].size() == 0) {
            m_graph.worsen(service, State::Warning, hasSlices ? "no endpoint" : "no selector and no endpoints");
        } else if (canSeePods()) {
            m_graph.worsen(service, State::Failing, "selects no pod");
        } else {
            m_graph.worsen(service, State::Unknown, "endpoints not in the input");
        }
        m_hasPlanned = false;
    }

    /** Whether the absence of pods in the input means that there are none. */
    bool canSeePods() const
    {
        return !m_graph.snapshot().pods.empty() || !m_graph.snapshot().of(Kind::EndpointSlice).empty();
    }

    GraphBuilder &m_graph;
    std::map<std::pair<std::string_view, std::string_view>, std::vector<const Object *>> m_slices;
    std::map<std::string_view, std::vector<VertexIndex>> m_podsOf, m_plannedOf;
    std::map<std::string_view, VertexIndex> m_nodeByAddress;
    Endpoints m_seen;
    bool m_hasPlanned = false;
};

void addExternalName(GraphBuilder &graph, VertexIndex service, const Object &object)
{
    const std::string_view target = object.spec()["externalName"].text();
    if (object.spec()["type"].text() != "ExternalName" || target.empty())
        return;
    const VertexIndex v = graph.add("External/" + std::string(target), VertexType::External);
    graph[v].name = target;
    graph[v].detail = "external name";
    graph.explain(v, {{refTo(object), "/spec/externalName", target}});
    Edge edge;
    edge.from = service;
    edge.to = v;
    edge.type = EdgeType::Resolves;
    graph.connect(edge, {{refTo(object), "/spec/externalName", target}});
}

}  // namespace

void addServices(GraphBuilder &graph)
{
    std::vector<VertexIndex> services;
    for (const ObjectPtr &service : graph.snapshot().of(Kind::Service)) {
        const VertexIndex v =
            graph.add(isClusterDns(*service) ? VertexType::Dns : VertexType::Service, refTo(*service));
        graph[v].detail = graph.text(summary(*service));
        services.push_back(v);
    }
    Selection selection(graph);
    for (const VertexIndex v : services) {
        selection.select(v);
        addExternalName(graph, v, *graph[v].object.object);
    }
}

VertexIndex serviceVertex(GraphBuilder &graph, std::string_view space, std::string_view name)
{
    const std::string id = reference(Kind::Service, space, name);
    if (const VertexIndex known = graph.find(id); known != none)
        return known;
    const VertexIndex v = graph.add(id, VertexType::Service);
    Vertex &vertex = graph[v];
    vertex.space = graph.text(space);
    vertex.name = graph.text(name);
    vertex.isInferred = true;
    const auto &gaps = graph.snapshot().gaps;
    const bool isHidden = std::ranges::any_of(gaps, [](const Gap &gap) { return gap.kind == "Service"; });
    const bool isElsewhere = graph.snapshot().of(Kind::Service).empty();
    vertex.state = isHidden || isElsewhere ? State::Unknown : State::Failing;
    vertex.reason = isHidden ? "Services not permitted" : isElsewhere ? "not in the input" : "does not exist";
    return v;
}

bool hasPort(const Object *service, const Value &port, std::uint16_t &number)
{
    number = static_cast<std::uint16_t>(port.integer());
    if (!service || port.isNull())
        return true;
    for (const Value &candidate : service->spec()["ports"].items()) {
        if (port.isText() ? candidate["name"].text() == port.text() : candidate["port"].integer() == port.integer()) {
            number = static_cast<std::uint16_t>(candidate["port"].integer());
            return true;
        }
    }
    return false;
}

}  // namespace portolan::relations
