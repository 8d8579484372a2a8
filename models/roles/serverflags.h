// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "kube/snapshot.h"

namespace portolan::roles {

/** The command line of one K3s or RKE2 node, as the annotation k3s.io/node-args keeps it: flags without dashes, each
 * with its values in their order; comma-joined values are taken apart, a flag without value has "true". */
using NodeFlags = std::map<std::string, std::vector<std::string>, std::less<>>;

[[nodiscard]] NodeFlags parseNodeArgs(std::string_view json);

/** What K3s's servers and agents were started with. Source: K3s, pkg/nodeconfig. */
class ServerFlags {
public:
    static ServerFlags of(const ClusterSnapshot &snapshot);

    /** The first server node that shows its arguments; null: nobody knows how the servers were started. */
    const Object *server() const { return m_server; }
    bool isVisible() const { return m_server != nullptr; }
    /** Of that server. */
    bool has(std::string_view flag) const { return m_flags.contains(flag); }
    /** The last value; empty if the flag is not given. */
    std::string_view value(std::string_view flag) const;
    /** Whether `--disable` names this package. */
    bool isDisabled(std::string_view package) const;

private:
    const Object *m_server = nullptr;
    NodeFlags m_flags;
};

inline constexpr std::string_view nodeArgsPath = "/metadata/annotations/k3s.io~1node-args";

}  // namespace portolan::roles
