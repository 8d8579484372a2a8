// SPDX-License-Identifier: GPL-3.0-or-later
#include "panels/matrixpanel.h"

#include <QHBoxLayout>
#include <QHeaderView>
#include <QPainter>
#include <QStyledItemDelegate>
#include <QVBoxLayout>
#include <algorithm>

#include "panels/look.h"
#include "render/fonts.h"

namespace portolan {

namespace {

constexpr int cellSide = 24;
constexpr int longestHeader = 260;

/** The sign of a cell: colour is never the only one. */
void paintCell(QPainter &painter, const QRectF &cell, AccessMatrix::Cell kind, const Theme &theme)
{
    const QPointF centre = cell.center();
    painter.setRenderHint(QPainter::Antialiasing);
    switch (kind) {
        case AccessMatrix::Cell::Itself:
            painter.fillRect(cell, theme.colour(Role::Soft));
            return;
        case AccessMatrix::Cell::Denied:
            painter.setPen(QPen(theme.colour(Role::Ink3), 1.2));
            painter.drawLine(centre + QPointF(-3, -3), centre + QPointF(3, 3));
            painter.drawLine(centre + QPointF(-3, 3), centre + QPointF(3, -3));
            return;
        case AccessMatrix::Cell::Unknown:
            painter.setPen(theme.colour(Role::Ink2));
            painter.setFont(fontOf(Font::Name, 13));
            painter.drawText(cell, Qt::AlignCenter, u"?"_qs);
            return;
        case AccessMatrix::Cell::Open:
            painter.setPen(QPen(theme.colour(Role::Workload), 1.5));
            painter.setBrush(Qt::NoBrush);
            painter.drawEllipse(centre, 4.5, 4.5);
            return;
        case AccessMatrix::Cell::ByRule:
            painter.setPen(Qt::NoPen);
            painter.setBrush(theme.colour(Role::Policy));
            painter.drawRoundedRect(QRectF(centre.x() - 6, centre.y() - 6, 12, 12), 3, 3);
            return;
    }
}

class CellPainter : public QStyledItemDelegate {
public:
    using QStyledItemDelegate::QStyledItemDelegate;
    Theme theme;

