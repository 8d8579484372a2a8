// SPDX-License-Identifier: GPL-3.0-or-later
#include "numbers/addressuse.h"

#include <arpa/inet.h>

#include <charconv>
#include <functional>
#include <optional>
#include <set>

namespace portolan {

namespace {

std::optional<std::uint32_t> number(std::string_view address)
{
    in_addr parsed{};
    if (address.size() > 15 || inet_pton(AF_INET, std::string(address).c_str(), &parsed) != 1)
        return std::nullopt;
    return ntohl(parsed.s_addr);
}

struct Span {
    std::uint32_t first = 0, last = 0;
};

/** "10.42.0.0/16", "192.168.1.240-192.168.1.250". */
std::optional<Span> spanOf(std::string_view range)
{
    const auto slash = range.find('/'), dash = range.find('-');
    const auto first = number(range.substr(0, std::min(slash, dash)));
    if (!first)
        return std::nullopt;
    if (dash != std::string_view::npos) {
        const auto last = number(range.substr(dash + 1));
        return last && *last >= *first ? std::optional(Span{*first, *last}) : std::nullopt;
    }
    if (slash == std::string_view::npos)
        return Span{*first, *first};
    unsigned prefix = 33;
    const std::string_view length = range.substr(slash + 1);
    std::from_chars(length.data(), length.data() + length.size(), prefix);
    if (prefix > 32)
        return std::nullopt;
    const std::uint32_t rest = prefix == 0 ? 0xffffffffu : (std::uint64_t(1) << (32 - prefix)) - 1;
    return Span{*first & ~rest, *first | rest};
}

/** The IPv4 ranges in a list that commas or spaces part; overlapping ones are counted once. */
std::vector<Span> spansOf(std::string_view list)
{
    std::vector<Span> spans;
    while (!list.empty()) {
        const auto end = list.find_first_of(", ");
        if (const auto span = spanOf(list.substr(0, end)))
            spans.push_back(*span);
        list.remove_prefix(end == std::string_view::npos ? list.size() : end + 1);
    }
    std::ranges::sort(spans, {}, &Span::first);
    std::vector<Span> merged;
    for (const Span &span : spans) {
        if (!merged.empty() && span.first <= merged.back().last)
            merged.back().last = std::max(merged.back().last, span.last);
        else
            merged.push_back(span);
    }
    return merged;
}

using Visit = std::function<void(std::string_view)>;

void eachPod(const ClusterSnapshot &snapshot, const Visit &visit)
{
    for (const Pod &pod : snapshot.pods) {
        if (!pod.pod->hostNetwork && pod.phase != PodPhase::Succeeded && pod.phase != PodPhase::Failed)
            visit(pod.ip);
    }
}

void eachService(const ClusterSnapshot &snapshot, const Visit &visit)
{
    for (const ObjectPtr &service : snapshot.of(Kind::Service))
        visit(service->spec()["clusterIP"].text());
}

void eachBalanced(const ClusterSnapshot &snapshot, const Visit &visit)
{
    for (const ObjectPtr &service : snapshot.of(Kind::Service)) {
        const Value addresses = service->status()["loadBalancer"]["ingress"];
        for (const Value &address : addresses.items())
            visit(address["ip"].text());
    }
}

class Uses {
public:
    explicit Uses(const ClusterSnapshot &snapshot) : m_snapshot(snapshot) {}

    void add(std::string what, std::string range, const ObjectRef &object,
             void (*each)(const ClusterSnapshot &, const Visit &))
    {
        const std::vector<Span> spans = spansOf(range);
        if (spans.empty())
            return;
        AddressUse use{std::move(what), std::move(range), 0, 0, object};
        for (const Span &span : spans)
            use.capacity += std::uint64_t(span.last) - span.first + 1;
        std::set<std::uint32_t> seen;
        each(m_snapshot, [&](std::string_view address) {
            const auto at = number(address);
            if (at && std::ranges::any_of(spans, [&](const Span &s) { return *at >= s.first && *at <= s.last; }))
                seen.insert(*at);
        });
        use.used = seen.size();
        out.push_back(std::move(use));
    }

    std::vector<AddressUse> out;

private:
    const ClusterSnapshot &m_snapshot;
};

std::string joined(const Value &ranges)
{
    std::string text;
    for (const Value &range : ranges.items())
        text += (text.empty() ? "" : " ") + std::string(range.text());
    return text;
}

}  // namespace

std::vector<AddressUse> addressUse(const TopologyGraph &graph)
{
    const ClusterSnapshot &snapshot = *graph.snapshot;
    const ClusterFacts &facts = graph.roles->facts;
    Uses uses(snapshot);
    const bool hasPools = !snapshot.of(Kind::IPPool).empty();
    if (!hasPools)
        uses.add("pods", facts.podCidr.value, facts.podCidr.object, eachPod);
    uses.add("Services", facts.serviceCidr.value, facts.serviceCidr.object, eachService);
    for (const ObjectPtr &pool : snapshot.of(Kind::IPPool))
        uses.add("pool " + std::string(pool->name), std::string(pool->spec()["cidr"].text()), refTo(*pool), eachPod);
    for (const ObjectPtr &pool : snapshot.of(Kind::IPAddressPool))
        uses.add("pool " + std::string(pool->name), joined(pool->spec()["addresses"]), refTo(*pool), eachBalanced);
    for (const ObjectPtr &pool : snapshot.of(Kind::CiliumLoadBalancerIPPool)) {
        std::string ranges;
        const Value blocks = pool->spec()["blocks"];
        for (const Value &block : blocks.items()) {
            const std::string range =
                block["cidr"].isText() ? std::string(block["cidr"].text())
                                       : std::string(block["start"].text()) + '-' + std::string(block["stop"].text());
            ranges += (ranges.empty() ? "" : " ") + range;
        }
        uses.add("pool " + std::string(pool->name), ranges, refTo(*pool), eachBalanced);
    }
    return std::move(uses.out);
}

}  // namespace portolan
