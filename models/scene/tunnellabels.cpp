// SPDX-License-Identifier: GPL-3.0-or-later
#include <array>
#include <set>

#include "scene/drawing.h"
#include "scene/measures.h"
#include "scene/words.h"
#include "topology/facts.h"
#include "topology/overlay.h"

namespace portolan {

namespace {

std::string upper(std::string text)
{
    for (char &c : text)
        c = c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
    return text;
}

/** "VXLAN 1 · UDP 8472 · MTU 1450", of what the facts say; empty if they say nothing. */
std::string labelOf(const Layout &layout, const LayoutEdge &edge)
{
    const auto behind = layout.edgesOf(edge);
    if (!layout.graph || behind.empty() || behind[0] >= layout.graph->edges.size())
        return {};
    std::string backend, vni, protocol, port, ipProtocol, mtu, encryption;
    bool isSupposed = false;
    for (const Fact &fact : factsOf(*layout.graph, layout.graph->edges[behind[0]])) {
        const auto *number = std::get_if<std::int64_t>(&fact.value);
        const auto *word = std::get_if<std::string>(&fact.value);
        const std::string value = number ? std::to_string(*number) : word ? *word : std::string();
        if (fact.key == "backend")
            backend = titleOfEncapsulation(value);
        else if (fact.key == "vni")
            vni = value;
        else if (fact.key == "protocol")
            protocol = upper(value);
        else if (fact.key == "port")
            port = value;
        else if (fact.key == "ipProtocol")
            ipProtocol = value;
        else if (fact.key == "mtu")
            mtu = value;
        else if (fact.key == "encryption")
            encryption = titleOfEncapsulation(value);
        else if (fact.key == "supposed")
            isSupposed = true;
    }
    std::string label = backend;
    if (!vni.empty())
        label += (label.empty() ? "VNI " : " ") + vni;
    const auto add = [&label](const std::string &part) { label += (label.empty() ? "" : " · ") + part; };
    if (!port.empty())
        add((protocol.empty() ? "port" : protocol) + ' ' + port);
    if (!ipProtocol.empty())
        add("IP protocol " + ipProtocol);
    if (!mtu.empty())
        add("MTU " + mtu);
    if (!encryption.empty())
        add(encryption);
    if (isSupposed && !label.empty())
        add("supposed");
    return label;
}

PointF at(std::span<const PointF> points, float t)
{
    const std::size_t pieces = (points.size() - 1) / 3;
    const float along = t * static_cast<float>(pieces);
    const std::size_t piece = std::min(pieces - 1, static_cast<std::size_t>(along));
    const float u = along - static_cast<float>(piece), v = 1 - u;
    const PointF *p = &points[piece * 3];
    const std::array weight{v * v * v, 3 * v * v * u, 3 * v * u * u, u * u * u};
    return {p[0].x * weight[0] + p[1].x * weight[1] + p[2].x * weight[2] + p[3].x * weight[3],
            p[0].y * weight[0] + p[1].y * weight[1] + p[2].y * weight[2] + p[3].y * weight[3]};
}

/** Whether something stands where the label would: a card, a machine, or a container's edge or heading. */
bool isTaken(const Drawing &d, ItemIndex index, const RectF &label)
{
    const LayoutItem &item = d.item(index);
    if (!item.rect.intersects(label))
        return false;
    if (item.kind == ItemKind::Root ||
        (item.childCount > 0 && item.kind != ItemKind::Node && item.kind != ItemKind::Card &&
         item.rect.contains(label) && label.y > item.rect.y + measure::containerHeader)) {
        for (ItemIndex i = item.firstChild; i < item.firstChild + item.childCount && item.firstChild != none; ++i) {
            if (isTaken(d, i, label))
                return true;
        }
        return false;
    }
    return true;
}

bool isCrossed(const Layout &layout, const LayoutEdge &own, const RectF &label)
{
    for (const LayoutEdge &edge : layout.edges) {
        if (edge.type == own.type || edge.pointCount < 4)
            continue;
        const auto points = layout.pointsOf(edge);
        const int steps = 8 * static_cast<int>(points.size() / 3);
        for (int i = 0; i <= steps; ++i) {
            if (label.contains(at(points, static_cast<float>(i) / static_cast<float>(steps))))
                return true;
        }
    }
    return false;
}

bool findRoom(const Drawing &d, const LayoutEdge &edge, RectF &label)
{
    for (const float t : {0.5f, 0.4f, 0.6f, 0.3f, 0.7f, 0.2f, 0.8f}) {
        const PointF p = at(d.layout.pointsOf(edge), t);
        const float beside = label.height / 2 + d.pen.px(5);
        for (const float off : {0.f, beside, -beside}) {
            label.x = p.x - label.width / 2;
            label.y = p.y + off - label.height / 2;
            if (!isTaken(d, 0, label) && !isCrossed(d.layout, edge, label))
                return true;
        }
    }
    return false;
}

}  // namespace

void drawTunnelLabels(Drawing &d)
{
    constexpr std::size_t readableTunnels = 64;
    Pen &pen = d.pen;
    std::vector<std::uint32_t> tunnels;
    for (std::uint32_t e = 0; e < d.layout.edges.size(); ++e) {
        if (d.layout.edges[e].type == EdgeType::Tunnel && d.layout.edges[e].pointCount >= 4)
            tunnels.push_back(e);
    }
    if (tunnels.size() > readableTunnels || pen.scale() < measure::arrowScale)
        return;
    const float size = pen.textSize(measure::factSize), high = size * 1.64f;
    std::set<std::string> said;  // tunnels that are alike need not all say so
    for (const std::uint32_t e : tunnels) {
        const std::string text = labelOf(d.layout, d.layout.edges[e]);
        RectF label{0, 0, roughWidth(text, size) + pen.atLeast(16, 12), high};
        if (text.empty() || said.contains(text) || !findRoom(d, d.layout.edges[e], label))
            continue;
        said.insert(text);
        pen.on(Scene::Over);
        pen.about({Subject::Kind::Edge, e}, Lit::opacity(d.lit.edge(e)));
        pen.box(label, {.fill = Role::Paper, .stroke = Role::Line, .radius = high / 2, .hidesBelow = true});
        pen.made(label, text, {.font = Font::Count, .size = size, .role = Role::Tunnel, .align = Align::Center});
    }
}

}  // namespace portolan
