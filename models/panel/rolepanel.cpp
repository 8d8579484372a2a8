// SPDX-License-Identifier: GPL-3.0-or-later
#include "panel/rolepanel.h"

#include <algorithm>

#include "explain/draft.h"
#include "explain/phrase.h"
#include "panel/settingwords.h"
#include "panel/telling.h"

namespace portolan {

namespace {

using panel::Telling;

/** What the parts of a panel are put together from. */
struct Panel {
    const TopologyGraph &graph;
    const Knowledge &knowledge;
    std::string_view topic;
    Telling telling;
    RolePanel out = {};
    std::vector<Component> serviceTypes = {};  ///< that Services of this cluster are of; they stand side by side

    /** The one of this name that fills the role; null if it does not. */
    const Component *component(std::string_view name) const
    {
        const auto found = std::ranges::find_if(graph.roles->components, [&](const Component &component) {
            return component.name == name && portolan::name(component.role) == topic &&
                   component.confidence != Confidence::Leftover;
        });
        if (found != graph.roles->components.end())
            return &*found;
        const auto type = std::ranges::find(serviceTypes, name, &Component::name);
        return type != serviceTypes.end() ? &*type : nullptr;
    }
    std::string titleOf(std::string_view name) const
    {
        const KnownComponent *known = knowledge.component(name);
        return known ? known->title : oneLine(name);
    }
    bool isAboutPorts() const { return topic == "ports"; }
    bool isOfTopic(const Component &component) const { return isAboutPorts() || name(component.role) == topic; }
};

std::string versionText(const Component &component)
{
    return oneLine(component.version, 80);
}

/** Values as the API spells them. */
std::vector<ExplainedFact> factsOf(const Component &component)
{
    std::vector<ExplainedFact> facts;
    for (const Setting &setting : component.settings) {
        if (std::string value = oneLine(setting.value, 300); !value.empty())
            facts.push_back({panel::wordsOfKey(oneLine(setting.key, 60)), std::move(value), true});
    }
    if (!component.nodes.empty())
        facts.push_back({"Nodes", listed(component.nodes, 8), true});
    for (const ObjectRef &workload : component.workloads)
        facts.push_back({"Runs as",
                         text(info(workload.kind).name, " ", oneLine(workload.space()), "/", oneLine(workload.name())),
                         true});
    return facts;
}

constexpr std::size_t evidenceAtMost = 12;

void addEvidence(PanelFill &fill, const Component &component)
{
    for (const Proof &proof : component.evidence) {
        if (proof.object.isNull())
            continue;
        if (fill.evidence.size() < evidenceAtMost)
            fill.evidence.push_back(explained(proof.object, proof.path, proof.value));
        else
            ++fill.furtherEvidence;
    }
}

PanelFill fillOf(const Panel &panel, const Component &component)
{
    PanelFill fill;
    fill.name = component.name;
    fill.title = panel.titleOf(component.name);
    fill.confidence = wordsFor(component.confidence);
    fill.version = versionText(component);
    fill.state = component.state;
    fill.isDefault = component.isDefault;
    fill.isLeftover = component.confidence == Confidence::Leftover;
    fill.isSupposed = component.isSupposed;
    fill.facts = factsOf(component);
    addEvidence(fill, component);
    fill.remark = component.remark.empty() ? std::string() : stopped(oneLine(component.remark));
    return fill;
}

void sayRole(Panel &panel)
{
    const KnownRole *known = panel.knowledge.role(panel.topic);
    if (!known)
        return;
    const auto filling = std::ranges::find_if(panel.graph.roles->components, [&](const Component &component) {
        return panel.isOfTopic(component) && component.confidence != Confidence::Leftover;
    });
    const bool isFilled = !panel.isAboutPorts() && filling != panel.graph.roles->components.end();
    panel.telling.aboutRole(isFilled ? &*filling : nullptr);
    panel.out.title = known->title;
    panel.out.question = known->question;
    panel.out.what = panel.telling.say(known->what);
    panel.out.k3s = panel.telling.say(known->k3s);
    for (const KnownHandover &next : known->handsTo) {
        const KnownRole *to = panel.knowledge.role(next.role);
        panel.out.handsTo.push_back({next.role, to ? to->title : next.role, next.text});
    }
    panel.out.links = known->links;
}

void addLinks(std::vector<KnownLink> &links, const std::vector<KnownLink> &more)
{
    for (const KnownLink &link : more) {
        if (std::ranges::none_of(links, [&](const KnownLink &other) { return other.url == link.url; }))
            links.push_back(link);
    }
}

void sayFilling(Panel &panel, const Component &component)
{
    panel.telling.about(&component);
    panel.out.fills.push_back(fillOf(panel, component));
    const KnownComponent *known = panel.knowledge.component(component.name);
    if (!known)
        return;
    panel.out.fills.back().summary = joined(panel.telling.say(std::vector{known->summary}));
    const KnownPart *part = known->part(panel.topic);
    if (!part || component.confidence == Confidence::Leftover)
        return;
    const auto section = [&](std::vector<std::string> sentences) {
        return PanelSection{known->name, known->title, std::move(sentences)};
    };
    panel.out.how.push_back(section(panel.telling.say(part->how)));
    panel.out.limits.push_back(section(panel.telling.say(part->limits)));
    addLinks(panel.out.links, known->links);
}

std::string placeText(std::string_view place)
{
    if (place == "nodes")
        return "all nodes";
    if (place == "component")
        return "the nodes where it runs";
    return place == "local" ? "the node itself" : std::string(place);
}

std::string protocolText(std::string_view protocol)
{
    return protocol.starts_with("IP:") ? text("IP protocol ", protocol.substr(3)) : std::string(protocol);
}

void sayPorts(Panel &panel, const Component &component)
{
    const KnownComponent *known = panel.knowledge.component(component.name);
    if (!known || component.confidence == Confidence::Leftover)
        return;
    panel.telling.about(&component);
    for (const KnownPort &port : known->ports) {
        if (!panel.telling.holds(port.when))
            continue;
        PanelPort row{known->title,         protocolText(port.protocol), panel.telling.portOf(port),
                      placeText(port.from), placeText(port.to),          port.why,
                      port.isRequired};
        const auto isSame = [&](const PanelPort &other) {
            return other.component == row.component && other.protocol == row.protocol && other.port == row.port &&
                   other.from == row.from && other.to == row.to;
        };
        if (std::ranges::any_of(panel.out.ports, isSame))
            continue;
        panel.telling.cite(port.sources);
        panel.out.ports.push_back(std::move(row));
    }
}

/** What the distribution itself needs has a file of its name, though it fills no role. */
void sayDistributionsPorts(Panel &panel)
{
    Component distribution;
    distribution.name = panel.graph.roles->distribution.name;
    sayPorts(panel, distribution);
}

void sayUnknown(Panel &panel)
{
    for (const UnknownRole &unknown : panel.graph.roles->unknown) {
        if (name(unknown.role) == panel.topic)
            panel.out.unknown.push_back(stopped(capitalized(oneLine(unknown.why))));
    }
    const bool isFilled = std::ranges::any_of(panel.out.fills, [](const PanelFill &fill) { return !fill.isLeftover; });
    if (!isFilled && panel.out.unknown.empty() && !panel.isAboutPorts())
        panel.out.unknown.emplace_back("Nothing that fills this role was found in what was read.");
}

/** The role's alternatives, and what else this cluster has, each once. */
std::vector<std::string> alternativesOf(const Panel &panel)
{
    const KnownRole *known = panel.knowledge.role(panel.topic);
    std::vector<std::string> names = known ? known->alternatives : std::vector<std::string>();
    for (const PanelFill &fill : panel.out.fills) {
        if (!fill.isLeftover && std::ranges::find(names, fill.name) == names.end())
            names.push_back(fill.name);
    }
    return names;
}

void sayAlternative(Panel &panel, const KnownComponent &known, const KnownPart &part)
{
    const Component *here = panel.component(known.name);
    PanelRow row{known.name, known.title, {}, here != nullptr};
    for (const ComparisonColumn &column : comparisonOf(panel.topic)) {
        const auto cell = part.compare.find(std::string(column.key));
        row.cells.push_back(cell != part.compare.end() ? cell->second : std::string());
    }
    panel.out.comparison.rows.push_back(std::move(row));
    panel.telling.about(here);
    if (std::vector<std::string> choose = panel.telling.say(std::vector{part.choose}); !choose.empty())
        panel.out.choose.push_back({known.name, known.title, std::move(choose)});
    PanelSwap swap{known.name, known.title, part.swap.flags, {}, {}, {}, here != nullptr};
    swap.steps = panel.telling.say(part.swap.steps);
    swap.breaks = panel.telling.say(part.swap.breaks);
    swap.back = panel.telling.say(part.swap.back);
    panel.out.swaps.push_back(std::move(swap));
}

void sayAlternatives(Panel &panel)
{
    for (const ComparisonColumn &column : comparisonOf(panel.topic))
        panel.out.comparison.columns.emplace_back(column.title);
    for (const std::string &name : alternativesOf(panel)) {
        const KnownComponent *known = panel.knowledge.component(name);
        if (const KnownPart *part = known ? known->part(panel.topic) : nullptr)
            sayAlternative(panel, *known, *part);
    }
}

/** Service types are no components, but they are what does the work of service networking. */
std::vector<Component> serviceTypesOf(const ServiceTypes &types)
{
    std::vector<Component> components;
    const auto add = [&](std::string_view name, std::size_t count) {
        if (count == 0)
            return;
        Component type;
        type.role = NetworkRole::ServiceNetwork;
        type.name = name;
        type.confidence = Confidence::Confirmed;
        type.state = State::Fine;
        type.settings.push_back({"services", std::to_string(count)});
        components.push_back(std::move(type));
    };
    add("clusterip", types.clusterIp);
    add("headless", types.headless);
    add("nodeport", types.nodePort);
    add("loadbalancer", types.loadBalancer);
    add("externalname", types.externalName);
    return components;
}

}  // namespace

std::string_view wordsFor(Confidence confidence)
{
    switch (confidence) {
        case Confidence::Confirmed:
            return "Seen";
        case Confidence::Inferred:
            return "Follows from several signs";
        case Confidence::Assumed:
            return "The documented default; nothing contradicts it, and nothing shows it";
        case Confidence::Leftover:
            return "Left over; it does not run";
        case Confidence::Conflict:
            return "One of several that claim this role";
    }
    return "";
}

RolePanel rolePanel(const TopologyGraph &graph, std::string_view topic, Depth depth, const Knowledge &knowledge)
{
    Panel panel{graph, knowledge, topic, Telling(graph, depth, knowledge)};
    panel.out.role = topic;
    panel.out.title = topic;
    sayRole(panel);
    for (const Component &component : graph.roles->components) {
        if (!panel.isOfTopic(component))
            continue;
        if (!panel.isAboutPorts())
            sayFilling(panel, component);
        sayPorts(panel, component);
    }
    if (topic == name(NetworkRole::ServiceNetwork))
        panel.serviceTypes = serviceTypesOf(graph.roles->services);
    for (const Component &type : panel.serviceTypes)
        sayFilling(panel, type);
    if (panel.isAboutPorts())
        sayDistributionsPorts(panel);
    sayUnknown(panel);
    sayAlternatives(panel);
    panel.out.sources = panel.telling.sources();
    return std::move(panel.out);
}

RolePanel rolePanel(const TopologyGraph &graph, NetworkRole role, Depth depth, const Knowledge &knowledge)
{
    return rolePanel(graph, name(role), depth, knowledge);
}

}  // namespace portolan
