// SPDX-License-Identifier: GPL-3.0-or-later
#include "panels/checklist.h"

#include <QContextMenuEvent>
#include <QMenu>
#include <QMouseEvent>
#include <QScrollBar>
#include <QStyledItemDelegate>

#include "panels/look.h"
#include "render/fonts.h"

namespace portolan {

namespace {

/** The ticked box is drawn here so that it has the theme's colours and is sharp at every scale. */
void paintBox(QPainter &painter, const QRectF &box, bool isChecked, const Theme &theme)
{
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(QPen(theme.colour(isChecked ? Role::Accent : Role::Ink3), 1));
    painter.setBrush(isChecked ? QBrush(theme.colour(Role::Accent)) : QBrush(Qt::NoBrush));
    painter.drawRoundedRect(box.adjusted(0.5, 0.5, -0.5, -0.5), 3.5, 3.5);
    if (!isChecked)
        return;
    const QPointF at = box.topLeft();
    painter.setPen(QPen(theme.colour(Role::Panel), 1.6, Qt::SolidLine, Qt::RoundCap, Qt::RoundJoin));
    painter.drawPolyline(QPolygonF{at + QPointF(3.5, 7.2), at + QPointF(6, 9.7), at + QPointF(10.5, 4.6)});
}

class CheckRowPainter : public QStyledItemDelegate {
public:
    using QStyledItemDelegate::QStyledItemDelegate;

    Theme theme;

    QSize sizeHint(const QStyleOptionViewItem &, const QModelIndex &) const override { return {100, checkRowHeight}; }

    void paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const override
    {
        painter->save();
        const QRect row = option.rect;
        const bool isChecked = index.data(Qt::CheckStateRole).toInt() == Qt::Checked;
        paintBox(*painter, QRectF(row.left() + 4, row.center().y() - 6, 14, 14), isChecked, theme);
        const bool isQuiet = !isChecked || index.data(CheckRows::AbsentRole).toBool();
        const QString count = index.data(CheckRows::CountRole).toString();
        const QFont small = fontOf(Font::Fact, 11), words = fontOf(Font::Fact, 12);
        const int countWidth = QFontMetrics(small).horizontalAdvance(count) + 6;
        painter->setFont(small);
        painter->setPen(theme.colour(Role::Ink2));
        painter->drawText(row.adjusted(0, 0, -4, 0), Qt::AlignRight | Qt::AlignVCenter, count);
        const QRect text = row.adjusted(27, 0, -countWidth - 4, 0);
        painter->setFont(words);
        painter->setPen(theme.colour(isQuiet ? Role::Ink2 : Role::Ink));
        painter->drawText(text, Qt::AlignLeft | Qt::AlignVCenter | Qt::TextSingleLine,
                          QFontMetrics(words).elidedText(index.data().toString(), Qt::ElideMiddle, text.width()));
        if (option.state & QStyle::State_HasFocus)
            paintFocus(*painter, QRectF(row).adjusted(0, 1, 0, -1), 5, theme.colour(Role::Accent));
        painter->restore();
    }
};

}  // namespace

CheckList::CheckList(QWidget *parent) : QListView(parent)
{
    setModel(&m_rows);
    setItemDelegate(new CheckRowPainter(this));
    setUniformItemSizes(true);
    setFrameShape(QFrame::NoFrame);
    setSelectionMode(QAbstractItemView::NoSelection);
    setEditTriggers(QAbstractItemView::NoEditTriggers);
    setTabKeyNavigation(false);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setVerticalScrollMode(QAbstractItemView::ScrollPerPixel);
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    connect(&m_rows, &QAbstractItemModel::modelReset, this, &QWidget::updateGeometry);
}

void CheckList::setTheme(const Theme &theme)
{
    static_cast<CheckRowPainter *>(itemDelegate())->theme = theme;
    viewport()->update();
}

QSize CheckList::sizeHint() const
{
    const auto count = static_cast<int>(std::min<std::size_t>(m_rows.rows().size(), mostCheckRows));
    return {160, count * checkRowHeight};
}

QSize CheckList::minimumSizeHint() const
{
    return {80, sizeHint().height()};
}

void CheckList::toggle(const QModelIndex &index)
{
    const bool isChecked = index.data(Qt::CheckStateRole).toInt() == Qt::Checked;
    m_rows.setData(index, static_cast<int>(isChecked ? Qt::Unchecked : Qt::Checked), Qt::CheckStateRole);
}

void CheckList::mouseReleaseEvent(QMouseEvent *event)
{
    const QModelIndex under = indexAt(event->position().toPoint());
    const bool isClick = event->button() == Qt::LeftButton && under.isValid() && under == currentIndex();
    QListView::mouseReleaseEvent(event);
    if (isClick)
        toggle(under);
}

void CheckList::keyPressEvent(QKeyEvent *event)
{
    if (event->key() == Qt::Key_Space && currentIndex().isValid())
        toggle(currentIndex());
    else
        QListView::keyPressEvent(event);
}

void CheckList::focusInEvent(QFocusEvent *event)
{
    QListView::focusInEvent(event);
    if (!currentIndex().isValid() && m_rows.rowCount() > 0)
        setCurrentIndex(m_rows.index(0));
}

void CheckList::contextMenuEvent(QContextMenuEvent *event)
{
    const QModelIndex under = event->reason() == QContextMenuEvent::Keyboard ? currentIndex() : indexAt(event->pos());
    if (!under.isValid())
        return;
    QMenu menu(this);
    const QString name = under.data().toString().replace(u'&', u"&&"_qs);
    menu.addAction(tr("Only %1").arg(name), this, [this, under] { m_rows.checkOnly(under); });
    menu.addAction(tr("All"), this, [this] { m_rows.checkShown(true); });
    menu.exec(event->globalPos());
}

/** Where all rows are in view, what the list stands in scrolls. */
void CheckList::wheelEvent(QWheelEvent *event)
{
    if (verticalScrollBar()->minimum() == verticalScrollBar()->maximum())
        event->ignore();
    else
        QListView::wheelEvent(event);
}

}  // namespace portolan
