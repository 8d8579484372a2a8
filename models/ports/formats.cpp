// SPDX-License-Identifier: GPL-3.0-or-later
#include "ports/formats.h"

#include <arpa/inet.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <map>

namespace portolan {

namespace {

bool isAddress(std::string_view text, int family)
{
    std::array<unsigned char, sizeof(in6_addr)> bytes{};
    return text.size() < 64 && inet_pton(family, std::string(text).c_str(), bytes.data()) == 1;
}

/** "10.42.0.0/16" or "fd00::/56". */
bool isRange(std::string_view text)
{
    const auto slash = text.find('/');
    if (slash == std::string_view::npos)
        return false;
    const std::string_view address = text.substr(0, slash), bits = text.substr(slash + 1);
    unsigned length = 0;
    const auto read = std::from_chars(bits.data(), bits.data() + bits.size(), length);
    if (bits.empty() || read.ec != std::errc() || read.ptr != bits.data() + bits.size())
        return false;
    return (length <= 32 && isAddress(address, AF_INET)) || (length <= 128 && isAddress(address, AF_INET6));
}

bool isTransport(std::string_view protocol)
{
    return protocol == "TCP" || protocol == "UDP" || protocol == "SCTP";
}

std::string lower(std::string_view text)
{
    std::string made(text);
    std::ranges::transform(made, made.begin(),
                           [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; });
    return made;
}

/** One line of plain text for a comment. */
std::string plain(std::string_view text)
{
    std::string made;
    for (const char c : text) {
        const auto byte = static_cast<unsigned char>(c);
        made += byte < 0x20 || byte >= 0x7f || c == '"' || c == '\\' ? '?' : c == '`' ? '\'' : c;
    }
    return made.substr(0, 160);
}

/** The machines of a cluster, and the groups that have the same rules. */
class Firewall {
public:
    Firewall(const std::vector<PortRule> &rules, const TopologyGraph &graph) : m_rules(rules), m_graph(graph)
    {
        for (const ObjectPtr &node : graph.snapshot->of(Kind::Node)) {
            const Value addresses = node->status()["addresses"];
            for (const Value &address : addresses.items()) {
                const std::string_view type = address["type"].text(), value = address["address"].text();
                if (type != "InternalIP" && type != "ExternalIP")
                    continue;
                if (isAddress(value, AF_INET))
                    m_v4[refTo(*node).text()].emplace_back(value);
                else if (isAddress(value, AF_INET6))
                    m_v6[refTo(*node).text()].emplace_back(value);
            }
        }
    }

    struct Group {
        std::string title;  ///< "server-0, server-1"
        std::vector<const PortRule *> rules;
    };

    /** Machines that must let in the same, together. */
    std::vector<Group> groups() const
    {
        std::map<std::vector<const PortRule *>, std::vector<std::string>> byRules;
        for (const ObjectPtr &node : m_graph.snapshot->of(Kind::Node)) {
            std::vector<const PortRule *> own;
            for (const PortRule &rule : m_rules) {
                if (std::ranges::binary_search(rule.to, refTo(*node).text()) && isWritable(rule))
                    own.push_back(&rule);
            }
            byRules[own].push_back(plain(node->name));
        }
        std::vector<Group> groups;
        for (const auto &[rules, names] : byRules) {
            Group group;
            for (std::size_t i = 0; i < names.size() && i < 6; ++i)
                group.title += (i ? ", " : "") + names[i];
            if (names.size() > 6)
                group.title += " and " + std::to_string(names.size() - 6) + " more";
            group.rules = rules;
            groups.push_back(std::move(group));
        }
        std::ranges::sort(groups, {}, &Group::title);
        return groups;
    }

    /** Where a rule's packets come from; empty: from anywhere. */
    std::vector<std::string> sources(const PortRule &rule, bool wantsV6) const
    {
        std::vector<std::string> addresses;
        for (const std::string &from : rule.from) {
            const auto &known = wantsV6 ? m_v6 : m_v4;
            if (const auto found = known.find(from); found != known.end())
                addresses.insert(addresses.end(), found->second.begin(), found->second.end());
        }
        std::ranges::sort(addresses);
        addresses.erase(std::unique(addresses.begin(), addresses.end()), addresses.end());
        return addresses;
    }

