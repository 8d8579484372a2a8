// SPDX-License-Identifier: GPL-3.0-or-later
#include "window/topbar.h"

#include <QHBoxLayout>
#include <QKeyEvent>
#include <QPainter>
#include <QStyleOptionButton>
#include <QStylePainter>

#include "render/fonts.h"

namespace portolan {

namespace {

constexpr int barHeight = 52;
constexpr int controlHeight = 30;

/** A button with a menu, its text at the left with room before it, which a style sheet does not give to such buttons.
 */
class ClusterButton : public QPushButton {
public:
    using QPushButton::QPushButton;

protected:
    void paintEvent(QPaintEvent *) override
    {
        QStylePainter painter(this);
        QStyleOptionButton option;
        initStyleOption(&option);
        const QString text = std::exchange(option.text, QString());
        painter.drawControl(QStyle::CE_PushButton, option);
        const QRect room = rect().adjusted(14, 0, -28, 0);
        painter.setPen(palette().color(QPalette::ButtonText));
        painter.drawText(room, Qt::AlignLeft | Qt::AlignVCenter,
                         fontMetrics().elidedText(text, Qt::ElideMiddle, room.width()));
    }
};

}  // namespace

TopBar::TopBar(QWidget *parent) : QWidget(parent)
{
    setFixedHeight(barHeight);
    auto *row = new QHBoxLayout(this);
    row->setContentsMargins(14, 11, 14, 11);
    row->setSpacing(4);

    m_menu = new QMenu(this);
    m_cluster = new ClusterButton(this);
    m_cluster->setObjectName(u"cluster"_qs);
    m_cluster->setMenu(m_menu);
    m_cluster->setFixedSize(190, controlHeight);
    m_cluster->setFont(fontOf(Font::Name, 13));
    row->addWidget(m_cluster);
    row->addSpacing(16);

    m_tabs = new QButtonGroup(this);
    row->addWidget(addTab(tr("&Components"), Tab::Components));
    row->addWidget(addTab(tr("&Traffic"), Tab::Traffic));
    row->addWidget(addTab(tr("&Machines"), Tab::Machines));
    row->addWidget(addTab(tr("&Policy"), Tab::Policy));
    row->addWidget(addTab(tr("T&able"), Tab::Table));
    row->addWidget(addTab(tr("&Numbers"), Tab::Numbers));
    row->addWidget(addTab(tr("F&indings"), Tab::Findings));
    row->addStretch();
    addSearch();
    m_export = new QPushButton(tr("&Export"), this);
    m_export->setObjectName(u"export"_qs);
    m_export->setFixedSize(90, controlHeight);
    row->addSpacing(8);
    row->addWidget(m_export);
    connect(m_export, &QPushButton::clicked, this, &TopBar::exportWanted);
    connect(m_tabs, &QButtonGroup::idClicked, this, [this](int id) { Q_EMIT tabChosen(static_cast<Tab>(id)); });
    setCluster({});
}

QToolButton *TopBar::addTab(const QString &text, Tab tab)
{
    auto *button = new QToolButton(this);
    button->setText(text);
    button->setCheckable(true);
    button->setProperty("tab", true);
    button->setFixedHeight(controlHeight);
    m_tabs->addButton(button, static_cast<int>(tab));
    return button;
}

void TopBar::addSearch()
{
    m_search = new QLineEdit(this);
    m_search->setObjectName(u"search"_qs);
    m_search->setPlaceholderText(tr("Search names, addresses, hosts"));
    m_search->setAccessibleName(m_search->placeholderText());
    m_search->setClearButtonEnabled(true);
    m_search->setFixedHeight(controlHeight);
    m_search->setMinimumWidth(160);
    m_search->setMaximumWidth(300);
    m_search->installEventFilter(this);
    m_hits = new QLabel(this);
    m_hits->setTextFormat(Qt::PlainText);
    m_hits->setProperty("quiet", true);
    auto *row = qobject_cast<QHBoxLayout *>(layout());
    row->addWidget(m_hits);
    row->addSpacing(6);
    row->addWidget(m_search, 1);
    connect(m_search, &QLineEdit::textChanged, this, &TopBar::searched);
}

void TopBar::setTheme(const Theme &theme)
{
    m_theme = theme;
    update();
}

void TopBar::setCluster(const QString &name)
{
    const bool isOpen = !name.isEmpty();
    m_cluster->setText(isOpen ? name : tr("Open a cluster"));
    m_cluster->setToolTip(isOpen ? name.toHtmlEscaped() : QString());
    for (QAbstractButton *tab : m_tabs->buttons())
        tab->setEnabled(isOpen);
    m_search->setEnabled(isOpen);
    m_export->setEnabled(isOpen);
}

void TopBar::setTab(Tab tab)
{
    m_tabs->button(static_cast<int>(tab))->setChecked(true);
}

TopBar::Tab TopBar::tab() const
{
    return static_cast<Tab>(std::max(0, m_tabs->checkedId()));
}

void TopBar::setHits(int current, int count)
{
    if (m_search->text().isEmpty())
        m_hits->clear();
    else
        m_hits->setText(count == 0 ? tr("nothing found") : tr("%1 of %2").arg(current + 1).arg(count));
}

bool TopBar::eventFilter(QObject *watched, QEvent *event)
{
    if (watched == m_search && event->type() == QEvent::KeyPress) {
        const auto *key = static_cast<QKeyEvent *>(event);
        if (key->key() == Qt::Key_Return || key->key() == Qt::Key_Enter) {
            Q_EMIT nextHitWanted(key->modifiers() & Qt::ShiftModifier);
            return true;
        }
        if (key->key() == Qt::Key_Escape && !m_search->text().isEmpty()) {
            m_search->clear();
            return true;
        }
    }
    return QWidget::eventFilter(watched, event);
}

void TopBar::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    painter.fillRect(rect(), m_theme.colour(Role::Panel));
    painter.fillRect(0, height() - 1, width(), 1, m_theme.colour(Role::Line));
}

}  // namespace portolan
