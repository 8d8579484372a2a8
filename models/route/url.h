// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <string_view>

namespace portolan::route {

/** The path of a URL in the two forms that Go's net/url keeps: decoded, and as it came if that says more. */
struct UrlPath {
    std::string decoded;
    std::string raw;  ///< empty: `decoded`, encoded, is it

    /** As it goes into a request line. */
    std::string encoded() const;
    void setRaw(std::string text);
};

/** As Traefik's entry points make it before anything else: escapes of plain characters decoded, "//", "." and ".."
 *  resolved. Source: Traefik, "EntryPoints", sanitizePath. */
[[nodiscard]] UrlPath sanitized(std::string_view path);
/** What rules are matched with: decoded, but for escapes of reserved characters. */
[[nodiscard]] std::string routingPath(const UrlPath &path);
/** Percent escapes decoded; what is no escape stays. */
[[nodiscard]] std::string decoded(std::string_view text);
/** Lower case, without port. */
[[nodiscard]] std::string canonicalHost(std::string_view host);
[[nodiscard]] std::string lower(std::string_view text);

}  // namespace portolan::route