    static bool isFromNodes(const PortRule &rule)
    {
        return !rule.from.empty() && rule.from.front().starts_with("Node/");
    }
    static bool isFromClients(const PortRule &rule) { return rule.from == std::vector<std::string>{"clients"}; }

    static std::string comment(const PortRule &rule)
    {
        return plain(rule.component + ": " + rule.why) + (rule.isRequired ? "" : " (if used)") +
               (rule.isSupposed ? " (supposed)" : "");
    }

    /** The pods' own addresses, which hosts must let through as well. */
    std::vector<std::string> podRanges() const
    {
        std::vector<std::string> ranges;
        std::string_view all = m_graph.roles->facts.podCidr.value;
        while (!all.empty()) {
            const auto comma = all.find_first_of(", ");
            const std::string_view one = all.substr(0, comma);
            if (isRange(one))
                ranges.emplace_back(one);
            all.remove_prefix(comma == std::string_view::npos ? all.size() : comma + 1);
        }
        return ranges;
    }

private:
    static bool isWritable(const PortRule &rule)
    {
        const bool hasPort = isTransport(rule.protocol) && isPortRange(rule.port);
        return (hasPort || rule.protocol == "ICMP" || rule.protocol.starts_with("IP:")) &&
               (isFromNodes(rule) || isFromClients(rule));
    }

