// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "roles/roles.h"
#include "topology/graph.h"

namespace portolan {

/** What is traced. `from`: "internet", "node:NAME", "pod:NAMESPACE/NAME" or an address; `to`: a URL,
 *  "svc:NAMESPACE/NAME:PORT", "pod:NAMESPACE/NAME:PORT", "dns:NAME[?TYPE]" or "ADDRESS[:PORT]". */
struct TraceQuery {
    std::string from, to;
    std::string protocol = "TCP";  ///< TCP, UDP, SCTP or ICMP; of a name always UDP
    std::string address;           ///< where a URL's host leads, "ADDRESS:PORT"; empty: as the cluster publishes it
    std::string via;               ///< the node that gets it first, where a route outside decides; empty: not said
};

/** The header that a tunnel puts round a packet. */
struct OuterHeader {
    std::string src, dst;
    std::string protocol;     ///< "UDP"; "4" and the like of tunnels without ports
    std::uint16_t dport = 0;  ///< 0: none, or not known
    std::int64_t vni = -1;    ///< -1: none, or not known
    bool operator==(const OuterHeader &) const = default;
};

/** The addresses of a packet. A port is 0 where there is none, or where the kernel chooses it. */
struct TracePacket {
    std::string src, dst, protocol;
    std::uint16_t sport = 0, dport = 0;
    std::optional<OuterHeader> outer;
    int mtu = 0;  ///< of the way it is on, in bytes; 0: not known
    bool operator==(const TracePacket &) const = default;
};

enum class HopAction : std::uint8_t {
    Send,
    Dnat,
    Snat,
    Route,
    Encapsulate,
    Decapsulate,
    Match,
    Resolve,
    Proxy,
    Deliver,
    Drop,
    Reject
};

/** One thing that may happen instead: another endpoint, and how often. */
struct HopAlternative {
    std::string to;
    double weight = 0;  ///< of all, 0 to 1
};

/** One step of a packet's way. */
struct Hop {
    std::string at;      ///< "Node/NAME", "Pod/NAMESPACE/NAME" or "outside"
    std::string device;  ///< as the kernel calls it; "uplink": the node's own interface; empty: none is concerned
    HopAction does = HopAction::Route;
    int layer = 3;
    TracePacket packet;  ///< as it leaves the hop; of the first one, as the sender made it
    std::vector<Proof> because = {};
    std::string says = {};  ///< one sentence
    Confidence certainty = Confidence::Confirmed;
    std::vector<HopAlternative> alternatives = {};
};

/** What the client learns. Refused: at once, by a reset or by ICMP; dropped: nothing; no route: nobody owns the
 * address, and a router or neighbour discovery says so. */
enum class Verdict : std::uint8_t { Delivered, Refused, Dropped, NoRoute, Unknown };

struct DnsAnswer {
    std::string name, type, value;
    bool operator==(const DnsAnswer &) const = default;
};

struct Trace {
    Verdict verdict = Verdict::Unknown;
    std::vector<std::string> backends;  ///< "namespace/name" of every pod that may answer, sorted
    std::string sourceSeen;             ///< the source address that the first of them sees; empty: nobody answers
    std::vector<Hop> hops;              ///< to the first of the backends, or to where it ends
    std::vector<std::string> mend;      ///< what would make it arrive, where it doesn't
    std::vector<std::string> caveats;   ///< what the verdict rests on and no object says
    int httpStatus = 0;                 ///< what the front door answers, of a URL; 0: it is not asked
    std::string rcode;                  ///< of a name: "NOERROR", "NXDOMAIN"; empty: the answer is not known
    std::vector<DnsAnswer> answers;     ///< of a name
};

/** Names as in contracts: "no-route", "decapsulate". */
[[nodiscard]] std::string_view name(Verdict verdict);
[[nodiscard]] std::string_view name(HopAction action);

/** The way of packets through one cluster, by what its network is made of: rules of kube-proxy, of Flannel or what
 * takes its place, of port mappings and of policies, applied to a packet in the kernel's order.
 *
 *  Errors of trace(): Usage, where an end can't be understood or is not in the cluster.
 *  Cost: making one is linear in nodes, pods, slices and Services; a trace in the endpoints that may answer.
 *  Sources: kube-proxy, pkg/proxy/iptables; Flannel, "Backends" and its masquerading rules; CNI plugins bridge and
 *  portmap; K3s, "Networking Services"; measurements of all of them on three nodes. */
class Tracer {
public:
    explicit Tracer(GraphPtr graph);
    ~Tracer();
    [[nodiscard]] Result<Trace> trace(const TraceQuery &query) const;

private:
    struct Parts;
    std::unique_ptr<Parts> m_parts;
};

}  // namespace portolan
