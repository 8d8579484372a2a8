// SPDX-License-Identifier: GPL-3.0-or-later
#include "layouts.h"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace portolan::test {

namespace {

/** A vector with its entries at new places. */
void renumber(ItemIndex &index, const std::vector<ItemIndex> &to)
{
    if (index != none)
        index = to[index];
}

}  // namespace

Chart::Chart(Lens lens)
{
    m_layout->lens = lens;
    m_layout->graph = m_graph;
    add(none, {}, ItemKind::Root, nullptr);
}

ItemIndex Chart::add(ItemIndex parent, const RectF &rect, ItemKind kind, const Thing *thing)
{
    LayoutItem item;
    item.rect = rect;
    item.parent = parent;
    item.kind = kind;
    if (thing) {
        item.state = thing->state;
        item.vertex = static_cast<VertexIndex>(m_graph->vertices.size());
        Vertex vertex;
        vertex.id = m_graph->texts.add(std::string(name(thing->type)) + '/' + std::string(thing->name));
        vertex.name = m_graph->texts.add(thing->name);
        vertex.detail = m_graph->texts.add(thing->detail);
        vertex.type = thing->type;
        vertex.state = thing->state;
        vertex.isPlanned = thing->isPlanned;
        m_graph->vertices.push_back(vertex);
    }
    m_layout->items.push_back(item);
    return static_cast<ItemIndex>(m_layout->items.size() - 1);
}

ItemIndex Chart::card(ItemIndex parent, const RectF &rect, const Thing &thing)
{
    return add(parent, rect, ItemKind::Card, &thing);
}

ItemIndex Chart::node(ItemIndex parent, const RectF &rect, const Thing &thing)
{
    return add(parent, rect, ItemKind::Node, &thing);
}

ItemIndex Chart::space(ItemIndex parent, const RectF &rect, std::string_view name, State state)
{
    const ItemIndex item = add(parent, rect, ItemKind::Namespace, nullptr);
    m_layout->items[item].name = static_cast<std::uint32_t>(m_layout->names.size());
    m_layout->items[item].state = state;
    m_layout->names.emplace_back(name);
    return item;
}

ItemIndex Chart::chip(ItemIndex card, State state)
{
    const std::size_t before = m_chips[card]++;
    const RectF &r = m_layout->items[card].rect;
    const std::string name = "pod-" + std::to_string(m_layout->items.size());
    const Thing pod{VertexType::Pod, name, "10.42.0.7", state};
    return add(card, {r.x + 34 + static_cast<float>(before) * 16, r.y + 48, 12, 12}, ItemKind::Chip, &pod);
}

void Chart::tally(ItemIndex item, const Tally &tally, bool isRolledUp)
{
    m_layout->items[item].tally = static_cast<std::uint32_t>(m_layout->tallies.size());
    m_layout->items[item].isRolledUp = isRolledUp;
    m_layout->tallies.push_back(tally);
}

std::uint32_t Chart::edge(ItemIndex from, ItemIndex to, EdgeType type, State state)
{
    const RectF &a = m_layout->items[from].rect, &b = m_layout->items[to].rect;
    const PointF start{a.right(), a.center().y}, end{b.x, b.center().y};
    const float bend = (end.x - start.x) / 2;
    LayoutEdge edge;
    edge.from = from;
    edge.to = to;
    edge.type = type;
    edge.state = state;
    edge.firstPoint = static_cast<std::uint32_t>(m_layout->points.size());
    edge.pointCount = 4;
    for (const PointF p : {start, PointF{start.x + bend, start.y}, PointF{end.x - bend, end.y}, end})
        m_layout->points.push_back(p);
    m_layout->edges.push_back(edge);
    return static_cast<std::uint32_t>(m_layout->edges.size() - 1);
}

void Chart::lane(const RectF &rect, std::string_view name, std::uint32_t count)
{
    m_layout->lanes.push_back({rect, std::string(name), count});
}

