// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "explain/explanation.h"
#include "knowledge/knowledge.h"
#include "topology/graph.h"

namespace portolan {

/** For whom a panel is written. */
enum class Depth : std::uint8_t { Learner, Engineer };

/** Who fills a role, or left something behind. */
struct PanelFill {
    std::string name;        ///< as detect has it
    std::string title;       ///< "Flannel"
    std::string summary;     ///< one sentence; empty if nothing is known of it
    std::string confidence;  ///< in words: "Follows from several signs"
    std::string version;     ///< empty: not known
    State state = State::Unknown;
    bool isDefault = false;
    bool isLeftover = false;  ///< it does not run
    bool isSupposed = false;
    std::vector<ExplainedFact> facts;
    std::vector<ExplainedEvidence> evidence;  ///< the first of it: every node of a large cluster may give some
    std::size_t furtherEvidence = 0;          ///< how many pieces are not in `evidence`
    std::string remark;
};

/** Sentences about one component. */
struct PanelSection {
    std::string name;
    std::string title;
    std::vector<std::string> sentences;
};

struct PanelRow {
    std::string name;
    std::string title;
    std::vector<std::string> cells;  ///< one for each column
    bool isHere = false;             ///< what this cluster has
};
struct PanelTable {
    std::vector<std::string> columns;  ///< without the one of the titles
    std::vector<PanelRow> rows;
};

/** How to come to a component, and back. */
struct PanelSwap {
    std::string name;
    std::string title;
    std::vector<std::string> flags;
    std::vector<std::string> steps;
    std::vector<std::string> breaks;
    std::vector<std::string> back;
    bool isHere = false;
};

struct PanelPort {
    std::string component;  ///< title
    std::string protocol;   ///< "UDP"; "IP protocol 4"
    std::string port;       ///< "8472"; empty for ICMP and IP protocols
    std::string from, to;   ///< in words: "all nodes"
    std::string why;
    bool isRequired = true;
};

struct PanelHandover {
    std::string role;   ///< as detect has it
    std::string title;  ///< "Service proxy"
    std::string text;
};

/** What a panel about a role of the cluster's network says, as plain text values; code stands between backticks. */
struct RolePanel {
    std::string role;
    std::string title;
    std::string question;
    std::vector<std::string> what;
    std::vector<std::string> k3s;
    std::vector<PanelFill> fills;      ///< as detect has them, leftovers last
    std::vector<std::string> unknown;  ///< why nothing, or not everything, can be said
    std::vector<PanelSection> how;     ///< of what fills the role
    std::vector<PanelSection> limits;  ///< likewise
    PanelTable comparison;
    std::vector<PanelSection> choose;  ///< when to choose it, of each alternative
    std::vector<PanelSwap> swaps;      ///< of each alternative
    std::vector<PanelPort> ports;      ///< of what fills the role; of all components for the topic "ports"
    std::vector<PanelHandover> handsTo;
    std::vector<KnownLink> links;    ///< documentation of the role and what fills it
    std::vector<KnownLink> sources;  ///< of all sentences, in their order
};

/** `topic`: a role as detect names it, or "ports". Errors: none; of a topic that nothing is known of, only what the
 *  cluster shows is told. Cost: linear in nodes and Services. */
[[nodiscard]] RolePanel rolePanel(const TopologyGraph &graph, std::string_view topic, Depth depth,
                                  const Knowledge &knowledge);
[[nodiscard]] RolePanel rolePanel(const TopologyGraph &graph, NetworkRole role, Depth depth,
                                  const Knowledge &knowledge);

/** "Follows from several signs". */
[[nodiscard]] std::string_view wordsFor(Confidence confidence);

}  // namespace portolan
