// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "kube/objectref.h"
#include "kube/snapshot.h"
#include "policy/addresses.h"
#include "policy/selector.h"

namespace portolan::policy {

/** A port that a subject gives a name. */
struct NamedPort {
    std::string_view name;
    Protocol protocol = Protocol::TCP;
    std::uint16_t port = 0;
    auto operator<=>(const NamedPort &) const = default;  // NOLINT(modernize-use-nullptr): clang-tidy 14 mistakes it
};

/** What policies are about: a pod, or one that a manifest's workload plans. */
struct Subject {
    std::string name;  ///< of the pod; of a planned one as the workload would call it: "web-0", "web"
    std::string_view space;
    const Pod *pod = nullptr;                     ///< null: planned
    const Object *workload = nullptr;             ///< that plans it
    std::uint32_t kind = 0;                       ///< index into Subjects::kinds
    std::string_view workloadKind, workloadName;  ///< the top owner; of a bare pod "Pod" and its name
    std::vector<Address> addresses;
};

/** Subjects that no selector and no name of a port tells apart: same namespace, labels, ports and network. */
struct SubjectKind {
    std::string_view space;
    Labels labels;
    std::vector<NamedPort> ports;
    bool isHostNetwork = false;
    std::string_view serviceAccount;  ///< never empty
};

/** All subjects of a snapshot. Lives as long as it. Cost: linear in pods. */
class Subjects {
public:
    explicit Subjects(const ClusterSnapshot &snapshot);

    const std::vector<Subject> &all() const { return m_subjects; }
    const std::vector<SubjectKind> &kinds() const { return m_kinds; }
    const Subject *find(std::string_view space, std::string_view name) const;
    const Subject *of(const Pod &pod) const;
    const Subject *withAddress(std::string_view address) const;
    /** The namespace's labels, with its name as Kubernetes sets it, also of one that was not read. */
    const Labels &labelsOfSpace(std::string_view space) const;
    const std::map<std::string_view, Labels> &spaces() const { return m_spaces; }

private:
    void add(const ClusterSnapshot &snapshot, const Pod &pod);
    void addPlanned(const Object &workload, std::int64_t replicas);
    std::uint32_t kindOf(SubjectKind kind, const std::string &key);

    std::vector<Subject> m_subjects;
    std::vector<SubjectKind> m_kinds;
    std::unordered_map<std::string, std::uint32_t> m_kindByKey;
    std::map<std::string_view, Labels> m_spaces;
    std::unordered_map<std::string_view, std::uint32_t> m_byAddress;
    std::map<std::pair<std::string_view, std::string_view>, std::uint32_t> m_byName;
};

}  // namespace portolan::policy
