// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

#include "explain/explanation.h"
#include "layout/layout.h"

namespace portolan {

/** UTF-8 of ours as Qt has it. */
[[nodiscard]] inline QString toQt(std::string_view text)
{
    return QString::fromUtf8(text.data(), static_cast<qsizetype>(text.size()));
}

/** An item of the chart in one line: "service api in shop, 10.43.7.31:8080, warning: 2 of 3 ready". */
[[nodiscard]] QString describeItem(const Layout &layout, ItemIndex item);

/** What the inspector shows of a namespace or a group of nodes: how much is in it and what is wrong there. */
[[nodiscard]] Explanation explainContainer(const Layout &layout, ItemIndex item);

}  // namespace portolan
