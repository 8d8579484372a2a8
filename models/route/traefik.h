// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <map>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "endpoints/endpoints.h"
#include "route/router.h"

namespace portolan::route {

/** An entry point of Traefik, from its arguments. */
struct EntryPoint {
    std::string name;
    std::uint16_t port = 0;
    bool hasTls = false;
    bool isDefault = false;  ///< asDefault
    std::string redirectTo, redirectScheme = "https";
    bool isRedirectPermanent = true;
};

/** What Traefik's arguments say, as far as its routes depend on it. */
struct TraefikSettings {
    std::vector<EntryPoint> entryPoints;
    bool allowsEmptyServices = true, allowsCrossNamespace = false, allowsExternalNames = false;
    bool hasStrictPrefixes = false, isVersion2 = false;
    bool trustsAll = false;  ///< serversTransport.insecureSkipVerify
    std::string ingressClass;
    bool isSeen = false;  ///< its workload was read; else K3s' defaults are assumed

    const EntryPoint *entryPoint(std::string_view name) const;
    /** Those of a router that names none. */
    std::vector<std::string> defaults() const;
};

[[nodiscard]] TraefikSettings traefikSettings(const ClusterSnapshot &snapshot);

/** What builds of routes share. */
class TraefikBuild {
public:
    TraefikBuild(const ClusterSnapshot &snapshot, const ServiceEndpoints &endpoints, const TraefikSettings &settings);

    std::vector<Router> take() { return std::move(m_routers); }
    void addIngresses();
    void addIngressRoutes();
    void addGatewayRoutes();

private:
    using Built = Result<Target>;

    // Of all providers (traefik.cpp)
    Router router(const Object &object, int rule, int path) const;
    /** Compiles the rule, gives the priority and adds it. */
    void add(Router router, bool isVersion2);
    Built servers(std::string_view space, std::string_view name, const Value &port, bool isByName, bool isNative) const;
    RouteBackend backendOf(const Object &service, const ServicePort &port) const;

    // Of Ingresses (traefikingress.cpp)
    bool isMine(const Object &ingress) const;
    void addIngress(const Object &ingress);
    Built ingressTarget(const Object &ingress, const Value &backend) const;
    void readAnnotations(const Object &ingress, Router &router);

    // Of IngressRoutes (traefikcrd.cpp)
    void addRoute(const Object &object, const Value &route, int index);
    Built serviceOf(std::string_view space, const Value &reference, int depth) const;
    Built traefikService(std::string_view space, std::string_view name, int depth) const;
    Built weighted(std::string_view space, const Value &services, int depth) const;
    std::string addMiddleware(std::string_view space, std::string_view name, std::vector<Middleware> &list,
                              int depth) const;

    // Of the Gateway API (traefikgateway.cpp)
    struct Listener {
        const Object *gateway = nullptr;
        Value spec;
        std::string entryPoint;
    };
    std::vector<Listener> listeners() const;
    void addGatewayRoute(const Listener &listener, const Object &route);
    void addGatewayRule(const Listener &listener, const Object &route, const std::vector<std::string> &hosts,
                        int index);
    Target gatewayTarget(const Object &route, const Value &rule) const;
    Target gatewayBackend(const Object &route, const Value &backend) const;
    std::string addFilters(const Object &route, const Value &rule, const Value &path, std::vector<Middleware> &list,
                           int &status) const;

    const ClusterSnapshot &m_snapshot;
    const ServiceEndpoints &m_endpoints;
    const TraefikSettings &m_settings;
    std::vector<Router> m_routers;
    bool m_hasDefaultBackend = false;
};

[[nodiscard]] Middleware middlewareOf(const Object &object, std::string name);
[[nodiscard]] Error left(std::string why);

}  // namespace portolan::route
