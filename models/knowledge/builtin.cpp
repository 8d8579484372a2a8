// SPDX-License-Identifier: GPL-3.0-or-later
#include <QDirIterator>
#include <QFile>

#include "knowledge/knowledge.h"

namespace portolan {

Result<Knowledge> builtInKnowledge()
{
    std::vector<KnowledgeFile> files;
    QDirIterator entries(QStringLiteral(":/components"), {QStringLiteral("*.yaml")}, QDir::Files,
                         QDirIterator::Subdirectories);
    while (entries.hasNext()) {
        QFile file(entries.next());
        if (file.open(QIODevice::ReadOnly))
            files.push_back({file.fileName().mid(2).toStdString(), file.readAll().toStdString()});
    }
    return readKnowledge(files);
}

}  // namespace portolan
