// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <algorithm>
#include <charconv>
#include <optional>
#include <string_view>

#include "kube/pod.h"
#include "kube/time.h"

namespace portolan {

/** Whether to write how many containers are ready where it is not known which. */
enum class PodCounts { OnlyCertain, All };

/** Writes the fields of a pod that were kept, as the API has them; `Writer` is a JsonWriter or a YamlWriter. */
template <class Writer>
class PodFields {
public:
    PodFields(Writer &writer, const Pod &pod, PodCounts counts)
        : m_out(writer), m_pod(pod), m_counts(counts), m_reason(reasonOf(pod))
    {
    }

    void write()
    {
        m_out.beginObject().member("apiVersion", "v1").member("kind", "Pod");
        metadata();
        spec();
        if (m_pod.hasStatus)
            status();
        m_out.endObject();
    }

private:
    /** Where the reason stands: "/status/containerStatuses/1/state/waiting/reason". */
    struct ReasonPlace {
        std::string_view
            list;  ///< "conditions", "containerStatuses", "initContainerStatuses"; empty: the status itself
        std::size_t index = 0;
        std::string_view state;  ///< "waiting", "terminated" of a container; else empty
    };

    static ReasonPlace reasonOf(const Pod &pod)
    {
        ReasonPlace place;
        std::string_view path = pod.reasonPath.view();
        constexpr std::string_view status = "/status/";
        if (!path.starts_with(status))
            return place;
        path.remove_prefix(status.size());
        const auto slash = path.find('/');
        if (slash == std::string_view::npos)
            return place;
        place.list = path.substr(0, slash);
        path.remove_prefix(slash + 1);
        std::from_chars(path.data(), path.data() + path.size(), place.index);
        for (const std::string_view state : {"waiting", "terminated"}) {
            if (path.find(state) != std::string_view::npos)
                place.state = state;
        }
        return place;
    }

    void text(std::string_view key, std::string_view value)
    {
        if (!value.empty())
            m_out.member(key, value);
    }

    void pairs(std::string_view key, const Pairs &pairs)
    {
        if (pairs.empty())
            return;
        m_out.key(key).beginObject();
        for (const auto &[name, value] : pairs)
            m_out.member(name, value);
        m_out.endObject();
    }

    void metadata()
    {
        m_out.key("metadata").beginObject().member("name", m_pod.name).member("namespace", m_pod.space);
        pairs("labels", *m_pod.labels);
        pairs("annotations", *m_pod.annotations);
        if (m_pod.created > 0)
            m_out.member("creationTimestamp", std::string_view(timeText(m_pod.created)));
        if (m_pod.isTerminating)
            m_out.member("deletionTimestamp", "not kept");
        if (!m_pod.ownerKind.empty() || !m_pod.ownerName.empty()) {
            m_out.key("ownerReferences").beginArray().beginObject();
            m_out.member("kind", m_pod.ownerKind).member("name", m_pod.ownerName).member("controller", true);
            m_out.endObject().endArray();
        }
        m_out.endObject();
    }

    void spec()
    {
        m_out.key("spec").beginObject();
        text("nodeName", m_pod.node);
        text("hostname", m_pod.hostname.view());
        text("subdomain", m_pod.pod->subdomain);
        if (m_pod.pod->hostNetwork)
            m_out.member("hostNetwork", true);
        text("dnsPolicy", m_pod.pod->dnsPolicy);
        text("serviceAccountName", m_pod.pod->serviceAccount);
        containers("initContainers", true);
        containers("containers", false);
        m_out.endObject();
    }

    void containers(std::string_view key, bool areInit)
    {
        const auto &all = m_pod.pod->containers;
        if (std::ranges::none_of(all, [&](const Container &c) { return c.isInit == areInit; }))
            return;
        m_out.key(key).beginArray();
        for (const Container &c : all) {
            if (c.isInit == areInit)
                container(c);
        }
        m_out.endArray();
    }

    void container(const Container &container)
    {
        m_out.beginObject();
        text("name", container.name);
        text("image", container.image);
        if (container.isSidecar)
            m_out.member("restartPolicy", "Always");
        if (!container.args.empty()) {
            m_out.key("command").beginArray();
            for (const std::string_view argument : container.args)
                m_out.value(argument);
            m_out.endArray();
        }
        if (container.hasReadinessProbe)
            m_out.key("readinessProbe").beginObject().endObject();
        ports(container.ports);
        m_out.endObject();
    }

