// SPDX-License-Identifier: GPL-3.0-or-later
#include "panels/problemsbar.h"

#include <QClipboard>
#include <QGuiApplication>
#include <QHBoxLayout>
#include <QKeyEvent>
#include <QListView>
#include <QPushButton>
#include <QStyledItemDelegate>
#include <QToolButton>
#include <QVBoxLayout>
#include <algorithm>

#include "explain/problems.h"
#include "panels/look.h"
#include "panels/problemrows.h"
#include "render/fonts.h"

namespace portolan {

namespace {

constexpr int rowHeight = 26, mostRows = 8;

constexpr char ownSheet[] = R"(
portolan--ProblemsBar { background: {panel}; border-bottom: 1px solid {line}; }
QListView { background: transparent; border: none; outline: none; }
#show, #copyRole { color: {accent}; }
)";

struct Mark {
    Icon icon;
    Role role;
};

Mark markOf(Severity severity)
{
    switch (severity) {
        case Severity::Error:
            return {Icon::StateFailing, Role::Failing};
        case Severity::Warning:
            return {Icon::StateWarning, Role::Warning};
        case Severity::Info:
            break;
    }
    return {Icon::StateUnknown, Role::Unknown};
}

class ProblemPainter : public QStyledItemDelegate {
public:
    using QStyledItemDelegate::QStyledItemDelegate;

    Theme theme;

    QSize sizeHint(const QStyleOptionViewItem &, const QModelIndex &) const override { return {200, rowHeight}; }

    void paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const override
    {
        const QRect row = option.rect;
        const bool isSelected = option.state & QStyle::State_Selected;
        if (isSelected)
            painter->fillRect(row, theme.colour(Role::AccentSoft));
        const Mark mark = markOf(static_cast<Severity>(index.data(ProblemRows::SeverityRole).toInt()));
        paintIcon(*painter, mark.icon, QRectF(row.left() + 18, row.center().y() - 6.5, 14, 14),
                  theme.colour(mark.role));
        const QString where = index.data(ProblemRows::WhereRole).toString();
        const int whereWidth = where.isEmpty() ? 0 : std::min(280, row.width() / 3);
        drawIn(*painter, QRect(row.left() + 42, row.top(), whereWidth, row.height()), where, Font::Mono, Role::Ink2,
               Qt::ElideLeft);
        const int left = 42 + (where.isEmpty() ? 0 : whereWidth + 12);
        drawIn(*painter, row.adjusted(left, 0, -18, 0), index.data().toString(), Font::Fact, Role::Ink, Qt::ElideRight);
        if (option.state & QStyle::State_HasFocus)
            paintFocus(*painter, QRectF(row).adjusted(10, 1, -10, -1), 5, theme.colour(Role::Accent));
    }

private:
    void drawIn(QPainter &painter, const QRect &rect, const QString &text, Font font, Role role,
                Qt::TextElideMode elide) const
    {
        const QFont face = fontOf(font, isMono(font) ? 11 : 12);
        painter.setFont(face);
        painter.setPen(theme.colour(role));
        painter.drawText(rect, Qt::AlignLeft | Qt::AlignVCenter | Qt::TextSingleLine,
                         QFontMetrics(face).elidedText(text, elide, rect.width()));
    }
};

class ProblemList : public QListView {
public:
    using QListView::QListView;

    QSize sizeHint() const override { return {400, std::min(mostRows, model()->rowCount()) * rowHeight + 6}; }

protected:
    bool event(QEvent *event) override
    {
        if (event->type() == QEvent::ShortcutOverride && static_cast<QKeyEvent *>(event)->matches(QKeySequence::Copy)) {
            event->accept();
            return true;
        }
        return QListView::event(event);
    }

    void keyPressEvent(QKeyEvent *event) override
    {
        if (!event->matches(QKeySequence::Copy))
            return QListView::keyPressEvent(event);
        QModelIndexList chosen = selectionModel()->selectedIndexes();
        std::sort(chosen.begin(), chosen.end());
        QStringList lines;
        for (const QModelIndex &index : chosen)
            lines << index.data(ProblemRows::WhereRole).toString() + u'\t' + index.data().toString();
        QGuiApplication::clipboard()->setText(lines.join(u'\n'));
    }
};

}  // namespace

