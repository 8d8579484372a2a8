// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <array>

#include "knowledge/sentences.h"

namespace portolan::knowledge {

namespace {

constexpr std::array<std::string_view, 8> places{"nodes", "servers", "agents",    "clients",
                                                 "pods",  "routers", "component", "local"};

std::map<std::string, std::string> readComparison(Fields &parent, std::string_view role)
{
    std::map<std::string, std::string> cells;
    auto compare = parent.map("compare");
    if (!compare || comparisonOf(role).empty())  // the role has been complained about
        return cells;
    for (const ComparisonColumn &column : comparisonOf(role)) {
        const Written cell = compare->text(column.key);
        if (cell.text.find('{') != std::string::npos)
            compare->complaints().add(cell.line,
                                      "a cell of `compare` has a placeholder; cells are said of any cluster");
        cells.emplace(column.key, cell.text);
    }
    compare->finish();
    return cells;
}

KnownSwap readSwap(Fields &parent, const Reading &reading)
{
    KnownSwap swap;
    if (auto fields = parent.map("swap")) {
        swap.flags = textsOf(fields->texts("flags"));
        swap.steps = readSentences(*fields, "steps", reading);
        swap.breaks = readSentences(*fields, "breaks", reading);
        swap.back = readSentences(*fields, "back", reading);
        fields->finish();
    }
    return swap;
}

KnownPart readPart(Fields fields, const Reading &reading)
{
    KnownPart part;
    part.role = readTopic(fields, "role");
    part.how = readText(fields, "how", reading);
    part.limits = readSentences(fields, "limits", reading);
    part.compare = readComparison(fields, part.role);
    if (const auto choose = fields.map("choose"))
        part.choose = readSentence(*choose, reading);
    part.swap = readSwap(fields, reading);
    fields.finish();
    return part;
}

bool isNumber(std::string_view text)
{
    return !text.empty() && text.size() <= 5 && text.find_first_not_of("0123456789") == std::string_view::npos;
}

bool isPort(std::string_view text)
{
    const auto dash = text.find('-');
    return isNumber(text.substr(0, dash)) && (dash == std::string_view::npos || isNumber(text.substr(dash + 1)));
}

bool isProtocol(std::string_view text)
{
    return text == "TCP" || text == "UDP" || text == "SCTP" || text == "ICMP" ||
           (text.starts_with("IP:") && isNumber(text.substr(3)));
}

void checkPort(const KnownPort &port, const Written &written, Complaints &complaints)
{
    const bool isSetting = port.port.starts_with("{setting:") && port.port.ends_with('}');
    const bool hasPorts = !port.protocol.starts_with("IP:") && port.protocol != "ICMP";
    if (hasPorts ? !isSetting && !isPort(port.port) : !port.port.empty())
        complaints.add(written.line, "`port` is `" + port.port +
                                         "`; make it a port, a range, `{setting:KEY}`, or empty for ICMP and IP");
    if (isSetting && !port.without.empty() && !isPort(port.without))
        complaints.add(written.line, "`without` is `" + port.without + "`; make it a port");
}

std::string readPlace(Fields &fields, std::string_view key)
{
    const Written place = fields.text(key);
    if (std::ranges::find(places, place.text) == places.end())
        fields.complaints().add(place.line,
                                "`" + std::string(key) + "` is `" + place.text + "`; use " + either(places));
    return place.text;
}

KnownPort readPort(Fields fields, const Reading &reading)
{
    KnownPort port;
    const Written protocol = fields.text("protocol");
    if (!isProtocol(protocol.text))
        fields.complaints().add(protocol.line,
                                "`protocol` is `" + protocol.text + "`; use TCP, UDP, SCTP, ICMP or IP: with a number");
    port.protocol = protocol.text;
    const Written number = fields.optional("port");
    port.port = number.text;
    port.without = fields.optional("without").text;
    checkPort(port, number, fields.complaints());
    port.from = readPlace(fields, "from");
    port.to = readPlace(fields, "to");
    port.when = readConditions(fields);
    port.isRequired = fields.boolean("required", true);
    port.why = fields.text("why").text;
    port.sources = readSources(fields, reading);
    fields.finish();
    return port;
}

}  // namespace

KnownComponent readComponent(Fields fields, const Reading &reading)
{
    KnownComponent component;
    checkSchema(fields, "component/1");
    component.name = fields.text("name").text;
    component.title = fields.text("title").text;
    component.defaultOf = textsOf(fields.texts("defaultOf"));
    if (const auto summary = fields.map("summary"))
        component.summary = readSentence(*summary, reading);
    for (const Fields &part : fields.maps("roles"))
        component.roles.push_back(readPart(part, reading));
    for (const Fields &port : fields.maps("ports"))
        component.ports.push_back(readPort(port, reading));
    component.links = readLinks(fields);
    fields.finish();
    return component;
}

}  // namespace portolan::knowledge
