// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <deque>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "topology/graph.h"

namespace portolan::test {

/** Makes a graph by hand, without objects behind it. Ids are given in full; edges name them. */
class GraphMaker {
public:
    using Labels = std::vector<std::pair<std::string, std::string>>;

    GraphMaker &add(VertexType type, const std::string &id, const std::string &space = {}, State state = State::Fine);
    /** A pod of `workload` (an id; empty: a bare pod) on `node` (a name; empty: not scheduled). */
    GraphMaker &pod(const std::string &space, const std::string &name, const std::string &workload,
                    const std::string &node, State state = State::Fine);
    GraphMaker &node(const std::string &name, const Labels &labels = {});
    GraphMaker &join(EdgeType type, const std::string &from, const std::string &to);
    GraphPtr build() const;

private:
    struct Planned {
        VertexType type;
        std::string space, parent;
        State state;
        Labels labels;
    };
    struct Joined {
        EdgeType type;
        std::string from, to;
    };
    std::map<std::string, Planned> m_vertices;
    std::vector<Joined> m_edges;
};

/** The cluster of the mock-up: a shop with routes, and kube-system. */
GraphMaker shop();

/** A cluster of the shape of the generated ones: so many nodes, pods, Services, namespaces. */
struct Size {
    int nodes, pods, services, namespaces;
};
GraphMaker cluster(const Size &size, unsigned seed);

/** A small graph in which anything may be connected with anything. */
GraphMaker tangle(unsigned seed);

}  // namespace portolan::test
