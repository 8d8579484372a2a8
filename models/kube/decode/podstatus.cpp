// SPDX-License-Identifier: GPL-3.0-or-later
#include "kube/decode/podstatus.h"

#include <algorithm>

namespace portolan {

using cursor::eachItem;
using cursor::eachMember;

namespace {

PodPhase phaseOf(std::string_view text)
{
    if (text == "Running")
        return PodPhase::Running;
    if (text == "Pending")
        return PodPhase::Pending;
    if (text == "Succeeded")
        return PodPhase::Succeeded;
    return text == "Failed" ? PodPhase::Failed : PodPhase::Unknown;
}

std::uint32_t count(std::int64_t number)
{
    return static_cast<std::uint32_t>(std::clamp<std::int64_t>(number, 0, 1'000'000'000));
}

}  // namespace

void PodStatusDecoder::reset()
{
    m_rank = Rank::None;
    m_reason = m_message = m_list = m_rest = m_secondIp = {};
    m_index = 0;
    m_inits.clear();
}

void PodStatusDecoder::suggest(Rank rank, std::string_view reason, std::string_view message, std::string_view list,
                               std::size_t index, std::string_view rest)
{
    if (reason.empty() || rank <= m_rank)
        return;
    m_rank = rank;
    m_reason = reason;
    m_message = message;
    m_list = list;
    m_index = index;
    m_rest = rest;
}

void PodStatusDecoder::decode(Source &value, Pod &pod, cursor::Failure &failure)
{
    m_failure = &failure;
    std::string_view reason, message;
    eachMember(value, failure, [&](std::string_view key, Source &field) {
        if (key == "phase")
            pod.phase = phaseOf(cursor::text(field));
        else if (key == "conditions")
            conditions(field, pod);
        else if (key == "hostIP")
            pod.hostIp = cursor::text(field);
        else if (key == "podIP")
            pod.ip = cursor::text(field);
        else if (key == "podIPs")
            addresses(field, pod);
        else if (key == "containerStatuses")
            containerStatuses(field, false, pod);
        else if (key == "initContainerStatuses")
            containerStatuses(field, true, pod);
        else if (key == "reason")
            reason = cursor::text(field);
        else if (key == "message")
            message = cursor::text(field);
        pod.hasStatus = true;
    });
    suggest(Rank::Pod, reason, message, {}, 0, "/reason");
}

void PodStatusDecoder::conditions(Source &value, Pod &pod)
{
    std::size_t index = 0;
    eachItem(value, *m_failure, [&](Source &item) {
        std::string_view type, status, reason, message;
        eachMember(item, *m_failure, [&](std::string_view key, Source &field) {
            if (key == "type")
                type = cursor::text(field);
            else if (key == "status")
                status = cursor::text(field);
            else if (key == "reason")
                reason = cursor::text(field);
            else if (key == "message")
                message = cursor::text(field);
        });
        if (type == "Ready") {
            pod.isReady = status == "True";
            pod.readyCondition = static_cast<std::uint8_t>(std::min<std::size_t>(index, 255));
            suggest(Rank::Ready, reason, message, "conditions", index, "/reason");
        } else if (type == "PodScheduled" && status == "False") {
            suggest(Rank::Unschedulable, reason, message, "conditions", index, "/reason");
        }
        ++index;
    });
}

void PodStatusDecoder::containerStatuses(Source &value, bool isInit, Pod &pod)
{
    std::size_t index = 0;
    eachItem(value, *m_failure, [&](Source &item) {
        InitStatus status;
        eachMember(item, *m_failure, [&](std::string_view key, Source &field) {
            if (key == "name")
                status.name = isInit ? cursor::text(field) : std::string_view();
            else if (key == "ready")
                status.isReady = cursor::boolean(field);
            else if (key == "restartCount")
                status.restarts = count(cursor::integer(field));
            else if (key == "state")
                containerState(field, isInit, index);
        });
        if (isInit) {
            m_inits.push_back(status);
        } else {
            pod.restarts += status.restarts;
            pod.containersReady = static_cast<std::uint16_t>(pod.containersReady + status.isReady);
        }
        ++index;
    });
}

void PodStatusDecoder::containerState(Source &value, bool isInit, std::size_t index)
{
    const std::string_view list = isInit ? "initContainerStatuses" : "containerStatuses";
    const Rank rank = isInit ? Rank::Init : Rank::Container;
    eachMember(value, *m_failure, [&](std::string_view state, Source &details) {
        const bool isWaiting = state == "waiting";
        if (!isWaiting && state != "terminated")
            return;
        std::string_view reason, message;
        std::int64_t exitCode = 0;
        eachMember(details, *m_failure, [&](std::string_view key, Source &field) {
            if (key == "reason")
                reason = cursor::text(field);
            else if (key == "message")
                message = cursor::text(field);
            else if (key == "exitCode")
                exitCode = cursor::integer(field);
        });
        const bool isOnItsWay = reason == "ContainerCreating" || reason == "PodInitializing";
        if (isWaiting)
            suggest(isOnItsWay ? Rank::Creating : rank, reason, message, list, index, "/state/waiting/reason");
        else if (exitCode != 0)
            suggest(rank, reason, message, list, index, "/state/terminated/reason");
    });
}

void PodStatusDecoder::addresses(Source &value, Pod &pod)
{
    std::size_t index = 0;
    eachItem(value, *m_failure, [&](Source &item) {
        eachMember(item, *m_failure, [&](std::string_view key, Source &field) {
            if (key != "ip")
                return;
            if (index == 0 && pod.ip.empty())
                pod.ip = cursor::text(field);
            else if (index == 1)
                m_secondIp = cursor::text(field);
        });
        ++index;
    });
}

void PodStatusDecoder::finish(Pod &pod, std::span<const Container> containers, Pools &pools, TextArena &own)
{
    for (const InitStatus &status : m_inits) {
        const auto spec = std::ranges::find(containers, status.name, &Container::name);
        if (spec == containers.end() || !spec->isSidecar)
            continue;
        pod.restarts += status.restarts;
        pod.containersReady = static_cast<std::uint16_t>(pod.containersReady + status.isReady);
    }
    pod.secondIp = own.addRef(m_secondIp);
    if (pod.isReady || m_rank == Rank::None)
        return;
    std::string path = "/status";
    if (!m_list.empty())
        path.append("/").append(m_list).append("/").append(std::to_string(m_index));
    pod.reason = pools.text(m_reason);
    pod.message = own.addRef(m_message);
    pod.reasonPath = pools.ref(path.append(m_rest));
}

}  // namespace portolan
