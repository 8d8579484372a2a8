// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "kube/decode/cursor.h"
#include "kube/pod.h"
#include "kube/pools.h"

namespace portolan {

/** Reads a pod's status, and finds out why the pod is not ready.
 *
 *  Of several reasons the one that says most wins: the pod's own (Evicted), a container that waits or ended
 *  (CrashLoopBackOff), an init container, the scheduler (Unschedulable), a container that is being created, and the
 *  condition Ready at last. */
class PodStatusDecoder {
public:
    void reset();
    void decode(cursor::ondemand::value &value, Pod &pod, cursor::Failure &failure);

    /** Writes what needs the spec as well, and what the pod keeps for itself into `own`; `containers` are
     * those of the spec. */
    void finish(Pod &pod, std::span<const Container> containers, Pools &pools, TextArena &own);

private:
    using Source = cursor::ondemand::value;
    enum class Rank { None, Ready, Creating, Unschedulable, Init, Container, Pod };
    struct InitStatus {
        std::string_view name;
        std::uint32_t restarts = 0;
        bool isReady = false;
    };

    void conditions(Source &value, Pod &pod);
    void containerStatuses(Source &value, bool isInit, Pod &pod);
    void containerState(Source &value, bool isInit, std::size_t index);
    void addresses(Source &value, Pod &pod);
    void suggest(Rank rank, std::string_view reason, std::string_view message, std::string_view list, std::size_t index,
                 std::string_view rest);

    cursor::Failure *m_failure = nullptr;
    Rank m_rank = Rank::None;
    std::string_view m_reason, m_message, m_list, m_rest;
    std::string_view m_secondIp;
    std::size_t m_index = 0;
    std::vector<InitStatus> m_inits;
};

}  // namespace portolan
