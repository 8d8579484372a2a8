// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string_view>
#include <vector>

#include "kube/batch.h"
#include "kube/decode/cursor.h"
#include "kube/decode/podstatus.h"

namespace portolan {

/** Reads pods into records, each field where it stands in the text; what is not looked at is not parsed. */
class PodDecoder {
public:
    /** The pod; its own texts live in `into.podTexts`, the others in `into.pools`. */
    Pod decode(cursor::ondemand::object &object, const Origin &origin, Batch &into, cursor::Failure &failure);

private:
    using Source = cursor::ondemand::value;
    void metadata(Source &value);
    void owner(Source &value);
    void spec(Source &value);
    void containers(Source &value, bool isInit);
    void container(Source &value, Container &into);
    void ports(Source &value, std::vector<ContainerPort> &into);
    void arguments(Source &value, std::vector<std::string_view> &into);
    const Pairs *pairs(Source &value, bool onlyOfNetwork);
    Container &nextContainer();
    void finish(Batch &into);

    Pod m_pod;
    cursor::Failure *m_failure = nullptr;
    Pools *m_pools = nullptr;
    PodStatusDecoder m_status;
    std::vector<Pairs::value_type> m_pairs;
    std::vector<Container> m_containers;  ///< those in use first; the others keep their memory for the next pod
    std::size_t m_containerCount = 0;
    std::size_t m_initCount = 0;
    PodTemplateView m_template;
};

}  // namespace portolan
