// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>
#include <vector>

namespace portolan {

/** How the connection to a live cluster is, in words. */
struct LinkView {
    enum class Kind { None, Busy, Live, Stale, GaveUp };
    Kind kind = Kind::None;
    QString line;             ///< for the status line: "live", "reading pods · 12,000 objects"
    QString sentence;         ///< what happened and what to do; empty if there is nothing to do
    bool isInsecure = false;  ///< the server's certificate is not verified
};

/** A cluster that can be connected to: a context of the kubeconfig. */
struct ClusterOffer {
    QString context;
    bool isCurrent = false;
};

}  // namespace portolan
