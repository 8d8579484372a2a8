// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <span>
#include <string_view>

#include "base/textref.h"
#include "kube/object.h"
#include "kube/pairs.h"

namespace portolan {

enum class Protocol : std::uint8_t { TCP, UDP, SCTP };

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
    std::span<const ContainerPort> ports;
    std::span<const std::string_view> args;  ///< of a static pod: command, then args, without secrets (redact.h)

    bool operator==(const Container &other) const;
};

/** What pods of one template have in common; shared by them. */
struct PodTemplate {
    std::span<const Container> containers;  ///< init containers first, each in the order of the spec
    std::string_view dnsPolicy;
    std::string_view serviceAccount;
    std::string_view subdomain;
    bool hostNetwork = false;

    bool operator==(const PodTemplate &other) const;
};

enum class PodPhase : std::uint8_t { Unknown, Pending, Running, Succeeded, Failed };

/** One pod: a fixed-size record whose texts and lists are shared with its like. Copying is cheap.
 *  All views live as long as the snapshot that holds the pod. */
struct Pod {
    std::string_view name;
    std::string_view space;
    std::string_view node;  ///< spec.nodeName; empty while unscheduled
    TextRef hostname;       ///< spec.hostname; empty if not given
    std::string_view ip;    ///< status.podIP
    TextRef secondIp;       ///< the other family, of a dual-stack pod
    std::string_view hostIp;
    std::string_view ownerKind;  ///< of the controlling owner reference; empty for bare pods
    std::string_view ownerName;
    std::string_view
        reason;  ///< why it is not ready, as the API says it ("CrashLoopBackOff"); empty if nothing is said
    TextRef message;
    TextRef reasonPath;                  ///< JSON Pointer to where `reason` stands; empty if there is none
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