struct ProblemsBar::Parts {
    ProblemRows rows;
    std::vector<Problem> problems;
    std::vector<Skipped> skipped;
    std::vector<Gap> gaps;
    QLabel *icon = nullptr, *line = nullptr;
    QPushButton *showList = nullptr, *copyRole = nullptr;
    QToolButton *close = nullptr;
    ProblemList *list = nullptr;
    ProblemPainter *painter = nullptr;

    void build(ProblemsBar &bar);
    void unfold(bool isOpen);
};

void ProblemsBar::Parts::build(ProblemsBar &bar)
{
    auto *column = new QVBoxLayout(&bar);
    column->setContentsMargins(0, 0, 0, 1);
    column->setSpacing(0);
    auto *row = new QHBoxLayout;
    row->setContentsMargins(18, 5, 14, 5);
    row->setSpacing(8);
    icon = new QLabel(&bar);
    icon->setFixedSize(16, 16);
    line = plainLabel({}, &bar);
    line->setObjectName(u"line"_qs);
    line->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);
    showList = new QPushButton(&bar);
    showList->setObjectName(u"show"_qs);
    showList->setProperty("link", true);
    close = new QToolButton(&bar);
    close->setProperty("bare", true);
    close->setFixedSize(24, 22);
    close->setToolTip(tr("Close"));
    close->setAccessibleName(tr("Close what is said to be missing"));
    row->addWidget(icon);
    row->addWidget(line, 1);
    copyRole = new QPushButton(tr("Copy the role that would allow it"), &bar);
    copyRole->setObjectName(u"copyRole"_qs);
    copyRole->setProperty("link", true);
    copyRole->hide();
    row->addWidget(copyRole);
    row->addWidget(showList);
    row->addWidget(close);
    column->addLayout(row);
    list = new ProblemList(&bar);
    painter = new ProblemPainter(list);
    list->setModel(&rows);
    list->setItemDelegate(painter);
    list->setUniformItemSizes(true);
    list->setFrameShape(QFrame::NoFrame);
    list->setSelectionMode(QAbstractItemView::ExtendedSelection);
    list->setEditTriggers(QAbstractItemView::NoEditTriggers);
    list->setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    list->setAccessibleName(tr("What is missing, and where"));
    column->addWidget(list);
    unfold(false);
    QObject::connect(showList, &QPushButton::clicked, &bar, [this] { unfold(list->isHidden()); });
    QObject::connect(copyRole, &QPushButton::clicked, &bar, &ProblemsBar::roleWanted);
    QObject::connect(close, &QToolButton::clicked, &bar, &QWidget::hide);
}

void ProblemsBar::Parts::unfold(bool isOpen)
{
    list->setVisible(isOpen);
    list->updateGeometry();
    showList->setText(isOpen ? tr("Hide") : tr("Show"));
}

ProblemsBar::ProblemsBar(QWidget *parent) : QWidget(parent), m(std::make_unique<Parts>())
{
    setAttribute(Qt::WA_StyledBackground);
    setAccessibleName(tr("What is missing"));
    setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Fixed);
    m->build(*this);
    setTheme(themeNamed(u"light"_qs));
    hide();
}

ProblemsBar::~ProblemsBar() = default;

void ProblemsBar::setTheme(const Theme &theme)
{
    setStyleSheet(panelSheet(theme, QString::fromLatin1(ownSheet)));
    m->icon->setPixmap(iconPixmap(Icon::StateWarning, theme.colour(Role::Warning), 16, devicePixelRatioF()));
    m->close->setIcon(crossPixmap(theme.colour(Role::Ink2), devicePixelRatioF()));
    m->painter->theme = theme;
    m->list->viewport()->update();
}

void ProblemsBar::show(const std::vector<Problem> &problems, const std::vector<Skipped> &skipped,
                       const std::vector<Gap> &gaps)
{
    if (problems == m->problems && skipped == m->skipped && gaps == m->gaps)
        return;  // who has closed it has read it
    m->problems = problems;
    m->skipped = skipped;
    m->gaps = gaps;
    m->rows.setRows(problems, skipped, gaps);
    const QString line = toQString(quietLine(problems, skipped, gaps));
    m->line->setText(line);
    m->copyRole->setVisible(std::ranges::any_of(gaps, [](const Gap &gap) { return gap.why == Gap::Why::Forbidden; }));
    m->unfold(false);
    setVisible(!line.isEmpty());
}

}  // namespace portolan
