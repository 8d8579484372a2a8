// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QTextEdit>
#include <vector>

#include "explain/explanation.h"
#include "render/theme.h"

namespace portolan {

/** Plain text to read, select and copy: as high as it needs to be, broken anywhere if a word is longer than a line. */
class TextBlock : public QTextEdit {
    Q_OBJECT

public:
    explicit TextBlock(QWidget *parent = nullptr);

    /** Paragraphs in one face. `leading` is the height of a line, in pixels. */
    void setParagraphs(const QStringList &paragraphs, const QFont &font, const QColor &colour, double leading);
    /** Labels at the left, values at the right; copied as lines with a tab between them. */
    void setFacts(const std::vector<ExplainedFact> &facts, const Theme &theme);

    bool hasHeightForWidth() const override { return true; }
    int heightForWidth(int width) const override;
    QSize sizeHint() const override;
    QSize minimumSizeHint() const override;

protected:
    void wheelEvent(QWheelEvent *event) override;
    void focusInEvent(QFocusEvent *event) override;
    void focusOutEvent(QFocusEvent *event) override;
    void contextMenuEvent(QContextMenuEvent *event) override;
    QMimeData *createMimeDataFromSelection() const override;
};

/** Width of the column of labels in the inspector. */
inline constexpr int labelColumn = 98;

}  // namespace portolan
