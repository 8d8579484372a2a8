// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>

#include "explain/explanation.h"

namespace portolan {

std::string_view wordFor(VertexType type)
{
    switch (type) {
        case VertexType::Outside:
            return "outside world";
        case VertexType::LoadBalancer:
            return "load balancer address";
        case VertexType::NodePort:
            return "node port";
        case VertexType::Gateway:
            return "gateway";
        case VertexType::IngressController:
            return "ingress controller";
        case VertexType::Route:
            return "route";
        case VertexType::Service:
            return "service";
        case VertexType::Workload:
            return "workload";
        case VertexType::Pod:
            return "pod";
        case VertexType::Node:
            return "node";
        case VertexType::Dns:
            return "cluster DNS";
        case VertexType::ControlPlane:
            return "control plane";
        case VertexType::External:
            return "external name";
        case VertexType::Cidr:
            return "address block";
        case VertexType::Policy:
            return "policy";
    }
    return "";
}

std::string_view wordFor(EdgeType type)
{
    switch (type) {
        case EdgeType::Exposes:
            return "exposes";
        case EdgeType::Routes:
            return "routes to";
        case EdgeType::Selects:
            return "selects";
        case EdgeType::RunsOn:
            return "runs on";
        case EdgeType::Tunnel:
            return "tunnel";
        case EdgeType::Controls:
            return "controls";
        case EdgeType::Resolves:
            return "resolves";
        case EdgeType::Allows:
            return "allows";
        case EdgeType::Calls:
            return "calls";
    }
    return "";
}

namespace {

bool isIndex(std::string_view token)
{
    return !token.empty() && std::ranges::all_of(token, [](char c) { return c >= '0' && c <= '9'; });
}

bool isPlainKey(std::string_view key)
{
    return !key.empty() && key.find_first_of("./[]\"") == std::string_view::npos;
}

std::string unescapedToken(std::string_view token)
{
    std::string key;
    for (std::size_t i = 0; i < token.size(); ++i) {
        const bool isEscape = token[i] == '~' && i + 1 < token.size() && (token[i + 1] == '0' || token[i + 1] == '1');
        key += isEscape ? (token[++i] == '0' ? '~' : '/') : token[i];
    }
    return key;
}

void appendStep(std::string &path, std::string_view token)
{
    const std::string key = unescapedToken(token);
    if (isIndex(token) && !path.empty())
        path.append("[").append(token).append("]");
    else if (isPlainKey(key))
        path.append(path.empty() ? "" : ".").append(key);
    else
        path.append("[\"").append(key).append("\"]");
}

}  // namespace

std::string readablePath(std::string_view pointer)
{
    std::string path;
    while (!pointer.empty()) {
        pointer.remove_prefix(pointer.front() == '/' ? 1 : 0);
        const auto end = pointer.find('/');
        appendStep(path, pointer.substr(0, end));
        pointer.remove_prefix(end == std::string_view::npos ? pointer.size() : end);
    }
    return path;
}

}  // namespace portolan
