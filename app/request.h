// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QSize>
#include <QString>
#include <QStringList>

#include "base/result.h"

namespace portolan {

/** What the command line asks for (contracts, section 1). */
struct Request {
    enum class Command { Window, Inventory, Topology, Export, Snapshot, Help, Version };
    Command command = Command::Window;
    QStringList paths;  ///< files, folders, or "-"
    QString sample;
    QString output;  ///< -o: a format, or for export and snapshot a file
    QString lens = QStringLiteral("traffic");
    QString theme = QStringLiteral("light");
    bool isThemeGiven = false;  ///< else a window takes what is remembered
    QString rollUp = QStringLiteral("auto");
    double scale = 1;
    QSize size;  ///< --size; invalid: as large as the chart
    bool hasLegend = true;
    bool hasTitle = true;
    bool anonymize = false;
    QString help;  ///< what --help prints
};

/** Never starts or reads anything. Errors: Usage, in words that name the option. */
[[nodiscard]] Result<Request> parseArguments(const QStringList &arguments);

}  // namespace portolan
