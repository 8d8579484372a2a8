// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "route/route.h"
#include "trace/walk.h"

namespace portolan::trace {

/** A URL taken apart. */
struct AskedUrl {
    std::string scheme, host;
    std::uint16_t port = 80;
    std::string path = "/";
    std::multimap<std::string, std::string> query;
};
[[nodiscard]] std::optional<AskedUrl> parseUrl(std::string_view text);

/** What a proxy does between a client's connection and its own to the backend. */
class UrlWay {
public:
    UrlWay(const Ground &ground, const Guard &guard, const FrontDoors &doors);

    /** Addresses of load balancers and nodes that lead to a front door on this port; sorted, those of load balancers
     *  first. `because`: where the first one stands. */
    [[nodiscard]] std::vector<std::string> addresses(const AskedUrl &url, std::vector<Proof> &because) const;
    /** Goes on from where a packet was delivered: through the proxy that got it, to the pods behind it. Anywhere else
     *  the pod itself answers. Sets the status that the client gets. */
    [[nodiscard]] Branches through(Branch arrived, const AskedUrl &url) const;

private:
    [[nodiscard]] bool isFrontDoor(const Pod &pod) const;
    [[nodiscard]] std::string entryPointAt(const Pod &pod, std::uint16_t port) const;
    Branches toBackends(const Branch &arrived, const FrontDoorAnswer &answer, Hop matched) const;

    const Ground &m_ground;
    const Guard &m_guard;
    const FrontDoors &m_doors;
};

}  // namespace portolan::trace
