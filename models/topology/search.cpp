// SPDX-License-Identifier: GPL-3.0-or-later
#include "topology/search.h"

#include <algorithm>

namespace portolan {

namespace {

char lower(char c)
{
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}

bool equal(char a, char b)
{
    return lower(a) == lower(b);
}

bool contains(std::string_view in, std::string_view text)
{
    return !std::ranges::search(in, text, equal).empty();
}

bool beginsWith(std::string_view in, std::string_view text)
{
    return in.size() >= text.size() && std::ranges::equal(in.substr(0, text.size()), text, equal);
}

}  // namespace

std::vector<VertexIndex> search(const TopologyGraph &graph, std::string_view text)
{
    std::vector<VertexIndex> first, rest;
    if (text.empty())
        return first;
    for (VertexIndex v = 0; v < graph.vertices.size(); ++v) {
        const Vertex &vertex = graph.vertices[v];
        if (beginsWith(vertex.name, text))
            first.push_back(v);
        else if (contains(vertex.id, text) || contains(vertex.name, text) || contains(vertex.detail, text) ||
                 contains(vertex.reason, text))
            rest.push_back(v);
    }
    first.insert(first.end(), rest.begin(), rest.end());
    return first;
}

}  // namespace portolan
