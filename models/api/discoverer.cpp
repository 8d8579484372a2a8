// SPDX-License-Identifier: GPL-3.0-or-later
#include "api/discoverer.h"

#include <array>

#include "api/watchevent.h"

namespace portolan {

namespace {

constexpr std::string_view aggregated =
    "application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList,"
    "application/json;g=apidiscovery.k8s.io;v=v2beta1;as=APIGroupDiscoveryList,application/json";
constexpr std::size_t largestDocument = std::size_t(64) << 20;

/** What every server has, where it does not let everybody ask (discovery may be taken from system:authenticated). */
std::vector<Resource> builtInResources()
{
    constexpr std::array<std::pair<Kind, std::string_view>, 16> known{
        {{Kind::Node, "/api/v1"},
         {Kind::Namespace, "/api/v1"},
         {Kind::Pod, "/api/v1"},
         {Kind::Service, "/api/v1"},
         {Kind::EndpointSlice, "/apis/discovery.k8s.io/v1"},
         {Kind::Deployment, "/apis/apps/v1"},
         {Kind::ReplicaSet, "/apis/apps/v1"},
         {Kind::StatefulSet, "/apis/apps/v1"},
         {Kind::DaemonSet, "/apis/apps/v1"},
         {Kind::ReplicationController, "/api/v1"},
         {Kind::Job, "/apis/batch/v1"},
         {Kind::CronJob, "/apis/batch/v1"},
         {Kind::Ingress, "/apis/networking.k8s.io/v1"},
         {Kind::IngressClass, "/apis/networking.k8s.io/v1"},
         {Kind::NetworkPolicy, "/apis/networking.k8s.io/v1"},
         {Kind::ConfigMap, "/api/v1"}}};
    std::vector<Resource> all;
    for (const auto &[kind, path] : known)
        all.push_back({kind, std::string(path), std::string(info(kind).plural), info(kind).namespaced, true});
    return all;
}

}  // namespace

void Discoverer::begin()
{
    stop();
    m_discovery = {};
    m_isDone = m_isAsked = m_isForbidden = false;
    m_refusal = 0;
    m_error.reset();
    ask("/api");
    ask("/apis");
}

void Discoverer::stop()
{
    for (const auto &[id, answer] : m_answers)
        m_transport.cancel(id);
    m_answers.clear();
}

void Discoverer::ask(const std::string &target)
{
    Get get;
    get.target = target;
    if (!m_isAsked)
        get.accept = aggregated;
    m_answers[m_transport.get(get)] = {target, 0, {}};
}

bool Discoverer::take(Arrival &arrival)
{
    const auto found = m_answers.find(arrival.id);
    if (found == m_answers.end())
        return false;
    Answer &answer = found->second;
    switch (arrival.what) {
        case Arrival::What::Head:
            answer.status = arrival.status;
            break;
        case Arrival::What::Preview:
            break;
        case Arrival::What::Body:
            if (answer.bytes.size() < largestDocument)
                answer.bytes += arrival.bytes;
            break;
        case Arrival::What::End:
            if (arrival.error) {
                m_error = arrival.error;
                stop();
                break;
            }
            const Answer whole = std::move(answer);
            m_answers.erase(found);
            takeWhole(whole);
            break;
    }
    return true;
}

void Discoverer::takeWhole(const Answer &answer)
{
    const std::string &text = answer.bytes;
    const bool isRoot = !m_isAsked;
    if (isRoot && answer.status == 403) {
        m_isForbidden = true;
    } else if (isRoot && answer.status != 200) {
        m_refusal = answer.status;
        m_message = statusMessage(text);
        return stop();
    } else if (isRoot) {
        m_discovery.readRoot(text, answer.target == "/api");
    } else {
        const std::string_view prefix = answer.target.starts_with("/apis/") ? "/apis/" : "/api/";
        // A group that can't be asked (its own server is away) has no resources for now.
        m_discovery.readVersion(answer.status == 200 ? std::string_view(text) : std::string_view(),
                                answer.target.substr(prefix.size()));
    }
    if (!m_answers.empty())
        return;
    if (!m_isAsked) {
        m_isAsked = true;
        for (const std::string &version : m_discovery.missingVersions())
            ask((version == "v1" ? "/api/" : "/apis/") + version);
    }
    m_isDone = m_answers.empty();
}

std::vector<Resource> Discoverer::resources() const
{
    return m_isForbidden ? builtInResources() : m_discovery.resources();
}

}  // namespace portolan
