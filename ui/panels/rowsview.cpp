// SPDX-License-Identifier: GPL-3.0-or-later
#include "panels/rowsview.h"

#include <QClipboard>
#include <QContextMenuEvent>
#include <QGuiApplication>
#include <QHeaderView>
#include <QKeyEvent>
#include <QMenu>
#include <QScopedValueRollback>
#include <QStyledItemDelegate>
#include <algorithm>

#include "panels/look.h"
#include "render/fonts.h"
#include "scene/signs.h"

namespace portolan {

namespace {

constexpr int heightOfRow = 28;

/** Faces, and the sign before a state. */
class CellPainter : public QStyledItemDelegate {
public:
    CellPainter(const SortedRows &rows, QObject *parent) : QStyledItemDelegate(parent), m_rows(rows) {}

    Theme theme;

    void paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const override
    {
        const bool isSelected = option.state & QStyle::State_Selected;
        if (isSelected)
            painter->fillRect(option.rect, theme.colour(Role::AccentSoft));
        painter->setPen(theme.colour(Role::Soft));
        painter->drawLine(option.rect.bottomLeft(), option.rect.bottomRight());
        QRect text = option.rect.adjusted(10, 0, -8, 0);
        if (m_rows.rows().isStateColumn(index.column())) {
            const auto state = static_cast<State>(index.data(GraphRows::StateRole).toInt());
            paintIcon(*painter, iconOf(state), QRectF(text.left(), text.center().y() - 6.5, 14, 14),
                      theme.colour(roleOf(state)));
            text.setLeft(text.left() + 20);
        }
        const bool isMonospaced = m_rows.rows().isMonoColumn(index.column());
        painter->setFont(isMonospaced ? m_mono : m_plain);
        painter->setPen(theme.colour(Role::Ink));
        const QFontMetrics &metrics = isMonospaced ? m_monoMetrics : m_plainMetrics;
        const auto elide = m_rows.rows().isSentenceColumn(index.column()) ? Qt::ElideRight : Qt::ElideMiddle;
        painter->drawText(text, Qt::AlignLeft | Qt::AlignVCenter | Qt::TextSingleLine,
                          metrics.elidedText(index.data().toString(), elide, text.width()));
        if ((option.state & QStyle::State_HasFocus) && (option.state & QStyle::State_Active))
            paintFocus(*painter, QRectF(option.rect).adjusted(1, 1, -1, -2), 4, theme.colour(Role::Accent));
    }

private:
    const SortedRows &m_rows;
    const QFont m_plain = fontOf(Font::Fact, 12), m_mono = fontOf(Font::Mono);
    const QFontMetrics m_plainMetrics{m_plain}, m_monoMetrics{m_mono};
};

}  // namespace

RowsView::RowsView(SortedRows &rows, const std::vector<int> &widths, QWidget *parent) : QTableView(parent), m_rows(rows)
{
    setItemDelegate(new CellPainter(rows, this));
    setSelectionBehavior(QAbstractItemView::SelectRows);
    setSelectionMode(QAbstractItemView::ExtendedSelection);
    setEditTriggers(QAbstractItemView::NoEditTriggers);
    setShowGrid(false);
    setWordWrap(false);
    setTabKeyNavigation(false);
    setFrameShape(QFrame::NoFrame);
    setHorizontalScrollMode(QAbstractItemView::ScrollPerPixel);
    setSortingEnabled(false);
    verticalHeader()->hide();
    verticalHeader()->setSectionResizeMode(QHeaderView::Fixed);
    verticalHeader()->setMinimumSectionSize(heightOfRow);
    verticalHeader()->setDefaultSectionSize(heightOfRow);
    setModel(&rows);
    horizontalHeader()->setHighlightSections(false);
    horizontalHeader()->setStretchLastSection(true);
    horizontalHeader()->setSectionsMovable(false);
    for (int column = 0; column < static_cast<int>(widths.size()); ++column)
        setColumnWidth(column, widths[static_cast<std::size_t>(column)]);
    horizontalHeader()->setSortIndicator(-1, Qt::AscendingOrder);
    setSortingEnabled(true);
    connect(this, &QTableView::doubleClicked, this, &RowsView::activate);
}

void RowsView::setTheme(const Theme &theme)
{
    static_cast<CellPainter *>(itemDelegate())->theme = theme;
    viewport()->update();
}

int RowsView::currentSourceRow() const
{
    return m_rows.mapToSource(currentIndex()).row();
}

void RowsView::chooseQuietly(int sourceRow)
{
    const QScopedValueRollback quiet(m_isQuiet, true);
    const int column = std::max(0, currentIndex().column());
    const QModelIndex index = m_rows.mapFromSource(m_rows.rows().index(sourceRow, column));
    if (!index.isValid()) {
        clearSelection();
        return;
    }
    setCurrentIndex(index);
    scrollTo(index);
}

void RowsView::currentChanged(const QModelIndex &current, const QModelIndex &previous)
{
    QTableView::currentChanged(current, previous);
    if (!m_isQuiet && current.isValid())
        Q_EMIT rowChosen(m_rows.mapToSource(current).row(), current.column());
}

QString RowsView::selectedText() const
{
    QModelIndexList selected = selectionModel()->selectedRows();
    std::ranges::sort(selected, {}, [](const QModelIndex &index) { return index.row(); });
    const int columns = m_rows.columnCount();
    QString text;
    for (const QModelIndex &row : selected) {
        for (int column = 0; column < columns; ++column) {
            // a tab or a line break in a value would shift what follows it
            text += row.siblingAtColumn(column).data().toString().replace(u'\t', u' ').replace(u'\n', u' ');
            text += column + 1 < columns ? u'\t' : u'\n';
        }
    }
    return text;
}

void RowsView::copy() const
{
    if (const QString text = selectedText(); !text.isEmpty())
        QGuiApplication::clipboard()->setText(text);
}

void RowsView::activate(const QModelIndex &index)
{
    if (index.isValid())
        Q_EMIT rowActivated(m_rows.mapToSource(index).row(), index.column());
}

bool RowsView::event(QEvent *event)
{
    if (event->type() == QEvent::ShortcutOverride && static_cast<QKeyEvent *>(event)->matches(QKeySequence::Copy)) {
        event->accept();
        return true;
    }
    return QTableView::event(event);
}

void RowsView::keyPressEvent(QKeyEvent *event)
{
    if (event->matches(QKeySequence::Copy))
        copy();
    else if (event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter)
        activate(currentIndex());
    else
        QTableView::keyPressEvent(event);
}

void RowsView::contextMenuEvent(QContextMenuEvent *event)
{
    const QModelIndex under = event->reason() == QContextMenuEvent::Keyboard ? currentIndex() : indexAt(event->pos());
    QMenu menu(this);
    menu.addAction(tr("Show on the chart"), this, [this, under] { activate(under); })->setEnabled(under.isValid());
    menu.addAction(tr("Copy rows"), this, &RowsView::copy)->setEnabled(selectionModel()->hasSelection());
    const QString value = under.data().toString();
    menu.addAction(tr("Copy value"), this, [value] { QGuiApplication::clipboard()->setText(value); })
        ->setEnabled(!value.isEmpty());
    menu.exec(event->globalPos());
}

}  // namespace portolan
