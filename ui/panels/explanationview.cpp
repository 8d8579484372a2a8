// SPDX-License-Identifier: GPL-3.0-or-later
#include "panels/explanationview.h"

#include <QGridLayout>
#include <QPushButton>
#include <QVBoxLayout>

#include "panels/evidencebutton.h"
#include "panels/linkbutton.h"
#include "panels/look.h"
#include "panels/textblock.h"
#include "render/fonts.h"
#include "scene/signs.h"

namespace portolan {

namespace {

constexpr std::size_t evidenceAtOnce = 8;  ///< more than that is behind a button

/** A state and why, on a soft ground of its colour. */
class StateStrip : public QWidget {
public:
    StateStrip(State state, const Theme &theme, QWidget *parent) : QWidget(parent), m_state(state), m_theme(theme) {}

protected:
    void paintEvent(QPaintEvent *) override
    {
        QPainter painter(this);
        painter.setRenderHint(QPainter::Antialiasing);
        const Role role = roleOf(m_state);
        painter.setPen(m_theme.hasOutlines ? QPen(m_theme.colour(role)) : QPen(Qt::NoPen));
        painter.setBrush(m_theme.hasOutlines ? m_theme.colour(Role::Panel) : tint(m_theme, role));
        painter.drawRoundedRect(QRectF(rect()).adjusted(0.5, 0.5, -0.5, -0.5), 6, 6);
        paintIcon(painter, iconOf(m_state), QRectF(10, 9, 16, 16), m_theme.colour(role));
    }

private:
    const State m_state;
    const Theme m_theme;
};

/** How many links in a row have the label of this one. */
int countAlike(const std::vector<ExplainedLink> &links, std::size_t first)
{
    std::size_t end = first;
    while (end < links.size() && links[end].label == links[first].label)
        ++end;
    return static_cast<int>(end - first);
}

QLabel *linkLabel(const QString &text, QWidget *parent)
{
    QLabel *label = plainLabel(text, parent, "quiet");
    label->setFixedWidth(labelColumn - 3);
    label->setWordWrap(true);
    label->setAlignment(Qt::AlignTop);
    label->setContentsMargins(0, 3, 4, 4);
    return label;
}

}  // namespace

ExplanationView::ExplanationView(const Explanation &explanation, const Theme &theme, QWidget *parent)
    : QWidget(parent), m_theme(theme), m_column(new QVBoxLayout(this))
{
    m_column->setContentsMargins(18, 4, 18, 18);
    m_column->setSpacing(0);
    addState(explanation);
    addSentences(explanation);
    addFindings(explanation);
    addFacts(explanation);
    addEvidence(explanation);
    addLinks(explanation);
    m_column->addStretch(1);
}

void ExplanationView::addState(const Explanation &explanation)
{
    if (explanation.state == State::Fine && explanation.stateWhy.empty())
        return;
    const QString word = toQString(name(explanation.state));
    auto *strip = new StateStrip(explanation.state, m_theme, this);
    auto *row = new QVBoxLayout(strip);
    row->setContentsMargins(34, 8, 10, 8);
    auto *why = new TextBlock(strip);
    why->setObjectName(u"stateWhy"_qs);
    why->setParagraphs({explanation.stateWhy.empty() ? word : toQString(explanation.stateWhy)}, fontOf(Font::Fact, 12),
                       m_theme.colour(Role::Ink), 18);
    why->setAccessibleName(tr("State: %1").arg(word));
    strip->setToolTip(word);
    row->addWidget(why);
    m_column->addWidget(strip);
    m_column->addSpacing(12);
}

void ExplanationView::addSentences(const Explanation &explanation)
{
    if (explanation.sentences.empty())
        return;
    QStringList sentences;
    for (const std::string &sentence : explanation.sentences)
        sentences << toQString(sentence);
    auto *text = new TextBlock(this);
    text->setObjectName(u"sentences"_qs);
    text->setParagraphs({sentences.join(u' ')}, fontOf(Font::Fact, 13), m_theme.colour(Role::Ink), 20);
    text->setAccessibleName(tr("What it is"));
    m_column->addWidget(text);
    m_column->addSpacing(10);
}

/** Each as what is wrong, and what to do about it. */
void ExplanationView::addFindings(const Explanation &explanation)
{
    for (const ExplainedFinding &finding : explanation.findings) {
        auto *strip = new StateStrip(finding.level, m_theme, this);
        auto *row = new QVBoxLayout(strip);
        row->setContentsMargins(34, 8, 10, 8);
        row->setSpacing(4);
        auto *text = new TextBlock(strip);
        text->setObjectName(u"finding"_qs);
        text->setParagraphs({toQString(finding.rule) + u" \u00b7 "_qs + toQString(finding.title)},
                            fontOf(Font::Name, 12), m_theme.colour(Role::Ink), 18);
        row->addWidget(text);
        auto *why = new TextBlock(strip);
        why->setParagraphs({toQString(finding.message), toQString(finding.remedy)}, fontOf(Font::Fact, 12),
                           m_theme.colour(Role::Ink), 18);
        why->setAccessibleName(tr("Finding"));
        row->addWidget(why);
        m_column->addWidget(strip);
        m_column->addSpacing(8);
    }
}

void ExplanationView::addFacts(const Explanation &explanation)
{
    if (explanation.facts.empty())
        return;
    auto *line = new QWidget(this);
    line->setFixedHeight(1);
    line->setAttribute(Qt::WA_StyledBackground);
    line->setStyleSheet(u"background: %1"_qs.arg(m_theme.colour(Role::Line).name()));
    m_column->addWidget(line);
    m_column->addSpacing(6);
    auto *facts = new TextBlock(this);
    facts->setObjectName(u"facts"_qs);
    facts->setFacts(explanation.facts, m_theme);
    facts->setAccessibleName(tr("Facts"));
    m_column->addWidget(facts);
    m_column->addSpacing(6);
}

void ExplanationView::addEvidence(const Explanation &explanation)
{
    const std::size_t count = explanation.evidence.size();
    if (count == 0)
        return;
    m_column->addSpacing(8);
    m_column->addWidget(headingLabel(tr("Why we say so"), this));
    m_column->addSpacing(8);
    auto *list = new QVBoxLayout;
    list->setSpacing(6);
    m_column->addLayout(list);
    const std::size_t first = count > evidenceAtOnce + 1 ? evidenceAtOnce : count;
    addEvidenceFrom(explanation, 0, first, list);
    if (first < count) {
        auto *more = new LinkButton(tr("Show %1 more").arg(count - first), m_theme, this);
        list->addWidget(more, 0, Qt::AlignLeft);
        connect(more, &LinkButton::clicked, this, [this, explanation, first, count, list, more] {
            more->hide();
            addEvidenceFrom(explanation, first, count, list);
        });
    }
    m_column->addSpacing(6);
}

void ExplanationView::addEvidenceFrom(const Explanation &explanation, std::size_t first, std::size_t end,
                                      QVBoxLayout *into)
{
    for (std::size_t i = first; i < end; ++i) {
        auto *button = new EvidenceButton(explanation.evidence[i], m_theme, this);
        connect(button, &EvidenceButton::clicked, this, [this, i] { Q_EMIT evidenceWanted(i); });
        into->addWidget(button);
    }
}

void ExplanationView::addLinks(const Explanation &explanation)
{
    if (explanation.links.empty())
        return;
    m_column->addSpacing(8);
    m_column->addWidget(headingLabel(tr("Go to"), this));
    m_column->addSpacing(4);
    auto *grid = new QGridLayout;
    grid->setHorizontalSpacing(0);
    grid->setVerticalSpacing(0);
    grid->setColumnMinimumWidth(0, labelColumn - 3);
    grid->setColumnStretch(1, 1);
    m_column->addLayout(grid);
    int row = 0;
    for (std::size_t i = 0; i < explanation.links.size(); ++i) {
        const ExplainedLink &link = explanation.links[i];
        const QString label = toQString(link.label);
        if (i == 0 || explanation.links[i - 1].label != link.label)
            grid->addWidget(linkLabel(label, this), row, 0, countAlike(explanation.links, i), 1, Qt::AlignTop);
        auto *button = new LinkButton(toQString(link.text), m_theme, this);
        button->setAccessibleName(label + u": "_qs + button->text());
        connect(button, &LinkButton::clicked, this, [this, id = toQString(link.vertex)] { Q_EMIT vertexWanted(id); });
        grid->addWidget(button, row++, 1, Qt::AlignTop);
    }
}

}  // namespace portolan
