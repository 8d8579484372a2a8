// SPDX-License-Identifier: GPL-3.0-or-later
#include "panels/yamlview.h"

#include <QHBoxLayout>
#include <QKeyEvent>
#include <QLineEdit>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QScrollBar>
#include <QTextBlock>
#include <QToolButton>
#include <QVBoxLayout>
#include <algorithm>
#include <vector>

#include "panels/linkbutton.h"
#include "panels/look.h"
#include "panels/yamlcolours.h"

namespace portolan {

struct YamlView::Parts {
    Theme theme;
    QWidget *captionRow = nullptr;
    QLabel *caption = nullptr;
    QPushButton *back = nullptr;
    QLineEdit *search = nullptr;
    QLabel *count = nullptr;
    QToolButton *previous = nullptr, *next = nullptr;
    QPlainTextEdit *text = nullptr;
    QLabel *note = nullptr;
    YamlColours *colours = nullptr;
    QString plain;          ///< what `text` shows
    std::vector<int> hits;  ///< where the wanted words begin in it
    int hit = -1;
    int markedLine = -1;
};

YamlView::YamlView(QWidget *parent) : QWidget(parent), m(std::make_unique<Parts>())
{
    build();
}

YamlView::~YamlView() = default;

void YamlView::build()
{
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(18, 4, 8, 10);
    column->setSpacing(8);

    m->captionRow = new QWidget(this);
    auto *row = new QHBoxLayout(m->captionRow);
    row->setContentsMargins(0, 0, 10, 0);
    m->caption = plainLabel({}, m->captionRow);
    m->caption->setObjectName(u"yamlCaption"_qs);
    m->caption->setMinimumWidth(40);
    m->back = new QPushButton(tr("Back"), m->captionRow);
    m->back->setProperty("link", true);
    row->addWidget(m->caption, 1);
    row->addWidget(m->back);
    m->captionRow->hide();
    column->addWidget(m->captionRow);
    connect(m->back, &QPushButton::clicked, this, &YamlView::backWanted);

    buildSearch();

    m->text = new QPlainTextEdit(this);
    m->text->setReadOnly(true);
    m->text->setUndoRedoEnabled(false);
    m->text->setFrameShape(QFrame::NoFrame);
    m->text->setTabChangesFocus(true);
    m->text->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
    m->text->setWordWrapMode(QTextOption::WrapAnywhere);
    m->text->document()->setDocumentMargin(0);
    m->text->setAccessibleName(tr("The object as YAML"));
    m->text->installEventFilter(this);
    m->colours = new YamlColours(m->text->document());
    column->addWidget(m->text, 1);
    connect(m->text->verticalScrollBar(), &QScrollBar::valueChanged, this, &YamlView::paintMarks);

    m->note = plainLabel({}, this, "quiet");
    m->note->setWordWrap(true);
    m->note->setContentsMargins(0, 0, 10, 0);
    column->addWidget(m->note);
}

void YamlView::buildSearch()
{
    auto *row = new QHBoxLayout;
    row->setContentsMargins(0, 0, 10, 0);
    row->setSpacing(2);
    m->search = new QLineEdit(this);
    m->search->setPlaceholderText(tr("Find in this object"));
    m->search->setAccessibleName(m->search->placeholderText());
    m->search->setClearButtonEnabled(false);
    m->search->installEventFilter(this);
    m->count = plainLabel({}, this, "quiet");
    m->count->setMinimumWidth(48);
    m->count->setAlignment(Qt::AlignCenter);
    const auto button = [this](Qt::ArrowType arrow, const QString &name, int by) {
        auto *made = new QToolButton(this);
        made->setArrowType(arrow);
        made->setProperty("bare", true);
        made->setFixedSize(24, 24);
        made->setToolTip(name);
        made->setAccessibleName(name);
        made->setEnabled(false);
        connect(made, &QToolButton::clicked, this, [this, by] { step(by); });
        return made;
    };
    m->previous = button(Qt::UpArrow, tr("Previous occurrence (Shift+Enter)"), -1);
    m->next = button(Qt::DownArrow, tr("Next occurrence (Enter)"), 1);
    row->addWidget(m->search, 1);
    row->addWidget(m->count);
    row->addWidget(m->previous);
    row->addWidget(m->next);
    static_cast<QVBoxLayout *>(layout())->addLayout(row);
    connect(m->search, &QLineEdit::textChanged, this, &YamlView::findAll);
}

void YamlView::setTheme(const Theme &theme)
{
    m->theme = theme;
    m->colours->setTheme(theme);
    paintMarks();
}

void YamlView::setYaml(const std::string &yaml, const QString &note, const QString &caption)
{
    m->markedLine = -1;
    m->text->setPlainText(toQString(yaml));
    m->plain = m->text->toPlainText();  // where a line break may be shorter than it was
    m->note->setText(note);
    m->note->setVisible(!note.isEmpty());
    m->captionRow->setVisible(!caption.isEmpty());
    m->caption->setText(caption);
    findAll();
}

void YamlView::markLine(int line)
{
    m->markedLine = line;
    const QTextBlock block = m->text->document()->findBlockByNumber(line);
    if (line >= 0 && block.isValid()) {
        m->text->setTextCursor(QTextCursor(block));
        m->text->centerCursor();
    }
    paintMarks();
}

void YamlView::findAll()
{
    m->hits.clear();
    const QString wanted = m->search->text();
    for (qsizetype at = wanted.isEmpty() ? -1 : m->plain.indexOf(wanted, 0, Qt::CaseInsensitive); at >= 0;
         at = m->plain.indexOf(wanted, at + wanted.size(), Qt::CaseInsensitive))
        m->hits.push_back(static_cast<int>(at));
    const int from = m->text->textCursor().selectionStart();
    const auto first = std::ranges::lower_bound(m->hits, from);
    m->hit = m->hits.empty() ? -1 : first == m->hits.end() ? 0 : static_cast<int>(first - m->hits.begin());
    goToHit();
}

void YamlView::step(int by)
{
    if (m->hits.empty())
        return;
    const int count = static_cast<int>(m->hits.size());
    m->hit = (m->hit + by + count) % count;
    goToHit();
}

void YamlView::goToHit()
{
    showCount();
    if (m->hit >= 0) {
        QTextCursor cursor(m->text->document());
        cursor.setPosition(m->hits[static_cast<std::size_t>(m->hit)]);
        cursor.setPosition(cursor.position() + static_cast<int>(m->search->text().size()), QTextCursor::KeepAnchor);
        m->text->setTextCursor(cursor);
        m->text->ensureCursorVisible();
    }
    paintMarks();
}

void YamlView::showCount()
{
    const bool isSearching = !m->search->text().isEmpty();
    m->count->setText(!isSearching      ? QString()
                      : m->hits.empty() ? tr("none")
                                        : tr("%1 of %2").arg(m->hit + 1).arg(m->hits.size()));
    m->previous->setEnabled(m->hits.size() > 1);
    m->next->setEnabled(m->hits.size() > 1);
}

/** Marks the line that was asked for, and the occurrences that are in view: there may be very many of them. */
void YamlView::paintMarks()
{
    QList<QTextEdit::ExtraSelection> marks;
    const QTextDocument *document = m->text->document();
    if (const QTextBlock block = document->findBlockByNumber(m->markedLine); m->markedLine >= 0 && block.isValid()) {
        QTextEdit::ExtraSelection line;
        line.cursor = QTextCursor(block);
        line.cursor.movePosition(QTextCursor::NextBlock, QTextCursor::KeepAnchor);  // past its end: full width
        line.format.setBackground(m->theme.colour(Role::AccentSoft));
        line.format.setProperty(QTextFormat::FullWidthSelection, true);
        marks << line;
    }
    const int begin = m->text->cursorForPosition({0, 0}).position();
    const int end = m->text->cursorForPosition({m->text->width(), m->text->height()}).position();
    const int length = static_cast<int>(m->search->text().size());
    for (auto hit = std::ranges::lower_bound(m->hits, begin - length); hit != m->hits.end() && *hit <= end; ++hit) {
        QTextEdit::ExtraSelection mark;
        mark.cursor = QTextCursor(m->text->document());
        mark.cursor.setPosition(*hit);
        mark.cursor.setPosition(*hit + length, QTextCursor::KeepAnchor);
        mark.format.setBackground(tint(m->theme, Role::Warning, 0.3));
        marks << mark;
    }
    m->text->setExtraSelections(marks);
}

bool YamlView::event(QEvent *event)
{
    // The window has a Ctrl+F of its own; here, with the focus inside, it means this text.
    if (event->type() == QEvent::ShortcutOverride && static_cast<QKeyEvent *>(event)->matches(QKeySequence::Find)) {
        event->accept();
        return true;
    }
    return QWidget::event(event);
}

void YamlView::keyPressEvent(QKeyEvent *event)
{
    if (event->matches(QKeySequence::Find)) {
        m->search->setFocus(Qt::ShortcutFocusReason);
        m->search->selectAll();
    } else if (event->key() == Qt::Key_F3) {
        step(event->modifiers() & Qt::ShiftModifier ? -1 : 1);
    } else {
        QWidget::keyPressEvent(event);
    }
}

bool YamlView::eventFilter(QObject *watched, QEvent *event)
{
    if (watched == m->text && event->type() == QEvent::Resize)
        paintMarks();
    if (watched != m->search || event->type() != QEvent::KeyPress)
        return QWidget::eventFilter(watched, event);
    const auto *key = static_cast<QKeyEvent *>(event);
    if (key->key() == Qt::Key_Return || key->key() == Qt::Key_Enter) {
        step(key->modifiers() & Qt::ShiftModifier ? -1 : 1);
        return true;
    }
    if (key->key() == Qt::Key_Escape && !m->search->text().isEmpty()) {
        m->search->clear();
        m->text->setFocus(Qt::OtherFocusReason);
        return true;
    }
    return QWidget::eventFilter(watched, event);
}

}  // namespace portolan
