// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>

#include "explain/explanation.h"
#include "render/theme.h"

class QVBoxLayout;

namespace portolan {

/** One explanation, from its state to where to go next; made anew for each. */
class ExplanationView : public QWidget {
    Q_OBJECT

public:
    ExplanationView(const Explanation &explanation, const Theme &theme, QWidget *parent);

Q_SIGNALS:
    void vertexWanted(QString id);
    void evidenceWanted(std::size_t index);  ///< in Explanation::evidence

private:
    void addState(const Explanation &explanation);
    void addSentences(const Explanation &explanation);
    void addFindings(const Explanation &explanation);
    void addFacts(const Explanation &explanation);
    void addEvidence(const Explanation &explanation);
    void addEvidenceFrom(const Explanation &explanation, std::size_t first, std::size_t end, QVBoxLayout *into);
    void addLinks(const Explanation &explanation);

    const Theme m_theme;
    QVBoxLayout *m_column;
};

}  // namespace portolan
