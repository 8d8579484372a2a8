// SPDX-License-Identifier: GPL-3.0-or-later
#include "window/wording.h"

#include <QStringList>

#include "scene/signs.h"

namespace portolan {

namespace {

bool isWithin(const Layout &layout, ItemIndex item, ItemIndex container)
{
    while (item != none && item != container)
        item = layout.items[item].parent;
    return item == container;
}

std::vector<VertexIndex> membersOf(const Layout &layout, ItemIndex container)
{
    std::vector<VertexIndex> members;
    for (VertexIndex v = 0; v < layout.itemOfVertex.size(); ++v) {
        if (layout.itemOfVertex[v] != none && isWithin(layout, layout.itemOfVertex[v], container))
            members.push_back(v);
    }
    return members;
}

QString stateText(const Vertex &vertex)
{
    const QString state = toQt(name(vertex.state));
    return vertex.reason.empty() ? state : state + u": "_qs + toQt(vertex.reason);
}

QString describeVertex(const Vertex &vertex)
{
    QStringList parts;
    QString what = toQt(wordFor(vertex.type)) + u' ' + toQt(vertex.name);
    if (!vertex.space.empty())
        what += u" in "_qs + toQt(vertex.space);
    parts << what;
    if (!vertex.detail.empty())
        parts << toQt(vertex.detail);
    parts << (vertex.isPlanned ? u"planned"_qs : stateText(vertex));
    return parts.join(u", "_qs);
}

/** "container network · default: Flannel, vxlan, VNI 1". */
QString describeTopic(const OverviewTopic &topic)
{
    QString text = QString::fromStdString(topic.what) + u": "_qs + QString::fromStdString(topic.title);
    if (!topic.fact.empty())
        text += u", "_qs + QString::fromStdString(topic.fact);
    return text + u", "_qs + toQt(name(topic.state));
}

}  // namespace

QString describeItem(const Layout &layout, ItemIndex index)
{
    const LayoutItem &item = layout.items[index];
    QString text;
    if (const Vertex *vertex = vertexOf(layout, item))
        text = describeVertex(*vertex);
    else if (const OverviewTopic *topic = topicOf(layout, item))
        text = describeTopic(*topic);
    else
        text = (item.kind == ItemKind::Namespace   ? u"namespace "_qs
                : item.kind == ItemKind::Addresses ? u"addresses, "_qs
                                                   : u"group "_qs) +
               toQt(nameOf(layout, item)) + u", "_qs + toQt(name(item.state));
    if (const Tally *tally = tallyOf(layout, item); tally && item.kind != ItemKind::Card)
        text += u", "_qs + QString::fromStdString(countsOf(*tally, 5));
    if (const AccessEnd *end = accessEndOf(layout, item))
        text += u", "_qs + toQt(isolationText(*end));
    if (item.isRolledUp)
        text += u", closed"_qs;
    if (item.isPinned)
        text += u", placed by hand"_qs;
    return text;
}

Explanation explainContainer(const Layout &layout, ItemIndex index)
{
    const LayoutItem &item = layout.items[index];
    if (const OverviewTopic *topic = topicOf(layout, item))
        return explainGroup(*layout.graph, topic->title, topic->what, {});
    return explainGroup(*layout.graph, nameOf(layout, item),
                        item.kind == ItemKind::Namespace   ? "Namespace"
                        : item.kind == ItemKind::Addresses ? "Addresses outside of the pods"
                                                           : "Group of nodes",
                        membersOf(layout, index));
}

}  // namespace portolan
