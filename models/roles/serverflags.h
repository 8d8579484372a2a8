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

/** The arguments of a node as K3s or RKE2 wrote them on it; empty if they are not there. */
[[nodiscard]] std::string_view nodeArgsOf(const Object &node);
/** Where they stand; a null object if they are not there. */
[[nodiscard]] std::string_view nodeArgsPathOf(const Object &node);

/** What the servers of K3s or RKE2 were started with. A flag that must be the same on all of them is taken from the
 *  first that gives it; differing() says where they disagree. Source: K3s, pkg/nodeconfig (which parts "--flag=value"
 *  into two words, and writes "true" and "false" of its configuration file as such words). */
class ServerFlags {
public:
    static ServerFlags of(const ClusterSnapshot &snapshot);

    /** The first server node that shows its arguments; null: nobody knows how the servers were started. */
    const Object *server() const { return m_servers.empty() ? nullptr : m_servers.front().node; }
    bool isVisible() const { return !m_servers.empty(); }
    /** The first server that gives the flag; null if none does. */
    const Object *giving(std::string_view flag) const;
    bool has(std::string_view flag) const { return giving(flag) != nullptr; }
    /** Whether some server turns a flag without value on. */
    bool isOn(std::string_view flag) const { return turningOn(flag) != nullptr; }
    const Object *turningOn(std::string_view flag) const;
    /** The last value; empty if the flag is not given. */
    std::string_view value(std::string_view flag) const;
    /** All values, with commas between them as flags of two address families have them. */
    std::string joined(std::string_view flag) const;
    /** The first server with this value of the flag; null if there is none. */
    const Object *saying(std::string_view flag, std::string_view value) const;
    /** The first server whose `--disable` names this package; null if none does. */
    const Object *disabling(std::string_view package) const;
    bool isDisabled(std::string_view package) const { return disabling(package) != nullptr; }
    /** "none on server-0; vxlan on server-1" where servers don't agree; those that are silent have `otherwise`. Empty
     *  where they agree. */
    std::string differing(std::string_view flag, std::string_view otherwise) const;

private:
    struct Server {
        const Object *node;
        NodeFlags flags;
    };
    std::vector<Server> m_servers;
};

inline constexpr std::string_view nodeArgsPath = "/metadata/annotations/k3s.io~1node-args";

}  // namespace portolan::roles
