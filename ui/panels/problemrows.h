// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QAbstractListModel>
#include <vector>

#include "kube/read.h"

namespace portolan {

/** Everything that is missing from a picture: where, and what. The worst first. */
class ProblemRows : public QAbstractListModel {
    Q_OBJECT

public:
    enum Role { WhereRole = Qt::UserRole, SeverityRole };

    using QAbstractListModel::QAbstractListModel;

    void setRows(const std::vector<Problem> &problems, const std::vector<Skipped> &skipped,
                 const std::vector<Gap> &gaps);

    int rowCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role) const override;

private:
    std::vector<Problem> m_rows;  ///< `message` is what to show
};

}  // namespace portolan
