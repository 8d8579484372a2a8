// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <vector>

#include "trace/ground.h"
#include "trace/guard.h"
#include "trace/translation.h"

namespace portolan::trace {

/** One way that a packet may take, to its end. */
struct Branch {
    Verdict verdict = Verdict::Unknown;
    std::vector<Hop> hops;
    const Pod *pod = nullptr;  ///< that answers; null where it is no pod
    TracePacket packet;        ///< as it arrives
    std::vector<std::string> mend, caveats;
    int httpStatus = 0;              ///< of a URL: what the client is answered
    bool isAnsweredByProxy = false;  ///< the backend was not reached, and the proxy says so
};
using Branches = std::vector<Branch>;

/** How a packet comes to a node. */
enum class Entry : std::uint8_t { Pod, Uplink, Tunnel, Self };

/** A packet on its way, with the steps so far. A value: where a choice is made, each possibility goes on with a copy.
 */
class Walk {
public:
    Walk(const Ground &ground, const Guard &guard, TracePacket packet);

    /** The pod sends the packet as it is. */
    [[nodiscard]] Branches fromPod(const Pod &pod);
    /** A process in the node's network does; the source address is that of the way it takes. */
    [[nodiscard]] Branches fromNode(const Object &node);
    /** Somebody outside does. `via`: the node that gets it; null: whoever owns the address. */
    [[nodiscard]] Branches fromOutside(const Object *via);

    /** What happened before: told first. */
    void precede(std::vector<Hop> hops) { m_hops = std::move(hops); }

private:
    // At the ends (walkends.cpp)
    Branches leavePod(const Pod &pod);
    Branches arriveAtPod(const Pod &pod);
    Branches throughServiceLb(const Pod &pod, const Object &service);
    Branches arriveAtNode(const Object &node, Entry entry, const Pod *from);
    Branches arriveOutside();
    const Object *receiverOutside(Branches &ended);
    Branches toBalancedAddress(const Offer &offer);
    bool isListening(const Pod &pod, Confidence &certainty, std::string &says) const;
    std::string knownListener(const Object &node, std::vector<Proof> &because) const;

    // Through a node (walk.cpp)
    Branches onNode(const Object &node, Entry entry, const Pod *from);
    Branches translated(const Object &node, Entry entry, const Pod *from, const Translation &translation);
    Branches mapped(const Object &node, Entry entry, const Pod *from, const HostPort &port);
    Branches routed(const Object &node, Entry entry, const Pod *from, bool isMarked);
    Branches toLocalPod(const Object &node, Entry entry, const Pod *from, const Pod &to, bool isMarked);
    Branches toOtherNode(const Object &node, Entry entry, const Pod *from, const Object &other, bool isMarked);
    Branches overUplink(const Object &node, const Object *other, Entry entry, const Pod *from, bool isMarked);
    Branches throughTunnel(const Object &node, const Object &other, const OverlayWay &way, bool isMarked);
    bool mustMasquerade(const Object &node, Entry entry, bool isMarked) const;
    /** Changes the source to the address of the way out, and tells it; else tells the plain step. */
    void passOut(const Object &node, std::string device, const std::string &address, bool isChanged, bool isTold);
    /** What the policies on this node say; ends the walk where they deny. */
    bool mayForward(const Object &node, Entry entry, const Pod *from, const Pod *to, Branches &ended);

    Hop &step(std::string at, std::string device, HopAction does, std::string says, int layer = 3);
    Branches end(Verdict verdict, const Pod *pod = nullptr);
    Branches stop(Verdict verdict, std::string at, std::string device, std::string says, std::string mend);
    std::string deviceOf(Entry entry) const;

    const Ground &m_ground;
    const Guard &m_guard;
    TracePacket m_packet;
    std::vector<Hop> m_hops;
    std::vector<std::string> m_caveats, m_mend;
    std::vector<Proof> m_because;  ///< of what ends the walk
    std::string m_tunnelDevice;
    int m_forwards = 0;  ///< through pods that send it on: no more than a few
};

[[nodiscard]] std::string placeOf(const Object &node);
[[nodiscard]] std::string placeOf(const Pod &pod);

}  // namespace portolan::trace
