// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <memory>
#include <vector>

#include "request.h"

namespace portolan {

class ClusterWindow;

/** The program with windows: each has a cluster of its own. */
class Composition {
public:
    explicit Composition(const Request &request);
    ~Composition();

    void show();

private:
    ClusterWindow *addWindow();

    Request m_request;
    std::vector<std::unique_ptr<ClusterWindow>> m_windows;
};

}  // namespace portolan
