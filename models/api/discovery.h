// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "kube/kind.h"

namespace portolan {

/** How a kind is asked for at one server. */
struct Resource {
    Kind kind = Kind::Pod;
    std::string path;  ///< "/api/v1", "/apis/apps/v1"
    std::string plural;
    bool namespaced = true;
    bool canWatch = true;

    bool operator==(const Resource &) const = default;
};

/** What a server serves, as far as its documents were read: groups, versions in the server's order of preference. */
class Discovery {
public:
    /** One answer to /api or /apis; true if it is aggregated discovery (resources included). */
    bool readRoot(std::string_view json, bool isCore);
    /** One answer to /api/v1 or /apis/GROUP/VERSION (APIResourceList). */
    void readVersion(std::string_view json, const std::string &groupVersion);

    /** The documents that are still needed for the kinds of the product, when discovery is not aggregated. */
    [[nodiscard]] std::vector<std::string> missingVersions() const;

    /** The resources of the kept kinds that are served, in the order of the enumeration; the first version that has
     * one counts. */
    [[nodiscard]] std::vector<Resource> resources() const;

private:
    struct Served {
        std::string plural;
        bool namespaced = true;
        bool canWatch = false;
    };
    struct Version {
        std::string name;  ///< "apps/v1", "v1" for core
        bool isRead = false;
        std::vector<Served> resources;
    };
    struct Group {
        std::string name;
        std::vector<Version> versions;
    };

    std::vector<Group> m_groups;
};

}  // namespace portolan
