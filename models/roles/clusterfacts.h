// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <vector>

#include "kube/objectref.h"

namespace portolan {

/** A value that holds for the whole cluster, and where it stands. */
struct ClusterFact {
    std::string value;       ///< empty: not known
    bool isAssumed = false;  ///< the documented default, which nothing contradicts
    ObjectRef object;        ///< null where it is assumed
    std::string path;
};

/** Ranges and names of a cluster. Several values are joined by commas, as flags have them. */
struct ClusterFacts {
    ClusterFact podCidr;
    ClusterFact serviceCidr;
    ClusterFact dnsAddress;
    ClusterFact domain;
    ClusterFact nodePorts;  ///< "30000-32767"
};

}  // namespace portolan