LayoutPtr Chart::done()
{
    auto &items = m_layout->items;
    const auto depthOf = [&](ItemIndex i) {
        int depth = 0;
        for (ItemIndex at = i; items[at].parent != none; at = items[at].parent)
            ++depth;
        return depth;
    };
    std::vector<int> depths;
    for (ItemIndex i = 0; i < items.size(); ++i)
        depths.push_back(depthOf(i));
    std::vector<ItemIndex> order(items.size()), to(items.size());
    std::iota(order.begin(), order.end(), 0u);
    std::ranges::stable_sort(
        order, {}, [&](ItemIndex i) { return std::pair(depths[i], items[i].parent == none ? 0 : items[i].parent); });
    for (ItemIndex at = 0; at < order.size(); ++at)
        to[order[at]] = at;
    std::vector<LayoutItem> sorted;
    for (const ItemIndex i : order)
        sorted.push_back(items[i]);
    items = std::move(sorted);
    RectF all{};
    m_layout->itemOfVertex.assign(m_graph->vertices.size(), none);
    for (ItemIndex i = 0; i < items.size(); ++i) {
        LayoutItem &item = items[i];
        renumber(item.parent, to);
        if (item.vertex != none)
            m_layout->itemOfVertex[item.vertex] = i;
        if (item.parent == none)
            continue;
        LayoutItem &parent = items[item.parent];
        if (parent.childCount++ == 0)
            parent.firstChild = i;
        const float right = std::max(all.right(), item.rect.right()),
                    bottom = std::max(all.bottom(), item.rect.bottom());
        all = {std::min(all.x, item.rect.x), std::min(all.y, item.rect.y), 0, 0};
        all.width = right - all.x;
        all.height = bottom - all.y;
    }
    items[0].rect = m_layout->bounds = all;
    for (LayoutEdge &edge : m_layout->edges) {
        renumber(edge.from, to);
        renumber(edge.to, to);
    }
    m_graph->index();
    return m_layout;
}

LayoutPtr trafficChart()
{
    Chart c;
    constexpr float x[] = {0, 144, 314, 496, 668, 842}, w[] = {112, 138, 148, 140, 142, 166};
    constexpr std::string_view lanes[] = {"Outside", "Load balancer", "Ingress", "Routes", "Services", "Workloads"};
    for (int i = 0; i < 6; ++i)
        c.lane({x[i], 0, w[i], 28}, lanes[i], static_cast<std::uint32_t>(i + 1));
    const auto outside = c.card(0, {x[0], 176, w[0], 54}, {VertexType::Outside, "Internet", "any client"});
    const auto door = c.card(0, {x[2], 176, w[2], 54}, {VertexType::IngressController, "Traefik", "web websecure"});
    for (int i = 0; i < 3; ++i) {
        constexpr std::string_view ips[] = {"192.168.1.10", "192.168.1.20", "192.168.1.30"};
        const auto lb = c.card(0, {x[1], 104.f + 72.f * static_cast<float>(i), w[1], 54},
                               {VertexType::LoadBalancer, ips[i], "ServiceLB 80 443"});
        c.edge(outside, lb, EdgeType::Exposes);
        c.edge(lb, door, EdgeType::Exposes);
    }
    const auto shop = c.space(0, {484, 40, 536, 330}, "shop", State::Failing);
    const auto system = c.space(0, {484, 390, 536, 262}, "kube-system");
    c.tally(shop, {.fine = 6, .warning = 1, .failing = 1, .routes = 2, .services = 3, .workloads = 3, .pods = 8});
    c.tally(system, {.fine = 3, .services = 3, .workloads = 3, .pods = 3});
    struct Row {
        float y;
        std::string_view route, service, fact, workload, ready;
        std::vector<State> pods;
    };
    using enum State;
    const Row rows[] = {{76, "/", "web", "10.43.12.80:80", "web", "3 of 3 ready", {Fine, Fine, Fine}},
                        {166, "/api", "api", "10.43.7.31:8080", "api", "2 of 4 ready", {Fine, Fine, Warning, Failing}},
                        {270, "", "db", "headless :5432", "db", "1 of 1 ready", {Unknown}}};
    for (const Row &row : rows) {
        const State state = row.pods.back();
        const auto service = c.card(shop, {x[4], row.y, w[4], 54}, {VertexType::Service, row.service, row.fact, state});
        const auto workload =
            c.card(shop, {x[5], row.y - 6, w[5], 70}, {VertexType::Workload, row.workload, row.ready, state});
        for (const State pod : row.pods)
            c.chip(workload, pod);
        c.edge(service, workload, EdgeType::Selects, state);
        if (row.route.empty())
            continue;
        const auto route = c.card(shop, {x[3], row.y, w[3], 54}, {VertexType::Route, row.route, "shop.example"});
        c.edge(door, route, EdgeType::Routes);
        c.edge(route, service, EdgeType::Routes);
    }
    const Row more[] = {
        {426, "", "kube-dns", "10.43.0.10:53", "coredns", "1 of 1 ready", {}},
        {500, "", "metrics-server", "10.43.88.4:443", "metrics-server-with-a-long-name", "1 of 1 ready", {}},
        {574, "", "traefik", "10.43.201.9:80", "traefik", "1 of 1 ready", {}}};
    for (const Row &row : more) {
        const bool isDns = row.service == "kube-dns";
        const auto service = c.card(system, {x[4], row.y, w[4], 54},
                                    {isDns ? VertexType::Dns : VertexType::Service, row.service, row.fact});
        const auto workload = c.card(system, {x[5], row.y, w[5], 54},
                                     {VertexType::Workload, row.workload, row.ready, Fine,
                                      row.y > 500 && row.y < 600 && row.service == "traefik"});
        c.edge(service, workload, EdgeType::Selects);
    }
    const auto rolled = c.space(0, {x[3], 672, 200, 84}, "monitoring", State::Warning);
    c.tally(rolled, {.fine = 40, .unknown = 2, .warning = 5, .failing = 1, .services = 12, .workloads = 9, .pods = 48},
            true);
    c.edge(door, rolled, EdgeType::Routes);
    return c.done();
}

