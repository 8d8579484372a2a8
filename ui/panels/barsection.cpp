// SPDX-License-Identifier: GPL-3.0-or-later
#include "panels/barsection.h"

#include <QBarCategoryAxis>
#include <QBarSet>
#include <QChart>
#include <QChartView>
#include <QHBoxLayout>
#include <QHorizontalStackedBarSeries>
#include <QLabel>
#include <QPushButton>
#include <QToolTip>
#include <QVBoxLayout>
#include <QValueAxis>
#include <cmath>

#include "panels/look.h"
#include "render/fonts.h"

namespace portolan {

namespace {

constexpr int pitch = 26;  ///< height of a bar and the space to the next
constexpr int nameWidth = 220;
constexpr int axisHeight = 36;  ///< below the bars, and a little above them

/** A step of 1, 2 or 5 times a power of ten that leads to `most` in at most six. */
double stepTo(double most)
{
    double step = 1;
    while (most / step > 6) {
        for (const double factor : {2.0, 2.5, 2.0}) {
            step *= factor;
            if (most / step <= 6)
                break;
        }
    }
    return std::max(1.0, std::ceil(step));
}

}  // namespace

BarSection::BarSection(const QString &title, const std::vector<BarPart> &parts, std::vector<BarRow> rows,
                       const Theme &theme, QWidget *parent)
    : QWidget(parent), m_theme(theme), m_rows(std::move(rows))
{
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 14);
    column->setSpacing(8);
    addTitle(title, parts);
    auto *row = new QHBoxLayout;
    row->setSpacing(12);
    QWidget *side = names();
    row->addWidget(side);
    QChartView *view = bars(parts);
    connect(view->chart(), &QChart::plotAreaChanged, side, [side, view](const QRectF &area) {
        const int below = view->height() - qRound(area.bottom());  // each name stands beside its bar
        side->layout()->setContentsMargins(0, qRound(area.top()), 0, std::max(0, below));
    });
    QStringList sentences;
    for (const BarRow &one : m_rows)
        sentences << one.tip;
    view->setAccessibleName(title);
    view->setAccessibleDescription(sentences.join(u'\n'));
    row->addWidget(view, 1);
    column->addLayout(row);
}

void BarSection::addTitle(const QString &title, const std::vector<BarPart> &parts)
{
    auto *row = new QHBoxLayout;
    row->setSpacing(6);
    row->addWidget(headingLabel(title, this));
    row->addSpacing(14);
    for (const BarPart &part : parts) {
        if (parts.size() < 2)
            break;
        auto *swatch = new QLabel(this);
        QPixmap colour(12, 12);
        colour.fill(m_theme.colour(part.role));
        swatch->setPixmap(colour);
        row->addWidget(swatch);
        row->addWidget(plainLabel(part.name, this, "quiet"));
        row->addSpacing(10);
    }
    row->addStretch(1);
    static_cast<QVBoxLayout *>(layout())->addLayout(row);
}

QWidget *BarSection::names()
{
    auto *side = new QWidget(this);
    side->setFixedWidth(nameWidth);
    auto *column = new QVBoxLayout(side);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    for (std::size_t i = 0; i < m_rows.size(); ++i) {
        auto *button = new QPushButton(side);
        button->setProperty("link", true);
        button->setMinimumHeight(1);
        button->setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Ignored);
        button->setFont(fontOf(Font::Fact, 12));
        button->setText(
            QFontMetrics(fontOf(Font::Fact, 12)).elidedText(m_rows[i].label, Qt::ElideMiddle, nameWidth - 8));
        button->setToolTip(tipOf(m_rows[i].tip));
        button->setAccessibleName(m_rows[i].tip);
        button->setEnabled(!m_rows[i].id.isEmpty());
        connect(button, &QPushButton::clicked, this, [this, i] { choose(i); });
        column->addWidget(button, 1, Qt::AlignRight | Qt::AlignVCenter);
    }
    return side;
}

void BarSection::choose(std::size_t row)
{
    if (!m_rows[row].id.isEmpty())
        Q_EMIT chosen(m_rows[row].id);
}

/** The first row is drawn at the top, where a bar chart begins at the bottom. */
QChartView *BarSection::bars(const std::vector<BarPart> &parts)
{
    const auto count = static_cast<int>(m_rows.size());
    auto *series = new QHorizontalStackedBarSeries;
    series->setBarWidth(0.58);
    for (std::size_t part = 0; part < parts.size(); ++part) {
        auto *set = new QBarSet(parts[part].name);
        set->setColor(m_theme.colour(parts[part].role));
        set->setBorderColor(m_theme.colour(m_theme.hasOutlines ? Role::Ink : Role::None));
        for (auto row = m_rows.rbegin(); row != m_rows.rend(); ++row)
            *set << row->amounts[part];
        series->append(set);
    }
    double longest = 1;
    auto *places = new QBarCategoryAxis;
    for (int i = 0; i < count; ++i)
        places->append(QString::number(i));
    for (const BarRow &row : m_rows) {
        double sum = 0;
        for (const double amount : row.amounts)
            sum += amount;
        longest = std::max(longest, sum);
    }
    const double step = stepTo(longest), most = std::ceil(longest / step) * step;
    auto *amounts = new QValueAxis;
    amounts->setRange(0, most);
    amounts->setLabelFormat(u"%.0f"_qs);
    amounts->setTickCount(static_cast<int>(most / step) + 1);
    amounts->setLabelsFont(fontOf(Font::Count, 11));
    amounts->setLabelsColor(m_theme.colour(Role::Ink2));
    amounts->setGridLineColor(m_theme.colour(Role::Line));
    amounts->setLinePenColor(m_theme.colour(Role::Line));
    places->setLabelsVisible(false);
    places->setGridLineVisible(false);
    places->setLineVisible(false);

    auto *chart = new QChart;
    chart->addSeries(series);
    chart->setBackgroundVisible(false);
    chart->setMargins(QMargins());
    chart->legend()->hide();
    chart->addAxis(places, Qt::AlignLeft);
    chart->addAxis(amounts, Qt::AlignBottom);
    series->attachAxis(places);
    series->attachAxis(amounts);
    const auto rowOf = [count](int index) { return static_cast<std::size_t>(count - 1 - index); };
    connect(series, &QAbstractBarSeries::clicked, this, [this, rowOf](int index, QBarSet *) { choose(rowOf(index)); });
    connect(series, &QAbstractBarSeries::hovered, this, [this, rowOf](bool isOver, int index, QBarSet *) {
        if (isOver)
            QToolTip::showText(QCursor::pos(), tipOf(m_rows[rowOf(index)].tip));
        else
            QToolTip::hideText();
    });
    auto *view = new QChartView(chart);
    view->setRenderHint(QPainter::Antialiasing);
    view->setFrameShape(QFrame::NoFrame);
    view->setBackgroundBrush(m_theme.colour(Role::Panel));
    view->setFixedHeight(count * pitch + axisHeight);
    view->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    view->setVerticalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    return view;
}

}  // namespace portolan
