// SPDX-License-Identifier: GPL-3.0-or-later
#include "panels/inspectorpanel.h"

#include <QApplication>
#include <QHBoxLayout>
#include <QScrollArea>
#include <QScrollBar>
#include <QStackedWidget>
#include <QToolButton>
#include <QVBoxLayout>

#include "panels/explanationview.h"
#include "panels/look.h"
#include "panels/segments.h"
#include "panels/textblock.h"
#include "panels/yamllines.h"
#include "panels/yamlview.h"
#include "render/fonts.h"

namespace portolan {

namespace {

enum Page { AboutPage, YamlPage, EmptyPage };

constexpr char ownSheet[] = R"(
InspectorPanel, portolan--InspectorPanel { background: {panel}; border-left: 1px solid {line}; }
#yamlCaption { font-weight: 600; }
)";

}  // namespace

struct InspectorPanel::Parts {
    Theme theme = themeNamed(u"light"_qs);
    std::optional<Explanation> shown;
    std::optional<Sign> sign;
    bool isYamlShown = false;  ///< the YAML page has the YAML of `shown`

    QWidget *head = nullptr;
    QLabel *icon = nullptr, *state = nullptr;
    TextBlock *title = nullptr, *place = nullptr;
    QToolButton *close = nullptr;
    Segments *tabs = nullptr;
    QStackedWidget *pages = nullptr;
    QScrollArea *scroll = nullptr;
    YamlView *yaml = nullptr;
    QLabel *emptyTitle = nullptr, *emptyText = nullptr;

    void build(InspectorPanel &panel);
    QWidget *buildHead(InspectorPanel &panel);
    QWidget *buildTabs(InspectorPanel &panel);
    QWidget *buildEmpty();
    void showHead();
    void forgetAbout();
    void showAbout(InspectorPanel &panel);
    void showPage(Page page);
    void showOwnYaml();
    void openEvidence(InspectorPanel &panel, const ExplainedEvidence &evidence);
};

void InspectorPanel::Parts::build(InspectorPanel &panel)
{
    auto *column = new QVBoxLayout(&panel);
    column->setContentsMargins(1, 0, 0, 0);
    column->setSpacing(0);
    column->addWidget(buildHead(panel));
    column->addWidget(buildTabs(panel));
    pages = new QStackedWidget(&panel);
    scroll = new QScrollArea(pages);
    scroll->setWidgetResizable(true);
    scroll->setFrameShape(QFrame::NoFrame);
    scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    scroll->setFocusPolicy(Qt::NoFocus);
    pages->addWidget(scroll);
    yaml = new YamlView(pages);
    pages->addWidget(yaml);
    pages->addWidget(buildEmpty());
    column->addWidget(pages, 1);
    QObject::connect(yaml, &YamlView::backWanted, &panel, [this] {
        isYamlShown = false;
        showPage(AboutPage);
    });
}

QWidget *InspectorPanel::Parts::buildHead(InspectorPanel &panel)
{
    head = new QWidget(&panel);
    auto *row = new QHBoxLayout(head);
    row->setContentsMargins(18, 16, 10, 8);
    row->setSpacing(8);
    icon = new QLabel(head);
    icon->setFixedSize(18, 22);
    auto *words = new QVBoxLayout;
    words->setSpacing(1);
    title = new TextBlock(head);
    place = new TextBlock(head);
    words->addWidget(title);
    words->addWidget(place);
    state = new QLabel(head);
    state->setFixedSize(18, 22);
    close = new QToolButton(head);
    close->setProperty("bare", true);
    close->setFixedSize(24, 22);
    close->setToolTip(tr("Close (the selection stays)"));
    close->setAccessibleName(tr("Close the inspector"));
    row->addWidget(icon, 0, Qt::AlignTop);
    row->addLayout(words, 1);
    row->addWidget(state, 0, Qt::AlignTop);
    row->addWidget(close, 0, Qt::AlignTop);
    QObject::connect(close, &QToolButton::clicked, &panel, &InspectorPanel::closeWanted);
    return head;
}

QWidget *InspectorPanel::Parts::buildTabs(InspectorPanel &panel)
{
    auto *around = new QWidget(&panel);
    auto *outer = new QHBoxLayout(around);
    outer->setContentsMargins(18, 0, 18, 8);
    tabs = new Segments({tr("Explained"), tr("YAML")}, around);
    outer->addWidget(tabs);
    outer->addStretch(1);
    QObject::connect(tabs, &Segments::chosen, &panel, [this](int page) {
        if (page == YamlPage)
            showOwnYaml();
        showPage(static_cast<Page>(page));
    });
    return around;
}

QWidget *InspectorPanel::Parts::buildEmpty()
{
    auto *page = new QWidget(pages);
    auto *column = new QVBoxLayout(page);
    column->setContentsMargins(18, 18, 18, 18);
    column->setSpacing(6);
    emptyTitle = plainLabel(tr("Nothing is selected"), page);
    emptyText = plainLabel(tr("Select a box or a line on the chart, or a row of the table, to read what it is, how "
                              "it is, and which fields of which objects say so."),
                           page, "quiet");
    emptyText->setWordWrap(true);
    column->addWidget(emptyTitle);
    column->addWidget(emptyText);
    column->addStretch(1);
    return page;
}

void InspectorPanel::Parts::showPage(Page page)
{
    pages->setCurrentIndex(page);
    tabs->setCurrent(page == YamlPage ? YamlPage : AboutPage);
    head->setVisible(page != EmptyPage);
    tabs->parentWidget()->setVisible(page != EmptyPage);
}

