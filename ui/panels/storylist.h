// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QListWidget>
#include <vector>

#include "render/theme.h"

namespace portolan {

/** One row of a list that is read from top to bottom. */
struct StoryRow {
    QString title;
    QString code;  ///< in the face for code; may be empty
    QString text;
    QString note;            ///< quieter, below; may be empty
    Role mark = Role::Ink3;  ///< the bar at its left
};

/** Rows of a few lines each, as high as they need to be. The arrow keys go from one to the next; Enter or a double
 * click opens one. What is in the rows is plain text. */
class StoryList : public QListWidget {
    Q_OBJECT

public:
    explicit StoryList(QWidget *parent = nullptr);

    void setTheme(const Theme &theme);
    void setRows(const std::vector<StoryRow> &rows);
    /** The rows as one reads them, a blank line between two. */
    QString text() const;

protected:
    void resizeEvent(QResizeEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;

private:
    class Delegate;
    Delegate *m_delegate;
    std::vector<StoryRow> m_rows;
};

}  // namespace portolan