    void paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const override
    {
        painter->save();
        const bool isChosen = option.state & QStyle::State_Selected;
        if (isChosen)
            painter->fillRect(option.rect, theme.colour(Role::AccentSoft));
        const auto kind = static_cast<AccessMatrix::Cell>(index.data(AccessMatrix::cellRole).toInt());
        if (!isChosen || kind != AccessMatrix::Cell::Itself)
            paintCell(*painter, option.rect, kind, theme);
        if (isChosen)
            paintFocus(*painter, QRectF(option.rect).adjusted(1, 1, -1, -1), 4, theme.colour(Role::Accent));
        painter->restore();
    }
};

/** Names of columns stand upright, to be read from below. */
class UprightHeader : public QHeaderView {
public:
    explicit UprightHeader(QWidget *parent) : QHeaderView(Qt::Horizontal, parent) { setSectionsClickable(true); }
    Theme theme;

protected:
    void paintSection(QPainter *painter, const QRect &rect, int section) const override
    {
        painter->save();
        const QString name = model()->headerData(section, Qt::Horizontal).toString();
        painter->setPen(theme.colour(Role::Ink2));
        painter->setFont(font());
        painter->translate(rect.left(), rect.bottom() - 6);
        painter->rotate(-90);
        const QRect room(0, 0, rect.height() - 10, rect.width());
        painter->drawText(room, Qt::AlignLeft | Qt::AlignVCenter,
                          fontMetrics().elidedText(name, Qt::ElideMiddle, room.width()));
        painter->restore();
    }
};

/** A sample of a cell with its word. */
class Key : public QWidget {
public:
    Key(AccessMatrix::Cell kind, const QString &word, QWidget *parent) : QWidget(parent), m_kind(kind), m_word(word)
    {
        setFont(fontOf(Font::Fact, 12));
        setFixedSize(26 + fontMetrics().horizontalAdvance(word) + 12, 22);
        setAccessibleName(word);
    }
    Theme theme;

protected:
    void paintEvent(QPaintEvent *) override
    {
        QPainter painter(this);
        paintCell(painter, QRectF(0, 0, 22, 22), m_kind, theme);
        painter.setPen(theme.colour(Role::Ink2));
        painter.drawText(rect().adjusted(26, 0, 0, 0), Qt::AlignLeft | Qt::AlignVCenter, m_word);
    }

private:
    AccessMatrix::Cell m_kind;
    QString m_word;
};

}  // namespace

MatrixPanel::MatrixPanel(QWidget *parent) : QWidget(parent)
{
    setObjectName(u"matrixPanel"_qs);
    setAttribute(Qt::WA_StyledBackground);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(20, 12, 20, 0);
    column->setSpacing(8);
    m_key = new QWidget(this);
    auto *row = new QHBoxLayout(m_key);
    row->setContentsMargins(0, 0, 0, 0);
    row->addWidget(plainLabel(tr("Who calls in the rows, who is called in the columns"), m_key, "quiet"));
    row->addSpacing(16);
    row->addWidget(new Key(AccessMatrix::Cell::ByRule, tr("allowed by a rule"), m_key));
    row->addWidget(new Key(AccessMatrix::Cell::Open, tr("nothing restricts it"), m_key));
    row->addWidget(new Key(AccessMatrix::Cell::Denied, tr("no rule allows it"), m_key));
    m_unknown = new Key(AccessMatrix::Cell::Unknown, tr("not known"), m_key);
    row->addWidget(m_unknown);
    row->addStretch();
    column->addWidget(m_key);
    m_nothing = plainLabel(tr("There are too many workloads for a matrix. portolan reach lists what you ask for."),
                           this, "quiet");
    column->addWidget(m_nothing);
    m_table = new QTableView(this);
    m_table->setAccessibleName(tr("Who may talk to whom"));
    m_table->setModel(&m_matrix);
    m_table->setItemDelegate(new CellPainter(m_table));
    m_table->setHorizontalHeader(new UprightHeader(m_table));
    m_table->setFrameShape(QFrame::NoFrame);
    m_table->setSelectionMode(QAbstractItemView::SingleSelection);
    m_table->setCornerButtonEnabled(false);
    for (QHeaderView *header : {m_table->horizontalHeader(), m_table->verticalHeader()}) {
        header->setFont(fontOf(Font::Fact, 12));
        header->setMinimumSectionSize(cellSide);
        header->setDefaultSectionSize(cellSide);
        header->setSectionResizeMode(QHeaderView::Fixed);
        header->setHighlightSections(false);
    }
    m_table->verticalHeader()->setTextElideMode(Qt::ElideMiddle);
    column->addWidget(m_table, 1);
    connect(m_table->selectionModel(), &QItemSelectionModel::currentChanged, this, [this](const QModelIndex &current) {
        if (current.isValid() && m_matrix.cellAt(current.row(), current.column()) != AccessMatrix::Cell::Itself)
            Q_EMIT pairChosen(m_matrix.endAt(current.row()), m_matrix.endAt(current.column()));
    });
}

void MatrixPanel::setTheme(const Theme &theme)
{
    setStyleSheet(
        panelSheet(theme,
                   u"#matrixPanel { background: {paper}; } QTableView { background: {paper}; "
                   "gridline-color: {soft}; border: none; } QHeaderView { background: {paper}; } "
                   "QHeaderView::section { background: {paper}; color: {ink2}; border: none; "
                   "padding-right: 8px; font-weight: 400; } QTableCornerButton::section { background: {paper}; "
                   "border: none; }"_qs));
    static_cast<CellPainter *>(m_table->itemDelegate())->theme = theme;
    static_cast<UprightHeader *>(m_table->horizontalHeader())->theme = theme;
    for (auto *key : m_key->findChildren<QWidget *>()) {
        if (auto *sample = dynamic_cast<Key *>(key))
            sample->theme = theme;
    }
    update();
}

void MatrixPanel::show(const GraphPtr &graph, const AccessMapPtr &map, std::vector<std::uint32_t> ends)
{
    m_nothing->setVisible(!map->isWhole);
    m_table->setVisible(map->isWhole);
    m_key->setVisible(map->isWhole);
    m_unknown->setVisible(!map->notEvaluated().empty());
    m_matrix.show(graph, map, map->isWhole ? std::move(ends) : std::vector<std::uint32_t>());
    fitHeaders();
}

void MatrixPanel::fitHeaders()
{
    const QFontMetrics metrics(m_table->verticalHeader()->font());
    int longest = 40;
    for (int i = 0; i < m_matrix.rowCount(); ++i)
        longest = std::max(longest, metrics.horizontalAdvance(m_matrix.nameAt(i)) + 20);
    m_table->horizontalHeader()->setFixedHeight(std::min(longest, longestHeader));
    m_table->verticalHeader()->setFixedWidth(std::min(longest, longestHeader));
}

}  // namespace portolan