LayoutPtr machinesChart()
{
    Chart c(Lens::Machines);
    constexpr std::string_view names[] = {"server-0", "agent-0", "agent-1"},
                               cidrs[] = {"10.42.0.0/24", "10.42.1.0/24", "10.42.2.0/24"};
    std::vector<ItemIndex> nodes;
    for (int i = 0; i < 3; ++i) {
        const float x = 344.f * static_cast<float>(i);
        const auto state = i == 2 ? State::Warning : State::Fine;
        nodes.push_back(c.node(0, {x, 0, 304, 320}, {VertexType::Node, names[i], cidrs[i], state}));
        c.tally(nodes.back(), {.fine = 3, .pods = 3});
        for (int p = 0; p < 3; ++p)
            c.card(nodes.back(), {x + 20, 44.f + 76.f * static_cast<float>(p), 264, 54},
                   {VertexType::Pod, "svclb-traefik-5d45fc8cc9-x7k2" + std::to_string(3 * i + p), "10.42.1.5"});
    }
    c.edge(nodes[0], nodes[1], EdgeType::Tunnel);
    c.edge(nodes[1], nodes[2], EdgeType::Tunnel);
    c.edge(nodes[0], nodes[2], EdgeType::Controls);
    return c.done();
}

LayoutPtr largeChart(int spaces, int services, int pods)
{
    Chart c;
    const int perRow = std::max(1, static_cast<int>(std::sqrt(spaces * services / 4.0)));
    const float high = 44 + 90.f * static_cast<float>(services);
    const auto door = c.card(0, {-300, 0, 160, 54}, {VertexType::IngressController, "traefik", "web websecure"});
    for (int s = 0; s < spaces; ++s) {
        const float x = 560.f * static_cast<float>(s % perRow), y = (high + 20) * static_cast<float>(s / perRow);
        const auto space = c.space(0, {x, y, 536, high}, "team-" + std::to_string(s));
        c.tally(space, {.fine = static_cast<std::uint32_t>(services * pods),
                        .services = static_cast<std::uint32_t>(services),
                        .pods = static_cast<std::uint32_t>(services * pods)});
        for (int i = 0; i < services; ++i) {
            const float top = y + 36 + 90.f * static_cast<float>(i);
            const std::string name = "service-" + std::to_string(s) + '-' + std::to_string(i);
            const auto service =
                c.card(space, {x + 12, top, 160, 54},
                       {VertexType::Service, name, "10.43.12.80:80", i % 17 ? State::Fine : State::Warning});
            const auto workload = c.card(space, {x + 340, top, 176, 72}, {VertexType::Workload, name, "3 of 3 ready"});
            for (int p = 0; p < pods; ++p)
                c.chip(workload, p % 7 ? State::Fine : State::Warning);
            c.edge(service, workload, EdgeType::Selects);
            if (i == 0)
                c.edge(door, service, EdgeType::Routes);
        }
    }
    return c.done();
}

}  // namespace portolan::test