void InspectorPanel::Parts::showHead()
{
    const double ratio = head->devicePixelRatioF();
    const Sign ofState{iconOf(shown->state), roleOf(shown->state)};
    const Sign first = sign.value_or(ofState);
    const QString word = toQString(name(shown->state));
    icon->setPixmap(iconPixmap(first.icon, theme.colour(first.role), 16, ratio));
    state->setVisible(sign.has_value());
    state->setPixmap(iconPixmap(ofState.icon, theme.colour(ofState.role), 16, ratio));
    state->setToolTip(word);
    state->setAccessibleName(tr("State: %1").arg(word));
    title->setParagraphs({toQString(shown->title)}, fontOf(Font::Heading, 16), theme.colour(Role::Ink), 22);
    title->setAccessibleName(tr("Name"));
    place->setParagraphs({toQString(shown->place)}, fontOf(Font::Fact, 12), theme.colour(Role::Ink2), 18);
    place->setAccessibleName(tr("Kind and place"));
    place->setVisible(!shown->place.empty());
}

/** It may be in the middle of saying that one of its links was followed. */
void InspectorPanel::Parts::forgetAbout()
{
    if (QWidget *before = scroll->takeWidget())
        before->deleteLater();
}

void InspectorPanel::Parts::showAbout(InspectorPanel &panel)
{
    const bool hadFocus = scroll->isAncestorOf(QApplication::focusWidget());
    forgetAbout();
    auto *view = new ExplanationView(*shown, theme, scroll);
    scroll->setWidget(view);
    if (hadFocus)
        title->setFocus(Qt::OtherFocusReason);
    QObject::connect(view, &ExplanationView::vertexWanted, &panel, &InspectorPanel::vertexWanted);
    QObject::connect(view, &ExplanationView::evidenceWanted, &panel, [this, &panel](std::size_t index) {
        openEvidence(panel, ExplainedEvidence(shown->evidence.at(index)));
    });
}

/** The text is only set when it is looked at: there may be much of it. */
void InspectorPanel::Parts::showOwnYaml()
{
    if (isYamlShown)
        return;
    yaml->setYaml(shown->yaml, toQString(shown->yamlNote));
    isYamlShown = true;
}

void InspectorPanel::Parts::openEvidence(InspectorPanel &panel, const ExplainedEvidence &evidence)
{
    if (isYamlOf(shown->yaml, evidence.reference))
        panel.showYaml(toQString(evidence.path));
    else
        Q_EMIT panel.objectWanted(toQString(evidence.reference), toQString(evidence.path));
}

InspectorPanel::InspectorPanel(QWidget *parent) : QWidget(parent), m(std::make_unique<Parts>())
{
    setAttribute(Qt::WA_StyledBackground);
    setAccessibleName(tr("Inspector"));
    setMinimumWidth(280);
    m->build(*this);
    setTheme(m->theme);
    clear();
}

InspectorPanel::~InspectorPanel() = default;

QSize InspectorPanel::sizeHint() const
{
    return {340, 600};
}

void InspectorPanel::setTheme(const Theme &theme)
{
    m->theme = theme;
    setStyleSheet(panelSheet(theme, QString::fromLatin1(ownSheet)));
    m->yaml->setTheme(theme);
    m->close->setIcon(crossPixmap(theme.colour(Role::Ink2), devicePixelRatioF()));
    m->emptyTitle->setFont(fontOf(Font::Name));
    if (m->shown) {
        m->showHead();
        m->showAbout(*this);
    }
}

void InspectorPanel::show(const Explanation &explanation, std::optional<Sign> sign)
{
    m->shown = explanation;
    m->sign = sign;
    m->isYamlShown = false;
    m->tabs->button(YamlPage)->setEnabled(!explanation.yaml.empty());
    m->tabs->button(YamlPage)->setToolTip(explanation.yaml.empty() ? tr("No single object describes this") : QString());
    m->showHead();
    m->showAbout(*this);
    const bool staysOnYaml = m->pages->currentIndex() == YamlPage && !explanation.yaml.empty();
    if (staysOnYaml)
        m->showOwnYaml();
    m->showPage(staysOnYaml ? YamlPage : AboutPage);
}

void InspectorPanel::refresh(const Explanation &explanation, std::optional<Sign> sign)
{
    if (m->shown && m->shown != explanation)
        show(explanation, sign);
}

void InspectorPanel::clear()
{
    m->shown.reset();
    m->isYamlShown = false;
    m->forgetAbout();
    m->yaml->setYaml({}, {});
    m->showPage(EmptyPage);
}

void InspectorPanel::showYaml(const QString &pathToHighlight)
{
    if (!m->shown || m->shown->yaml.empty())
        return;
    m->showOwnYaml();
    m->showPage(YamlPage);
    m->yaml->markLine(lineOfField(m->shown->yaml, pathToHighlight.toStdString()));
}

void InspectorPanel::showObject(const QString &name, const std::string &yaml, const QString &pathToHighlight)
{
    if (!m->shown) {
        Explanation object;
        object.title = name.toStdString();
        show(object);
    }
    m->isYamlShown = false;
    m->yaml->setYaml(yaml, {}, name);
    m->showPage(YamlPage);
    m->yaml->markLine(lineOfField(yaml, pathToHighlight.toStdString()));
}

}  // namespace portolan
