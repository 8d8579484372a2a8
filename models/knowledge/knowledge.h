// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <map>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace portolan {

/** What a setting must be for a sentence to be said; an empty value stands for one that is not known. */
struct KnownCondition {
    std::string setting;
    std::vector<std::string> values;
};

/** A sentence about a component or a role. {placeholders} stand for values of the cluster at hand. */
struct KnownSentence {
    std::string text;
    std::string without;               ///< said instead where a placeholder's value is not known; may be empty
    std::vector<KnownCondition> when;  ///< all must hold
    std::vector<std::string> sources;  ///< keys of Knowledge::sources
    bool isForEngineers = false;       ///< too deep for a learner
};

/** The same thing told twice: in plain words and exactly. */
struct KnownText {
    std::vector<KnownSentence> learner;
    std::vector<KnownSentence> engineer;
};

struct KnownLink {
    std::string title;
    std::string url;  ///< empty: it was measured and is published nowhere
};

/** How to come to a component on K3s, and back. */
struct KnownSwap {
    std::vector<std::string> flags;  ///< as on the command line of the servers
    std::vector<KnownSentence> steps;
    std::vector<KnownSentence> breaks;
    std::vector<KnownSentence> back;
};

/** What a component does in one role. */
struct KnownPart {
    std::string role;
    KnownText how;
    std::vector<KnownSentence> limits;
    std::map<std::string, std::string> compare;  ///< by comparisonOf(role)
    KnownSentence choose;
    KnownSwap swap;
};

/** Who must reach whom for a component to work. */
struct KnownPort {
    std::string protocol;  ///< TCP, UDP, SCTP, ICMP or "IP:4"
    std::string port;      ///< "8472", "2379-2380", "{setting:port}" or empty
    std::string without;   ///< the port where the setting is not known
    std::string from, to;  ///< nodes, servers, agents, clients, pods, routers, component, local
    std::vector<KnownCondition> when;
    bool isRequired = true;
    std::string why;
    std::vector<std::string> sources;
};

struct KnownComponent {
    std::string name;   ///< as detect names it
    std::string title;  ///< as people write it
    std::vector<std::string> defaultOf;
    KnownSentence summary;
    std::vector<KnownPart> roles;
    std::vector<KnownPort> ports;
    std::vector<KnownLink> links;

    const KnownPart *part(std::string_view role) const;
};

/** What a role hands to the next. */
struct KnownHandover {
    std::string role;
    std::string text;
};

/** A role of the cluster's network, or the topic "ports". */
struct KnownRole {
    std::string role;
    std::string title;
    std::string question;
    KnownText what;
    KnownText k3s;
    std::vector<KnownHandover> handsTo;
    std::vector<std::string> alternatives;  ///< components, in the order of the comparison
    std::vector<KnownLink> links;
};

/** What is known of the components of cluster networks, whatever cluster is open. */
struct Knowledge {
    std::map<std::string, KnownComponent, std::less<>> components;
    std::map<std::string, KnownRole, std::less<>> roles;
    std::map<std::string, KnownLink, std::less<>> sources;

    const KnownComponent *component(std::string_view name) const;
    const KnownRole *role(std::string_view name) const;
};

struct KnowledgeFile {
    std::string name;  ///< for messages; one that ends in "sources.yaml" holds the sources
    std::string text;
};

/** Reads component/1 and role/1 files and the sources (resources/components/README.md).
 *  Errors: Decode; the detail has a line for each mistake: file, line, what is wrong and what to do. */
[[nodiscard]] Result<Knowledge> readKnowledge(std::span<const KnowledgeFile> files);

/** The files that the program carries with it, of :/components. Cost: tens of milliseconds; read them when they
 *  are asked for, not at the start. */
[[nodiscard]] Result<Knowledge> builtInKnowledge();

/** The topics that have a file: the roles as detect names them, and "ports". */
[[nodiscard]] std::span<const std::string_view> knownTopics();

struct ComparisonColumn {
    std::string_view key;
    std::string_view title;
};
/** What components of a role are compared by; empty for "ports". */
[[nodiscard]] std::span<const ComparisonColumn> comparisonOf(std::string_view role);

}  // namespace portolan
