// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QSyntaxHighlighter>

#include "render/theme.h"

namespace portolan {

/** Colours the keys of YAML, and what is a comment; text over several lines is left alone. */
class YamlColours : public QSyntaxHighlighter {
    Q_OBJECT

public:
    explicit YamlColours(QTextDocument *document) : QSyntaxHighlighter(document) {}

    /** Cost: linear in the document. */
    void setTheme(const Theme &theme);

protected:
    void highlightBlock(const QString &text) override;

private:
    QColor m_key, m_quiet;
};

}  // namespace portolan
