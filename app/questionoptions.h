// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>

#include "request.h"

class QCommandLineParser;

namespace portolan {

/** The options of the commands that answer questions. */
void addQuestionOptions(QCommandLineParser &parser);

/** Reads them; an error says which one can't be understood, or what does not go together. */
[[nodiscard]] std::optional<Error> readQuestionOptions(const QCommandLineParser &parser, Request &request);

[[nodiscard]] Error usage(const QString &what);
[[nodiscard]] std::optional<Error> notOneOf(const QString &option, const QString &value, const QStringList &allowed);

}  // namespace portolan
