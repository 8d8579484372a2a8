// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>
#include <memory>
#include <vector>

#include "kube/read.h"
#include "render/theme.h"

namespace portolan {

/** What is missing from the picture, in one quiet line that opens to a list. Hidden if nothing is missing. */
class ProblemsBar : public QWidget {
    Q_OBJECT

public:
    explicit ProblemsBar(QWidget *parent = nullptr);
    ~ProblemsBar() override;

    void setTheme(const Theme &theme);

    using QWidget::show;
    void show(const std::vector<Problem> &problems, const std::vector<Skipped> &skipped, const std::vector<Gap> &gaps);

Q_SIGNALS:
    /** The role that would open what is not permitted is to be copied. */
    void roleWanted();

private:
    struct Parts;
    std::unique_ptr<Parts> m;
};

}  // namespace portolan
