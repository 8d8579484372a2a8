// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>
#include <vector>

#include "kube/read.h"
#include "layout/layout.h"
#include "panels/sampleoffer.h"
#include "topology/changes.h"

namespace portolan {

/** Everything that the window shows of one cluster, whole. */
struct ChartView {
    QString title;   ///< what to call the cluster
    QString origin;  ///< where it came from, in a few words: "sample", a path
    GraphPtr graph;  ///< never null; it holds the snapshot
    LayoutPtr layout;
    LayoutWish wish;       ///< what `layout` fulfils
    GraphChanges changes;  ///< what came, went or changed since the view before of a live cluster
    std::vector<Problem> problems;
    std::vector<Skipped> skipped;
};

/** What is remembered of the window from one start to the next. */
struct WindowMemory {
    QString theme = QStringLiteral("system");  ///< "system", "light", "dark", "high-contrast"
    QStringList recent;
    QByteArray geometry;
    bool isLearner = false;  ///< roles are told in plain words, and a cluster opens with them
};

}  // namespace portolan
