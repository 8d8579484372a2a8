// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <span>
#include <string_view>
#include <utility>
#include <vector>

#include "kube/object.h"

namespace portolan {

enum class Protocol : std::uint8_t { TCP, UDP, SCTP };

/** Labels or annotations, sorted by key; shared by all objects that have the same ones. */
using Pairs = std::vector<std::pair<std::string_view, std::string_view>>;
[[nodiscard]] std::string_view valueOf(const Pairs &pairs, std::string_view key);

struct ContainerPort {
    std::string_view name;
    std::string_view hostIp;
    std::uint16_t port = 0;
    std::uint16_t hostPort = 0;  ///< 0: none
    Protocol protocol = Protocol::TCP;

    bool operator==(const ContainerPort &) const = default;
};

struct Container {
    std::string_view name;
    std::string_view image;
    bool isInit = false;
    bool isSidecar = false;  ///< an init container with restartPolicy Always
    bool hasReadinessProbe = false;
    std::vector<ContainerPort> ports;
    std::vector<std::string_view> args;  ///< command, then args; what may be a secret is left out (redact.h)

    bool operator==(const Container &) const = default;
};

/** What pods of one template have in common; shared by them. */
struct PodTemplate {
    std::vector<Container> containers;  ///< init containers first, each in the order of the spec
    std::string_view dnsPolicy;
    std::string_view serviceAccount;
    std::string_view subdomain;
    bool hostNetwork = false;
};

enum class PodPhase : std::uint8_t { Unknown, Pending, Running, Succeeded, Failed };

/** One pod: a fixed-size record whose texts and lists are shared with its like. Copying is cheap.
 *  All views live as long as the snapshot that holds the pod. */
struct Pod {
    std::string_view name;
    std::string_view space;
    std::string_view node;      ///< spec.nodeName; empty while unscheduled
    std::string_view hostname;  ///< spec.hostname; empty if not given
    std::string_view ip;        ///< status.podIP
    std::string_view secondIp;  ///< the other family, of a dual-stack pod
    std::string_view hostIp;
    std::string_view ownerKind;  ///< of the controlling owner reference; empty for bare pods
    std::string_view ownerName;
    std::string_view
        reason;  ///< why it is not ready, as the API says it ("CrashLoopBackOff"); empty if nothing is said
    std::string_view message;
    std::string_view reasonPath;         ///< JSON Pointer to where `reason` stands; empty if there is none
    const Pairs *labels = nullptr;       ///< never null in a snapshot, nor are the next two
    const Pairs *annotations = nullptr;  ///< only those of the network components (reference, C.4)
    const PodTemplate *pod = nullptr;
    std::int64_t created = 0;    ///< seconds since the epoch; 0: not given
    std::uint32_t restarts = 0;  ///< sum over the containers
    std::uint16_t containersReady = 0;
    PodPhase phase = PodPhase::Unknown;
    bool isReady = false;             ///< condition Ready is True
    bool hasStatus = false;           ///< false: a manifest that no cluster has seen
    bool isTerminating = false;       ///< metadata.deletionTimestamp is set
    std::uint8_t readyCondition = 0;  ///< index of the Ready condition in status.conditions
    Origin origin;
};

}  // namespace portolan