    void ports(std::span<const ContainerPort> ports)
    {
        if (ports.empty())
            return;
        constexpr std::string_view protocols[] = {"TCP", "UDP", "SCTP"};
        m_out.key("ports").beginArray();
        for (const ContainerPort &port : ports) {
            m_out.beginObject();
            text("name", port.name);
            m_out.member("containerPort", static_cast<std::int64_t>(port.port));
            m_out.member("protocol", protocols[static_cast<std::size_t>(port.protocol)]);
            if (port.hostPort != 0)
                m_out.member("hostPort", static_cast<std::int64_t>(port.hostPort));
            text("hostIP", port.hostIp);
            m_out.endObject();
        }
        m_out.endArray();
    }

    void status()
    {
        constexpr std::string_view phases[] = {"Unknown", "Pending", "Running", "Succeeded", "Failed"};
        m_out.key("status").beginObject().member("phase", phases[static_cast<std::size_t>(m_pod.phase)]);
        if (m_reason.list.empty())
            reason();
        conditions();
        text("hostIP", m_pod.hostIp);
        text("podIP", m_pod.ip);
        if (!m_pod.secondIp.view().empty()) {
            m_out.key("podIPs").beginArray();
            m_out.beginObject().member("ip", m_pod.ip).endObject();
            m_out.beginObject().member("ip", m_pod.secondIp.view()).endObject();
            m_out.endArray();
        }
        if (m_reason.list == "initContainerStatuses")
            initStatuses();
        containerStatuses();
        m_out.endObject();
    }

    void reason()
    {
        text("reason", m_pod.reason);
        text("message", m_pod.message.view());
    }

    /** The Ready condition and the one that has the reason, each at its place. */
    void conditions()
    {
        std::optional<std::size_t> ready, other;
        if (m_pod.isReady || m_pod.readyCondition > 0)
            ready = m_pod.readyCondition;
        if (m_reason.list == "conditions")
            other = m_reason.index;
        if (!ready && !other)
            return;
        m_out.key("conditions").beginArray();
        for (std::size_t i = 0; i <= std::max(ready.value_or(0), other.value_or(0)); ++i) {
            m_out.beginObject();
            const bool isReady = i == ready, isOther = i == other && !isReady;
            if (isReady)
                m_out.member("type", "Ready").member("status", m_pod.isReady ? "True" : "False");
            else if (isOther)
                m_out.member("type", m_pod.reason == "Unschedulable" ? "PodScheduled" : "Ready")
                    .member("status", "False");
            if (i == other)
                reason();
            m_out.endObject();
        }
        m_out.endArray();
    }

    void state()
    {
        m_out.key("state").beginObject().key(m_reason.state).beginObject();
        if (m_reason.state == "terminated")
            m_out.member("exitCode", 1);
        reason();
        m_out.endObject().endObject();
    }

    void initStatuses()
    {
        m_out.key("initContainerStatuses").beginArray();
        for (std::size_t i = 0; i <= m_reason.index; ++i) {
            m_out.beginObject();
            if (i == m_reason.index)
                state();
            m_out.endObject();
        }
        m_out.endArray();
    }

    void containerStatuses()
    {
        const auto running = static_cast<std::size_t>(
            std::ranges::count_if(m_pod.pod->containers, [](const Container &c) { return !c.isInit || c.isSidecar; }));
        const bool hasReason = m_reason.list == "containerStatuses";
        std::size_t ready = m_pod.containersReady;
        const bool isCertain = ready == 0 || ready == running;
        if (m_counts == PodCounts::OnlyCertain && !isCertain)
            ready = 0;
        const std::size_t count = std::max({running, ready + (hasReason ? 1 : 0), hasReason ? m_reason.index + 1 : 0});
        const bool saysRestarts = m_pod.restarts > 0 && (m_counts == PodCounts::All || running == 1);
        if (count == 0 || (!hasReason && ready == 0 && !saysRestarts && !(isCertain && running > 0)))
            return;
        m_out.key("containerStatuses").beginArray();
        for (std::size_t i = 0; i < count; ++i) {
            m_out.beginObject();
            const bool isReason = hasReason && i == m_reason.index;
            if (m_counts == PodCounts::All || isCertain)
                m_out.member("ready", !isReason && ready > 0);
            if (!isReason && ready > 0)
                --ready;
            if (i == 0 && saysRestarts)
                m_out.member("restartCount", static_cast<std::int64_t>(m_pod.restarts));
            if (isReason)
                state();
            m_out.endObject();
        }
        m_out.endArray();
    }

    Writer &m_out;
    const Pod &m_pod;
    PodCounts m_counts;
    ReasonPlace m_reason;
};

template <class Writer>
void writePod(Writer &writer, const Pod &pod, PodCounts counts)
{
    PodFields<Writer>(writer, pod, counts).write();
}

}  // namespace portolan