    const std::vector<PortRule> &m_rules;
    const TopologyGraph &m_graph;
    std::map<std::string, std::vector<std::string>> m_v4, m_v6;
};

std::string joined(const std::vector<std::string> &parts)
{
    std::string text;
    for (const std::string &part : parts)
        text += (text.empty() ? "" : ", ") + part;
    return text;
}

std::string nftMatch(const PortRule &rule, bool isV6)
{
    if (isTransport(rule.protocol))
        return lower(rule.protocol) + " dport " + rule.port;
    if (rule.protocol == "ICMP")
        return isV6 ? "meta l4proto ipv6-icmp" : "meta l4proto icmp";
    return "meta l4proto " + rule.protocol.substr(3);
}

void addNft(std::string &text, const Firewall &firewall, const PortRule &rule)
{
    const std::string comment = " accept comment \"" + Firewall::comment(rule).substr(0, 120) + "\"\n";
    if (Firewall::isFromClients(rule)) {
        text += "        " + nftMatch(rule, false) + comment;
        return;
    }
    for (const bool isV6 : {false, true}) {
        if (const auto sources = firewall.sources(rule, isV6); !sources.empty())
            text += "        " + std::string(isV6 ? "ip6" : "ip") + " saddr { " + joined(sources) + " } " +
                    nftMatch(rule, isV6) + comment;
    }
}

void addUfw(std::string &text, const Firewall &firewall, const PortRule &rule)
{
    if (!isTransport(rule.protocol) || rule.protocol == "SCTP") {
        text += "# ufw has no word for " + rule.protocol + ' ' + rule.port + ": allow it in /etc/ufw/before.rules. " +
                Firewall::comment(rule) + '\n';
        return;
    }
    std::string port = rule.port;
    std::ranges::replace(port, '-', ':');
    const std::string rest = " to any port " + port + " proto " + lower(rule.protocol) + " comment '" +
                             [](std::string c) {
                                 std::erase(c, '\'');
                                 return c.substr(0, 120);
                             }(Firewall::comment(rule)) +
                             "'\n";
    if (Firewall::isFromClients(rule)) {
        text += "ufw allow from any" + rest;
        return;
    }
    for (const bool isV6 : {false, true}) {
        for (const std::string &source : firewall.sources(rule, isV6))
            text += "ufw allow from " + source + rest;
    }
}

void addFirewalld(std::string &text, const Firewall &firewall, const PortRule &rule)
{
    if (!isTransport(rule.protocol)) {
        const std::string number = rule.protocol.starts_with("IP:") ? rule.protocol.substr(3) : std::string();
        for (const std::string &source : number.empty() ? std::vector<std::string>() : firewall.sources(rule, false))
            text += "firewall-cmd --permanent --add-rich-rule='rule family=\"ipv4\" source address=\"" + source +
                    "\" protocol value=\"" + number + "\" accept'  # " + Firewall::comment(rule) + '\n';
        return;  // ICMP is open in firewalld's zones
    }
    if (Firewall::isFromClients(rule)) {
        text += "firewall-cmd --permanent --add-port=" + rule.port + '/' + lower(rule.protocol) + "  # " +
                Firewall::comment(rule) + '\n';
        return;
    }
    for (const bool isV6 : {false, true}) {
        for (const std::string &source : firewall.sources(rule, isV6))
            text += "firewall-cmd --permanent --add-rich-rule='rule family=\"" + std::string(isV6 ? "ipv6" : "ipv4") +
                    "\" source address=\"" + source + "\" port port=\"" + rule.port + "\" protocol=\"" +
                    lower(rule.protocol) + "\" accept'  # " + Firewall::comment(rule) + '\n';
    }
}

std::string heading(const TopologyGraph &graph)
{
    std::string text = "# What the machines of " +
                       plain(graph.snapshot->title.empty() ? "this cluster" : graph.snapshot->title) +
                       " must let in, as far as its objects say.\n";
    if (graph.roles->supposition)
        text += "# Supposed: " + plain(graph.roles->supposition->component) + ".\n";
    return text;
}

}  // namespace

std::string portsForNftables(const std::vector<PortRule> &rules, const TopologyGraph &graph)
{
    const Firewall firewall(rules, graph);
    std::string text =
        heading(graph) +
        "# One chain for each group of machines: keep the one that fits and take the others out.\n"
        "# Nothing is dropped before the last line of a chain loses its comment sign. Whether it does is up to you:\n"
        "# let in first what you administer the machines by, such as SSH, or you lock yourself out.\n"
        "table inet portolan {\n";
    std::size_t number = 0;
    for (const Firewall::Group &group : firewall.groups()) {
        text += "    # " + group.title + "\n    chain input" + std::to_string(++number) +
                " {\n        type filter hook input priority 0; policy accept;\n"
                "        ct state established,related accept\n        iif lo accept\n"
                "        icmpv6 type { nd-neighbor-solicit, nd-neighbor-advert, nd-router-advert } accept\n";
        for (const std::string &range : firewall.podRanges())
            text += "        " + std::string(range.find(':') == std::string::npos ? "ip" : "ip6") + " saddr " + range +
                    " accept comment \"pods\"\n";
        for (const PortRule *rule : group.rules)
            addNft(text, firewall, *rule);
        text += "        # drop\n    }\n";
    }
    return text + "}\n";
}

std::string portsForUfw(const std::vector<PortRule> &rules, const TopologyGraph &graph)
{
    const Firewall firewall(rules, graph);
    std::string text = heading(graph);
    for (const Firewall::Group &group : firewall.groups()) {
        text += "\n# on " + group.title + '\n';
        for (const std::string &range : firewall.podRanges())
            text += "ufw allow from " + range + " comment 'pods'\n";
        for (const PortRule *rule : group.rules)
            addUfw(text, firewall, *rule);
    }
    return text;
}

std::string portsForFirewalld(const std::vector<PortRule> &rules, const TopologyGraph &graph)
{
    const Firewall firewall(rules, graph);
    std::string text = heading(graph);
    for (const Firewall::Group &group : firewall.groups()) {
        text += "\n# on " + group.title + '\n';
        for (const std::string &range : firewall.podRanges())
            text += "firewall-cmd --permanent --zone=trusted --add-source=" + range + "  # pods\n";
        for (const PortRule *rule : group.rules)
            addFirewalld(text, firewall, *rule);
        text += "firewall-cmd --reload\n";
    }
    return text;
}

}  // namespace portolan
