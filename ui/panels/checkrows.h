// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QAbstractListModel>
#include <vector>

namespace portolan {

/** One thing to tick. */
struct CheckRow {
    QString key;
    QString text;
    std::size_t count = 0;
    bool isChecked = true;
    bool isAbsent = false;  ///< in the filter, but not in what is shown
};

/** Things to tick, of which a search shows some. */
class CheckRows : public QAbstractListModel {
    Q_OBJECT

public:
    enum Role { CountRole = Qt::UserRole, AbsentRole, KeyRole };

    using QAbstractListModel::QAbstractListModel;

    void setRows(std::vector<CheckRow> rows);
    const std::vector<CheckRow> &rows() const { return m_rows; }
    /** Shows those in whose text this occurs; empty: all. */
    void search(const QString &text);
    /** Ticks all that are shown, or none of them. */
    void checkShown(bool isChecked);
    /** Ticks this one, and no other whether it is shown or not. */
    void checkOnly(const QModelIndex &index);

    int rowCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role) const override;
    bool setData(const QModelIndex &index, const QVariant &value, int role) override;
    Qt::ItemFlags flags(const QModelIndex &index) const override;

Q_SIGNALS:
    void checked();  ///< somebody ticked or unticked something

private:
    void findShown();
    void announce();

    std::vector<CheckRow> m_rows;
    std::vector<std::size_t> m_shown;
    QString m_searched;
};

}  // namespace portolan
