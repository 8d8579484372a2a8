// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QStringList>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "policy/policy.h"
#include "support/clusterof.h"

namespace portolan::asked {

/** Two namespaces on two nodes; policies follow. */
inline constexpr std::string_view cluster = R"(
    namespace shop team=a
    namespace ops  team=b
    node agent-0 192.168.1.10 10.42.0.0/24 zone=x
    node agent-1 192.168.1.11 10.42.1.0/24 zone=y
    pod shop/web   app=web tier=front node=agent-0 ip=10.42.0.2 port=http:8080 port=dns:53/UDP
    pod shop/api   app=api tier=back  node=agent-0 ip=10.42.0.3 port=http:3000
    pod shop/batch                    node=agent-0 ip=10.42.0.4
    pod ops/probe  app=probe          node=agent-1 ip=10.42.1.2 port=http:8080
    pod ops/agent  app=agent          node=agent-1 ip=192.168.1.11 hostnetwork
)";

/** Everybody but shop/web, and how answers call them. */
inline const std::vector<std::pair<QString, std::string>> others = {
    {QStringLiteral("api"), "shop/api"},        {QStringLiteral("batch"), "shop/batch"},
    {QStringLiteral("probe"), "ops/probe"},     {QStringLiteral("agent"), "ops/agent"},
    {QStringLiteral("outside"), "203.0.113.7"}, {QStringLiteral("node"), "192.168.1.11"}};

inline constexpr const char *everybody = "api batch probe agent outside node";

/** One object of a cluster in JSON, on one line. */
inline std::string object(std::string_view api, std::string_view kind, std::string_view name, std::string_view spec,
                          std::string_view space = {}, std::string_view labels = "{}")
{
    return R"({"apiVersion":")" + std::string(api) + R"(","kind":")" + std::string(kind) + R"(","metadata":{"name":")" +
           std::string(name) + '"' + (space.empty() ? std::string() : R"(,"namespace":")" + std::string(space) + '"') +
           R"(,"labels":)" + std::string(labels) + R"(},"spec":)" + std::string(spec) + "}\n";
}

inline std::string networkPolicy(std::string_view spec, std::string_view name = "np")
{
    return object("networking.k8s.io/v1", "NetworkPolicy", name, spec, "shop");
}

class Cluster {
public:
    explicit Cluster(const std::string &rules, PolicyOptions options = {})
        : m_snapshot(clusterOf(std::string(cluster) + rules)), m_policies(m_snapshot, options)
    {
    }

    PolicyVerdict verdict(const std::string &from, const std::string &to, std::uint16_t port = 8080,
                          Protocol protocol = Protocol::TCP) const
    {
        return m_policies.check({end(from), end(to), protocol, port, {}, false});
    }
    /** Who may talk to shop/web; who perhaps may, with a question mark. */
    QString senders(std::uint16_t port = 8080, Protocol protocol = Protocol::TCP) const
    {
        QStringList found;
        for (const auto &[name, who] : others)
            add(found, name, verdict(who, "shop/web", port, protocol));
        return found.join(' ');
    }
    /** To whom shop/web may talk. */
    QString receivers(std::uint16_t port = 8080, Protocol protocol = Protocol::TCP) const
    {
        QStringList found;
        for (const auto &[name, who] : others)
            add(found, name, verdict("shop/web", who, port, protocol));
        return found.join(' ');
    }
    const Policies &policies() const { return m_policies; }
    QString notEvaluated() const
    {
        QStringList found;
        for (const std::string &one : m_policies.notEvaluated())
            found += QString::fromStdString(one);
        return found.join('\n');
    }

private:
    PolicyEnd end(const std::string &text) const
    {
        PolicyEnd end;
        const auto slash = text.find('/');
        if (slash == std::string::npos)
            end.address = text;
        else
            end.subject = m_policies.subjects().find(text.substr(0, slash), text.substr(slash + 1));
        return end;
    }
    static void add(QStringList &found, const QString &name, const PolicyVerdict &verdict)
    {
        if (verdict.allowed != Allowed::No)
            found += name + (verdict.allowed == Allowed::Unknown ? QStringLiteral("?") : QString());
    }

    SnapshotPtr m_snapshot;
    Policies m_policies;
};

}  // namespace portolan::asked
