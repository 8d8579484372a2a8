// SPDX-License-Identifier: GPL-3.0-or-later
#include "panels/storylist.h"

#include <QApplication>
#include <QClipboard>
#include <QKeyEvent>
#include <QStyledItemDelegate>

#include "panels/look.h"
#include "render/fonts.h"

namespace portolan {

namespace {

constexpr int side = 16, gap = 3, over = 9;

QString saidOf(const StoryRow &row)
{
    QStringList lines;
    for (const QString &line : {row.title, row.code, row.text, row.note}) {
        if (!line.isEmpty())
            lines << line;
    }
    return lines.join(u'\n');
}

}  // namespace

class StoryList::Delegate : public QStyledItemDelegate {
public:
    explicit Delegate(StoryList &list) : QStyledItemDelegate(&list), m_list(list) {}

    Theme theme;

    QSize sizeHint(const QStyleOptionViewItem &, const QModelIndex &index) const override
    {
        const int width = m_list.viewport()->width();
        int height = 2 * over - gap;
        each(rowAt(index), width,
             [&](const QString &, const QFont &, Role, int lineHeight) { height += lineHeight + gap; });
        return {width, height};
    }

    void paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const override
    {
        const StoryRow &row = rowAt(index);
        const bool isCurrent = option.state & QStyle::State_Selected;
        painter->save();
        painter->fillRect(option.rect, isCurrent ? theme.colour(Role::AccentSoft) : theme.colour(Role::Panel));
        painter->fillRect(QRect(option.rect.left(), option.rect.top(), 3, option.rect.height()),
                          theme.colour(row.mark));
        painter->fillRect(QRect(option.rect.left(), option.rect.bottom(), option.rect.width(), 1),
                          theme.colour(Role::Line));
        int top = option.rect.top() + over;
        each(row, option.rect.width(), [&](const QString &text, const QFont &font, Role role, int height) {
            painter->setFont(font);
            painter->setPen(theme.colour(role));
            painter->drawText(QRect(option.rect.left() + side, top, option.rect.width() - 2 * side, height), flags,
                              text);
            top += height + gap;
        });
        painter->restore();
    }

private:
    static constexpr int flags = Qt::TextWordWrap | Qt::AlignLeft | Qt::AlignTop;

    const StoryRow &rowAt(const QModelIndex &index) const
    {
        return m_list.m_rows[static_cast<std::size_t>(index.row())];
    }

    template <class Visit>
    void each(const StoryRow &row, int width, Visit visit) const
    {
        const auto line = [&](const QString &text, const QFont &font, Role role) {
            if (text.isEmpty())
                return;
            const QRect room =
                QFontMetrics(font).boundingRect(QRect(0, 0, std::max(width - 2 * side, 40), 4000), flags, text);
            visit(text, font, role, room.height());
        };
        line(row.title, fontOf(Font::Name, 12), Role::Ink);
        line(row.code, fontOf(Font::Mono, 11), Role::Ink2);
        line(row.text, fontOf(Font::Fact, 12), Role::Ink);
        line(row.note, fontOf(Font::Fact, 12), Role::Ink2);
    }

    StoryList &m_list;
};

StoryList::StoryList(QWidget *parent) : QListWidget(parent), m_delegate(new Delegate(*this))
{
    setItemDelegate(m_delegate);
    setFrameShape(QFrame::NoFrame);
    setVerticalScrollMode(ScrollPerPixel);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setUniformItemSizes(false);
    setTabKeyNavigation(false);
}

void StoryList::setTheme(const Theme &theme)
{
    m_delegate->theme = theme;
    viewport()->update();
}

void StoryList::setRows(const std::vector<StoryRow> &rows)
{
    const QSignalBlocker quiet(this);
    clear();
    m_rows = rows;
    for (const StoryRow &row : m_rows) {
        auto *item = new QListWidgetItem(row.title, this);
        item->setData(Qt::AccessibleTextRole, saidOf(row));
    }
}

QString StoryList::text() const
{
    QStringList all;
    for (const StoryRow &row : m_rows)
        all << saidOf(row);
    return all.join(u"\n\n"_qs);
}

/** Lines break elsewhere in another width. */
void StoryList::resizeEvent(QResizeEvent *event)
{
    QListWidget::resizeEvent(event);
    scheduleDelayedItemsLayout();
}

void StoryList::keyPressEvent(QKeyEvent *event)
{
    if (event->matches(QKeySequence::Copy)) {
        const int row = currentRow();
        QApplication::clipboard()->setText(row < 0 ? text() : saidOf(m_rows[static_cast<std::size_t>(row)]));
        return;
    }
    QListWidget::keyPressEvent(event);
}

}  // namespace portolan
