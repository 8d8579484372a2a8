// SPDX-License-Identifier: GPL-3.0-or-later
#include "panels/textblock.h"

#include <QContextMenuEvent>
#include <QMenu>
#include <QMimeData>
#include <QTextTable>
#include <cmath>
#include <memory>

#include "panels/look.h"
#include "render/fonts.h"

namespace portolan {

namespace {

QTextCharFormat inFace(const QFont &font, const QColor &colour)
{
    QTextCharFormat format;
    format.setFont(font);
    format.setForeground(colour);
    return format;
}

QTextTable *emptyTable(QTextDocument &document, int rows)
{
    QTextTableFormat format;
    format.setBorder(0);
    format.setCellPadding(0);
    format.setCellSpacing(0);
    format.setWidth(QTextLength(QTextLength::PercentageLength, 100));
    format.setColumnWidthConstraints(
        {QTextLength(QTextLength::FixedLength, labelColumn), QTextLength(QTextLength::VariableLength, 0)});
    return QTextCursor(&document).insertTable(rows, 2, format);
}

void fillCell(QTextTable &table, int row, int column, const QString &text, const QTextCharFormat &format)
{
    QTextTableCellFormat padding;
    padding.setTopPadding(3);
    padding.setBottomPadding(4);
    padding.setRightPadding(column == 0 ? 8 : 0);
    table.cellAt(row, column).setFormat(padding);
    QTextCursor cursor = table.cellAt(row, column).firstCursorPosition();
    cursor.insertText(text, format);
}

/** The paragraph after a table, that a document always has, without height. */
void flattenEnd(QTextDocument &document)
{
    QTextCursor cursor(&document);
    cursor.movePosition(QTextCursor::End);
    QTextBlockFormat block;
    block.setLineHeight(1, QTextBlockFormat::FixedHeight);
    cursor.setBlockFormat(block);
}

/** The rows of a table that a selection touches, as lines with a tab between label and value. */
QString rowsOf(const QTextTable &table, const QTextCursor &selection)
{
    QStringList lines;
    for (int row = 0; row < table.rows(); ++row) {
        const int begin = table.cellAt(row, 0).firstPosition();
        const int end = table.cellAt(row, 1).lastPosition();
        if (end < selection.selectionStart() || begin > selection.selectionEnd())
            continue;
        lines << table.cellAt(row, 0).firstCursorPosition().block().text() + u'\t' +
                     table.cellAt(row, 1).firstCursorPosition().block().text();
    }
    return lines.join(u'\n');
}

}  // namespace

TextBlock::TextBlock(QWidget *parent) : QTextEdit(parent)
{
    setReadOnly(true);
    setAcceptRichText(false);
    setUndoRedoEnabled(false);
    setFrameShape(QFrame::NoFrame);
    setTabChangesFocus(true);
    setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
    setVerticalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setWordWrapMode(QTextOption::WrapAtWordBoundaryOrAnywhere);
    document()->setDocumentMargin(0);
    viewport()->setAutoFillBackground(false);
    QSizePolicy policy(QSizePolicy::Expanding, QSizePolicy::Preferred);
    policy.setHeightForWidth(true);
    setSizePolicy(policy);
}

void TextBlock::setParagraphs(const QStringList &paragraphs, const QFont &font, const QColor &colour, double leading)
{
    clear();
    QTextCursor cursor(document());
    QTextBlockFormat block;
    block.setLineHeight(leading, QTextBlockFormat::FixedHeight);
    cursor.setBlockFormat(block);
    for (qsizetype i = 0; i < paragraphs.size(); ++i) {
        if (i > 0) {
            block.setTopMargin(6);
            cursor.insertBlock(block);
        }
        cursor.insertText(paragraphs[i], inFace(font, colour));
    }
    moveCursor(QTextCursor::Start);
    updateGeometry();
}

void TextBlock::setFacts(const std::vector<ExplainedFact> &facts, const Theme &theme)
{
    clear();
    if (facts.empty())
        return;
    const QTextCharFormat label = inFace(fontOf(Font::Fact, 12), theme.colour(Role::Ink2));
    const QTextCharFormat value = inFace(fontOf(Font::Mono, 11), theme.colour(Role::Ink));
    const QTextCharFormat words = inFace(fontOf(Font::Fact, 12), theme.colour(Role::Ink));
    QTextTable *table = emptyTable(*document(), static_cast<int>(facts.size()));
    for (int row = 0; row < static_cast<int>(facts.size()); ++row) {
        const ExplainedFact &fact = facts[static_cast<std::size_t>(row)];
        fillCell(*table, row, 0, toQString(fact.label), label);
        fillCell(*table, row, 1, toQString(fact.value), fact.isValue ? value : words);
    }
    flattenEnd(*document());
    moveCursor(QTextCursor::Start);
    updateGeometry();
}

int TextBlock::heightForWidth(int width) const
{
    QTextDocument *text = document();
    const double before = text->textWidth();
    text->setTextWidth(width);
    const int height = static_cast<int>(std::ceil(text->size().height()));
    text->setTextWidth(before);
    return height;
}

QSize TextBlock::sizeHint() const
{
    return {200, 18};  // how high it is follows from its width, and not from this
}

QSize TextBlock::minimumSizeHint() const
{
    return {40, 0};
}

void TextBlock::wheelEvent(QWheelEvent *event)
{
    event->ignore();  // what it stands in scrolls
}

/** The caret is for those who came with the keyboard and want to select. */
void TextBlock::focusInEvent(QFocusEvent *event)
{
    const bool isByKeyboard = event->reason() == Qt::TabFocusReason || event->reason() == Qt::BacktabFocusReason;
    setCursorWidth(isByKeyboard ? 1 : 0);
    QTextEdit::focusInEvent(event);
}

void TextBlock::focusOutEvent(QFocusEvent *event)
{
    QTextEdit::focusOutEvent(event);
    if (event->reason() == Qt::PopupFocusReason || event->reason() == Qt::ActiveWindowFocusReason)
        return;
    QTextCursor cursor = textCursor();
    cursor.clearSelection();
    setTextCursor(cursor);
}

void TextBlock::contextMenuEvent(QContextMenuEvent *event)
{
    QMenu menu(this);
    const QTextCursor under = cursorForPosition(event->pos());
    const QString paragraph = under.block().text();
    QAction *copy = menu.addAction(tr("Copy"), this, &QTextEdit::copy);
    copy->setEnabled(textCursor().hasSelection());
    QAction *copyThis = menu.addAction(tr("Copy this value"), this, [this, under] {
        QTextCursor cursor = under;
        cursor.movePosition(QTextCursor::StartOfBlock);
        cursor.movePosition(QTextCursor::EndOfBlock, QTextCursor::KeepAnchor);
        setTextCursor(cursor);
        this->copy();
    });
    copyThis->setEnabled(!paragraph.isEmpty());
    menu.addAction(tr("Select all"), this, &QTextEdit::selectAll);
    menu.exec(event->globalPos());
}

QMimeData *TextBlock::createMimeDataFromSelection() const
{
    const QTextCursor cursor = textCursor();
    const auto frames = document()->rootFrame()->childFrames();
    const auto *table = frames.isEmpty() ? nullptr : qobject_cast<const QTextTable *>(frames.first());
    const QTextBlock first = document()->findBlock(cursor.selectionStart());
    const bool isOneValue = cursor.selectionEnd() < first.position() + first.length();
    QString text = table && !isOneValue ? rowsOf(*table, cursor) : cursor.selectedText();
    auto mime = std::make_unique<QMimeData>();
    mime->setText(text.replace(QChar::ParagraphSeparator, u'\n'));
    return mime.release();
}

}  // namespace portolan
