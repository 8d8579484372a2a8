// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

#include "endpoints/choice.h"
#include "kube/absence.h"
#include "kube/objectref.h"
#include "kube/snapshot.h"

namespace portolan {

/** A port that a Service offers. */
struct ServicePort {
    std::string_view name;  ///< may be empty where there is one port only
    Protocol protocol = Protocol::TCP;
    std::uint16_t port = 0;
    std::uint16_t nodePort = 0;  ///< 0: none
    Value targetPort;            ///< number or name; null: the same as `port`
    std::size_t index = 0;       ///< in spec.ports
};

/** Where traffic for one port of a Service may go. */
struct Endpoint {
    std::string_view address;
    std::uint16_t port = 0;
    std::string_view node;     ///< empty: not said
    const Pod *pod = nullptr;  ///< null: no pod, or one that was not read
    bool isReady = true;
    bool isServing = true;
    bool isTerminating = false;
    std::vector<std::string> zoneHints, nodeHints;
    ObjectRef source;  ///< the EndpointSlice, the Endpoints or the pod that says so
    std::string path;  ///< of the address in it
};

/** The endpoints of one port, and whether they are all. */
struct EndpointList {
    std::vector<Endpoint> endpoints;  ///< sorted by address and port
    bool bySelector = false;          ///< no slice was read: these are the pods that the selector chooses
    bool isKnown = true;              ///< false: what says it was not read; `why` tells
    Absence why = Absence::NotThere;
};

/** "10.42.0.3:80", "[fd00::3]:80". */
[[nodiscard]] std::string hostAndPort(std::string_view address, std::uint16_t port);
[[nodiscard]] std::string hostAndPort(const Endpoint &endpoint);

/** Answers for all Services of a snapshot; lives as long as it. Cost: making it is linear in slices, pods and nodes; an
 *  answer in the Service's endpoints. Source: Kubernetes API reference, EndpointSlice v1. */
class ServiceEndpoints {
public:
    explicit ServiceEndpoints(const ClusterSnapshot &snapshot);

    [[nodiscard]] static std::vector<ServicePort> portsOf(const Object &service);
    /** None of an ExternalName. */
    [[nodiscard]] EndpointList of(const Object &service, const ServicePort &port) const;
    /** Whether some slice, or Endpoints, is of the Service. */
    [[nodiscard]] bool hasSource(const Object &service) const;
    /** Whether some slice of the Service has an endpoint, on whatever port. */
    [[nodiscard]] bool hasEndpoints(const Object &service) const;
    [[nodiscard]] static TrafficPolicies policiesOf(const Object &service);
    /** What kube-proxy on this node would choose among `list`. */
    [[nodiscard]] Choice chosenOn(std::string_view node, const EndpointList &list,
                                  const TrafficPolicies &policies) const;
    /** The pod that has this address, not one in its node's network; null if none has. */
    [[nodiscard]] const Pod *podWith(std::string_view address) const;

private:
    using Name = std::pair<std::string_view, std::string_view>;  ///< namespace and name of a Service
    void addOfSlice(EndpointList &list, const Object &slice, const ServicePort &port) const;
    void addOfEndpoints(EndpointList &list, const Object &endpoints, const ServicePort &port) const;
    void addSelected(EndpointList &list, const Object &service, const ServicePort &port) const;
    const Pod *targetOf(const Object &source, const Value &target) const;

    const ClusterSnapshot &m_snapshot;
    std::map<Name, std::vector<const Object *>> m_slices;
    std::unordered_map<std::string_view, const Pod *> m_podByAddress;
    std::map<std::string_view, std::string_view> m_zoneOf;
};

}  // namespace portolan
