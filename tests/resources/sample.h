// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QDir>
#include <QFile>
#include <QHostAddress>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QtTest>
#include <algorithm>
#include <string>
#include <vector>

#include "kube/read.h"

namespace portolan::samples {

inline QString text(std::string_view view)
{
    return QString::fromUtf8(view.data(), static_cast<qsizetype>(view.size()));
}

/** A row of global data for each sample in the folder, so that none is left out. */
inline void addRows()
{
    QTest::addColumn<QString>("name");
    const QDir folder(QStringLiteral(PORTOLAN_SOURCE_DIR "/resources/samples"));
    for (const QFileInfo &file : folder.entryInfoList({u"*.json"_qs}, QDir::Files, QDir::Name))
        QTest::newRow(qPrintable(file.baseName())) << file.baseName();
}

inline QByteArray bytesOf(const QString &name)
{
    QFile file(QStringLiteral(PORTOLAN_SOURCE_DIR "/resources/samples/%1.json").arg(name));
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

inline ReadOutcome read(const QString &name)
{
    const QByteArray bytes = bytesOf(name);
    return readBytes({bytes.data(), static_cast<std::size_t>(bytes.size())}, name.toStdString());
}

/** `range` is 10.0.0.0/8 or 10.0.0.1-10.0.0.9. */
inline bool isInside(std::string_view address, std::string_view range)
{
    const std::size_t dash = range.find('-');
    const QHostAddress own(text(address));
    if (dash == std::string_view::npos)
        return own.isInSubnet(QHostAddress::parseSubnet(text(range)));
    const QHostAddress first(text(range.substr(0, dash))), last(text(range.substr(dash + 1)));
    return first.toIPv4Address() <= own.toIPv4Address() && own.toIPv4Address() <= last.toIPv4Address();
}

inline bool matches(const Pod &pod, const Value &selector)
{
    return std::ranges::all_of(selector.members(), [&](const Member &wanted) {
        return valueOf(*pod.labels, wanted.key) == wanted.value.text();
    });
}

/** All kept objects but pods. */
inline std::vector<const Object *> objectsOf(const ClusterSnapshot &snapshot)
{
    std::vector<const Object *> all;
    for (const ObjectTable &table : snapshot.objects) {
        for (const ObjectPtr &object : table)
            all.push_back(object.get());
    }
    return all;
}

inline std::string nameOf(const Object &object)
{
    return reference(object.kind, object.space, object.name);
}

inline bool hasEnded(const Pod &pod)
{
    return pod.phase == PodPhase::Succeeded || pod.phase == PodPhase::Failed;
}

/** Whether some k3s server was started with this argument. */
inline bool hasFlag(const ClusterSnapshot &snapshot, std::string_view flag)
{
    const ObjectTable &nodes = snapshot.of(Kind::Node);
    return std::any_of(nodes.begin(), nodes.end(), [&](const ObjectPtr &node) {
        return node->annotation("k3s.io/node-args").find(flag) != std::string_view::npos;
    });
}

}  // namespace portolan::samples
