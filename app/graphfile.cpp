// SPDX-License-Identifier: GPL-3.0-or-later
#include "graphfile.h"

#include <QFileInfo>
#include <QSaveFile>
#include <array>

#include "topology/formats.h"

namespace portolan {

namespace {

struct GraphEnding {
    const char *ending;
    const char *format;
};
constexpr std::array endings{GraphEnding{"json", "json"},   GraphEnding{"dot", "dot"},
                             GraphEnding{"gv", "dot"},      GraphEnding{"graphml", "graphml"},
                             GraphEnding{"mmd", "mermaid"}, GraphEnding{"drawio", "drawio"}};

}  // namespace

std::string graphAs(const QString &format, const TopologyGraph &graph, const std::vector<Problem> &problems)
{
    if (format == u"dot")
        return toDot(graph);
    if (format == u"graphml")
        return toGraphml(graph);
    if (format == u"mermaid")
        return toMermaid(graph);
    if (format == u"drawio")
        return toDrawio(graph);
    return toJson(graph, problems);
}

QString graphFormatOf(const QString &path)
{
    const QString suffix = QFileInfo(path).suffix().toLower();
    for (const GraphEnding &known : endings) {
        if (suffix == QLatin1String(known.ending))
            return QLatin1String(known.format);
    }
    return {};
}

Result<bool> writeFile(const QString &path, std::string_view bytes)
{
    QSaveFile file(path);
    const auto size = static_cast<qint64>(bytes.size());
    if (file.open(QIODevice::WriteOnly) && file.write(bytes.data(), size) == size && file.commit())
        return true;
    return Error{Error::Kind::Io, "could not be written: " + file.errorString().toStdString(), path.toStdString()};
}

}  // namespace portolan
