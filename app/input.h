// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>
#include <QStringList>

#include "base/result.h"
#include "kube/read.h"

namespace portolan {

/** The embedded clusters, by the names that --sample takes, from the plainest to the one that is broken. */
[[nodiscard]] QStringList sampleNames();
/** Errors: Usage, if there is no such sample. */
[[nodiscard]] Result<ReadOutcome> readSample(const QString &name);

/** Identifies a cluster over restarts, for what is remembered of it: the UID of the namespace kube-system where the
 * input has it, which is what people use as a cluster's identity; else where the input came from. */
[[nodiscard]] QString identityOf(const ClusterSnapshot &snapshot, const QString &source);

}  // namespace portolan
