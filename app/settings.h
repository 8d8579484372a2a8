// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QString>
#include <QStringList>
#include <map>
#include <string>

#include "kubeconfig/connection.h"
#include "layout/layout.h"

namespace portolan {

using Pins = std::map<std::string, PointF, std::less<>>;

/** What is remembered from one start to the next. Nothing of a cluster's contents but the names of what was pinned. */
struct AppSettings {
    QString theme = QStringLiteral("system");
    QStringList recent;  ///< files and folders, the last one first, at most 10
    QByteArray windowGeometry;
    bool isLearner = false;  ///< roles in plain words, and first
};

/** Reads and writes QSettings at the place that the desktop gives to programs (PORTOLAN_SETTINGS names a file instead).
 */
[[nodiscard]] AppSettings readSettings();
void writeSettings(const AppSettings &settings);

/** Where the user has put things, by cluster (see identityOf) and lens. */
[[nodiscard]] Pins readPins(const QString &cluster, Lens lens);
void writePins(const QString &cluster, Lens lens, const Pins &pins);

/** Whether the user has allowed this very command, with its arguments, environment and file, for good. */
[[nodiscard]] bool isPluginAllowed(const ExecPlugin &plugin);
void allowPlugin(const ExecPlugin &plugin);

/** `recent` with this input in front. */
[[nodiscard]] QStringList withRecent(QStringList recent, const QString &input);

}  // namespace portolan
