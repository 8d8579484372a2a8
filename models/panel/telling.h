// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "knowledge/knowledge.h"
#include "panel/clustervalues.h"
#include "panel/rolepanel.h"

namespace portolan::panel {

/** Says what is known with the values of one cluster, and keeps where it stands. */
class Telling {
public:
    Telling(const TopologyGraph &graph, Depth depth, const Knowledge &knowledge);

    /** Of the component that the next sentences are about; null: of one that this cluster does not have. */
    void about(const Component *component);
    /** Of a role that this component fills; null: that nothing fills. */
    void aboutRole(const Component *filling);

    /** The sentences that are true here, with values in backticks; never one with a placeholder. */
    std::vector<std::string> say(const std::vector<KnownSentence> &sentences);
    std::vector<std::string> say(const KnownText &text);
    /** Whether conditions hold. */
    bool holds(const std::vector<KnownCondition> &conditions) const;
    /** Of a port: the setting's value, or what stands for it. */
    std::string portOf(const KnownPort &port) const;

    const std::vector<KnownLink> &sources() const { return m_sources; }
    void cite(const std::vector<std::string> &keys);

private:
    std::string_view valueOf(std::string_view name) const;
    std::string filled(const KnownSentence &sentence) const;

    const Knowledge &m_knowledge;
    Depth m_depth;
    Values m_cluster;
    Values m_component;
    std::vector<KnownLink> m_sources;
};

}  // namespace portolan::panel
