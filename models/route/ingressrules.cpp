// SPDX-License-Identifier: GPL-3.0-or-later
#include "route/ingressrules.h"

#include <QRegularExpression>
#include <QString>
#include <algorithm>

#include "route/url.h"

/* Source: Kubernetes, "Ingress", "Path types"; ingress-nginx, "Annotations", "Ingress Path Matching". */
namespace portolan::route {

namespace {

constexpr std::string_view annotationPrefix = "nginx.ingress.kubernetes.io/";

std::string_view annotated(const Object &object, std::string_view name)
{
    return object.annotation(std::string(annotationPrefix) + std::string(name));
}

QString fromUtf8(std::string_view text)
{
    return QString::fromUtf8(text.data(), static_cast<qsizetype>(text.size()));
}

/** Whole elements of a path: "/foo" covers "/foo/bar", and not "/foobar". */
bool coversElements(std::string_view prefix, std::string_view path)
{
    while (prefix.ends_with('/'))
        prefix.remove_suffix(1);
    return path.starts_with(prefix) && (path.size() == prefix.size() || path[prefix.size()] == '/');
}

bool coversHost(std::string_view wildcard, std::string_view host)
{
    const auto dot = host.find('.');
    return wildcard.starts_with("*.") && dot != std::string_view::npos && dot > 0 &&
           host.substr(dot) == wildcard.substr(1);
}

bool hasTls(const Object &ingress, std::string_view host)
{
    for (const Value &tls : ingress.spec()["tls"].items()) {
        const auto hosts = tls["hosts"].items();
        if (std::ranges::any_of(hosts,
                                [&](const Value &one) { return one.text() == host || coversHost(one.text(), host); }))
            return true;
    }
    return false;
}

QRegularExpression regexOf(const IngressPath &path)
{
    return QRegularExpression("^" + fromUtf8(path.text), QRegularExpression::CaseInsensitiveOption);
}

/** Whether this path fits better than the other: exact before prefix, longer before shorter. */
bool isBetter(const IngressPath &a, const IngressPath &b)
{
    const auto rank = [](const IngressPath &path) {
        return std::pair(path.type == IngressPath::Type::Exact ? 1 : 0, path.text.size());
    };
    return rank(a) > rank(b);
}

}  // namespace

IngressRules::IngressRules(const ClusterSnapshot &snapshot, const ServiceEndpoints &endpoints, bool isNginx,
                           const std::function<bool(const Object &)> &isMine)
    : m_snapshot(snapshot), m_endpoints(endpoints), m_isNginx(isNginx)
{
    for (const ObjectPtr &ingress : snapshot.of(Kind::Ingress)) {
        if (isMine(*ingress))
            add(*ingress);
    }
}

void IngressRules::add(const Object &ingress)
{
    const auto rules = ingress.spec()["rules"].items();
    if (const Value standard = ingress.spec()["defaultBackend"]; standard.isObject())
        m_paths.push_back({&ingress, -1, -1, {}, "/", IngressPath::Type::Prefix, standard});
    for (std::size_t r = 0; r < rules.size(); ++r) {
        const auto paths = rules[r]["http"]["paths"].items();
        for (std::size_t p = 0; p < paths.size(); ++p) {
            IngressPath path{&ingress,
                             static_cast<int>(r),
                             static_cast<int>(p),
                             lower(rules[r]["host"].text()),
                             std::string(paths[p]["path"].text()),
                             IngressPath::Type::Prefix,
                             paths[p]["backend"]};
            if (path.text.empty())
                path.text = "/";
            const bool isRegex =
                m_isNginx && (annotated(ingress, "use-regex") == "true" ||
                              annotated(ingress, "rewrite-target").find('$') != std::string_view::npos);
            const std::string_view type = paths[p]["pathType"].text();
            path.type = isRegex && type != "Exact" ? IngressPath::Type::Regex
                        : type == "Exact"          ? IngressPath::Type::Exact
                                                   : IngressPath::Type::Prefix;
            m_paths.push_back(std::move(path));
        }
    }
}

const IngressPath *IngressRules::best(const std::string &host, const std::string &path) const
{
    const auto fits = [&](const IngressPath &one) {
        switch (one.type) {
            case IngressPath::Type::Exact:
                return one.text == path;
            case IngressPath::Type::Regex:
                return regexOf(one).match(fromUtf8(path)).hasMatch();
            default:
                return coversElements(one.text, path);
        }
    };
    // An exact host goes before a wildcard, and that before a rule for all hosts; default backends come last.
    const std::function<bool(const IngressPath &)> levels[] = {
        [&](const IngressPath &one) { return !one.host.empty() && one.host == host; },
        [&](const IngressPath &one) { return coversHost(one.host, host); },
        [](const IngressPath &one) { return one.host.empty() && one.rule >= 0; },
        [](const IngressPath &one) { return one.rule < 0; }};
    bool isKnownHost = false;
    for (const auto &isLevel : levels) {
        const IngressPath *found = nullptr;
        bool isHere = false;
        for (const IngressPath &one : m_paths) {
            if (!isLevel(one))
                continue;
            isHere = true;
            if (fits(one) && (!found || isBetter(one, *found)))
                found = &one;
        }
        if (found && !(isKnownHost && found->rule >= 0))
            return found;
        isKnownHost = isKnownHost || isHere;  // rules for other hosts have no say then
    }
    return nullptr;
}

Target IngressRules::targetOf(const IngressPath &path) const
{
    const Value reference = path.backend["service"], wanted = reference["port"];
    const std::string title = std::string(path.ingress->space) + '/' + std::string(reference["name"].text());
    if (!reference.isObject())
        return Target::answering(503, "its backend is no Service");
    const Object *service = m_snapshot.find(Kind::Service, path.ingress->space, reference["name"].text());
    if (!service)
        return Target::answering(503, absenceOf(m_snapshot, Kind::Service, path.ingress->space) == Absence::NotThere
                                          ? "Service " + title + " does not exist"
                                          : "Service " + title + " is not in the input");
    for (const ServicePort &port : ServiceEndpoints::portsOf(*service)) {
        const bool isIt =
            wanted["number"].isInteger() ? port.port == wanted["number"].integer() : port.name == wanted["name"].text();
        if (!isIt)
            continue;
        Target target;
        target.backend.space = service->space;
        target.backend.service = service->name;
        target.backend.port = port.port;
        const EndpointList list = m_endpoints.of(*service, port);
        for (const Endpoint &endpoint : list.endpoints) {
            if (endpoint.isReady)
                target.backend.endpoints.push_back(hostAndPort(endpoint));
        }
        if (!list.isKnown)
            target.caveat = "the endpoints of Service " + title + " were not read";
        else if (target.backend.endpoints.empty())
            return Target::answering(503, "Service " + title + " has no ready endpoint");
        return target;
    }
    return Target::answering(503, "Service " + title + " has no such port");
}

bool IngressRules::redirects(const IngressPath &path, const FrontDoorRequest &request, FrontDoorAnswer &answer) const
{
    const Object &ingress = *path.ingress;
    const std::string host = canonicalHost(request.host);
    for (const auto &[name, status] : {std::pair("permanent-redirect", 301), std::pair("temporal-redirect", 302)}) {
        const std::string_view target = annotated(ingress, name);
        if (target.empty())
            continue;
        const auto colon = target.find("://");
        const std::string_view rest = colon == std::string_view::npos ? target : target.substr(colon + 3);
        const auto slash = rest.find('/');
        answer.redirect = {std::string(target.substr(0, colon == std::string_view::npos ? 0 : colon)),
                           std::string(rest.substr(0, slash)),
                           0,
                           slash == std::string_view::npos ? std::string() : std::string(rest.substr(slash)),
                           {},
                           status};
        return true;
    }
    const std::string_view asked = annotated(ingress, "ssl-redirect"),
                           forced = annotated(ingress, "force-ssl-redirect");
    const bool isSecured = (hasTls(ingress, host) && asked != "false") || forced == "true";
    if (!isSecured || request.scheme == "https")
        return false;
    answer.redirect = {"https", host, 0, request.path, {}, 308};
    return true;
}

FrontDoorAnswer IngressRules::answered(const IngressPath &path, const FrontDoorRequest &request) const
{
    FrontDoorAnswer answer;
    answer.matched.object = refTo(*path.ingress);
    answer.matched.rule = path.rule;
    answer.matched.path = path.path;
    if (m_isNginx && redirects(path, request, answer)) {
        answer.status = answer.redirect.status;
        return answer;
    }
    Settled settled = settle(targetOf(path));
    answer.status = settled.status;
    answer.backends = std::move(settled.backends);
    answer.caveats = std::move(settled.caveats);
    answer.rewrittenPath = request.path;
    const std::string_view rewrite = m_isNginx ? annotated(*path.ingress, "rewrite-target") : std::string_view();
    if (!rewrite.empty()) {
        const auto match = regexOf(path).match(fromUtf8(request.path));
        std::string out;
        for (std::size_t i = 0; i < rewrite.size(); ++i) {
            const bool isGroup =
                rewrite[i] == '$' && i + 1 < rewrite.size() && rewrite[i + 1] >= '0' && rewrite[i + 1] <= '9';
            if (isGroup)
                out += match.captured(rewrite[++i] - '0').toStdString();
            else
                out += rewrite[i];
        }
        answer.rewrittenPath = out;
    }
    if (annotated(*path.ingress, "canary") == "true")
        answer.caveats.emplace_back("the Ingress is a canary: only a part of the requests goes there");
    return answer;
}

FrontDoorAnswer IngressRules::answer(const FrontDoorRequest &request) const
{
    const IngressPath *path = best(canonicalHost(request.host), request.path.empty() ? "/" : request.path);
    return path ? answered(*path, request) : FrontDoorAnswer();
}

std::vector<RouteEntry> IngressRules::entries() const
{
    std::vector<RouteEntry> entries;
    for (const IngressPath &path : m_paths) {
        RouteEntry entry;
        entry.object = refTo(*path.ingress);
        const std::string_view name = path.type == IngressPath::Type::Exact   ? "Path"
                                      : path.type == IngressPath::Type::Regex ? "PathRegexp"
                                                                              : "PathPrefix";
        if (!path.host.empty())
            entry.match = "Host(`" + path.host + "`) && ";
        entry.match += std::string(name) + "(`" + path.text + "`)";
        entry.hasTls = hasTls(*path.ingress, path.host);
        const Settled settled = settle(targetOf(path));
        entry.backends = settled.backends;
        if (settled.status != 200 && !settled.caveats.empty())
            entry.fault = settled.caveats.front();
        entries.push_back(std::move(entry));
    }
    return entries;
}

}  // namespace portolan::route
