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
    void container(Source &value, bool isInit);
    void ports(Source &value);
    void arguments(Source &value);
    const Pairs *pairs(Source &value, bool onlyOfNetwork);
    void connectContainers();
    void finish(Batch &into);

    /** Where the lists of a container end in m_ports and m_args, which may still move. */
    struct Ends {
        std::size_t ports = 0;
        std::size_t args = 0;
    };

    Pod m_pod;
    cursor::Failure *m_failure = nullptr;
    Pools *m_pools = nullptr;
    PodStatusDecoder m_status;
    std::string_view m_hostname;
    std::vector<Pairs::value_type> m_pairs;
    std::vector<Container> m_containers;  ///< in the order of the text
    std::vector<Ends> m_ends;
    std::vector<ContainerPort> m_ports;
    std::vector<std::string_view> m_args;
    PodTemplate m_template;
};

}  // namespace portolan
