// SPDX-License-Identifier: GPL-3.0-or-later
#include "panels/welcomepage.h"

#include <QDir>
#include <QHBoxLayout>
#include <QScrollArea>
#include <QToolButton>
#include <QVBoxLayout>

#include "panels/linkbutton.h"
#include "panels/look.h"
#include "panels/offercard.h"

namespace portolan {

namespace {

constexpr int pageWidth = 763;
constexpr int linkPadding = 3;  ///< what links keep for the focus, left of their words

constexpr char ownSheet[] = R"(
portolan--WelcomePage { background: {window}; }
#title { font-size: 20px; font-weight: 600; }
#lead { font-size: 13px; color: {ink2}; }
#failure { background: {panel}; border: 1px solid {failing}; border-radius: 8px; }
#failure[busy="true"] { border-color: {line}; }
#failure QLabel { font-size: 13px; }
#drop { border: 1px dashed {ink3}; border-radius: 8px; }
#drop QLabel { color: {ink2}; }
)";

/** "~/dumps/shop", as people call what is in their home. */
QString called(const QString &path)
{
    const QString home = QDir::homePath();
    return home.size() > 1 && path.startsWith(home + u'/') ? u'~' + path.mid(home.size())
                                                           : QDir::toNativeSeparators(path);
}

void emptyOut(QLayout &layout)
{
    while (QLayoutItem *item = layout.takeAt(0)) {
        if (QWidget *widget = item->widget())
            widget->deleteLater();  // it may be what was clicked
        delete item;
    }
}

}  // namespace

struct WelcomePage::Parts {
    Theme theme = themeNamed(u"light"_qs);
    QWidget *inside = nullptr;
    QFrame *failure = nullptr;
    QLabel *failureSign = nullptr, *failureText = nullptr;
    QToolButton *failureClose = nullptr;
    QLabel *samplesHeading = nullptr, *recentHeading = nullptr;
    QVBoxLayout *samples = nullptr, *recent = nullptr;
    OfferCard *files = nullptr, *folder = nullptr, *connectCard = nullptr;
    QStringList recentPaths;

    void build(WelcomePage &page);
    QWidget *buildFailure(WelcomePage &page);
    QLayout *buildOpen(WelcomePage &page);
    QLayout *buildSamples();
    void addRecent(QVBoxLayout &column);
    void fillRecent(WelcomePage &page);
    void say(const QString &sentence, bool isBusy);
    QList<OfferCard *> cards() const { return inside->findChildren<OfferCard *>(); }
};

void WelcomePage::Parts::build(WelcomePage &page)
{
    auto *around = new QVBoxLayout(&page);
    around->setContentsMargins(0, 0, 0, 0);
    auto *scroll = new QScrollArea(&page);
    scroll->setWidgetResizable(true);
    scroll->setFrameShape(QFrame::NoFrame);
    scroll->setFocusPolicy(Qt::NoFocus);
    around->addWidget(scroll);
    auto *outer = new QWidget(scroll);
    auto *middle = new QHBoxLayout(outer);
    middle->setContentsMargins(24, 48, 24, 32);
    inside = new QWidget(outer);
    inside->setMaximumWidth(pageWidth);
    middle->addStretch(1);
    middle->addWidget(inside, 100);
    middle->addStretch(1);

    auto *column = new QVBoxLayout(inside);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    QLabel *title = plainLabel(tr("What should be charted?"), inside);
    title->setObjectName(u"title"_qs);
    QLabel *lead = plainLabel(tr("Portolan draws how traffic gets into a Kubernetes cluster, where it goes and what "
                                 "carries it, and shows why it says so. It reads what you open, and changes nothing."),
                              inside);
    lead->setObjectName(u"lead"_qs);
    lead->setWordWrap(true);
    for (QLabel *label : {title, lead})
        label->setContentsMargins(linkPadding, 0, 0, 0);
    column->addWidget(title);
    column->addSpacing(6);
    column->addWidget(lead);
    column->addSpacing(16);
    column->addWidget(buildFailure(page));
    column->addSpacing(20);
    auto *columns = new QHBoxLayout;
    columns->setSpacing(25);
    columns->addLayout(buildOpen(page), 1);
    columns->addLayout(buildSamples(), 1);
    column->addLayout(columns);
    column->addStretch(1);
    scroll->setWidget(outer);
}

QWidget *WelcomePage::Parts::buildFailure(WelcomePage &page)
{
    failure = new QFrame(inside);
    failure->setObjectName(u"failure"_qs);
    auto *row = new QHBoxLayout(failure);
    row->setContentsMargins(14, 10, 8, 10);
    row->setSpacing(10);
    failureSign = new QLabel(failure);
    failureSign->setFixedSize(16, 18);
    failureText = plainLabel({}, failure);
    failureText->setObjectName(u"failureText"_qs);
    failureText->setWordWrap(true);
    failureText->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
    failureClose = new QToolButton(failure);
    failureClose->setProperty("bare", true);
    failureClose->setFixedSize(24, 22);
    failureClose->setToolTip(tr("Close"));
    failureClose->setAccessibleName(tr("Close this message"));
    row->addWidget(failureSign, 0, Qt::AlignTop);
    row->addWidget(failureText, 1);
    row->addWidget(failureClose, 0, Qt::AlignTop);
    QObject::connect(failureClose, &QToolButton::clicked, &page, &WelcomePage::clearFailure);
    failure->hide();
    return failure;
}

QLayout *WelcomePage::Parts::buildOpen(WelcomePage &page)
{
    auto *whole = new QVBoxLayout;
    whole->setSpacing(0);
    auto *column = new QVBoxLayout;
    column->setContentsMargins(linkPadding, 0, 0, 0);
    column->setSpacing(10);
    whole->addLayout(column);
    column->addWidget(headingLabel(tr("Open"), inside));
    files = new OfferCard({Icon::Service, Role::Service}, tr("Files…"),
                          tr("What kubectl get -o yaml or -o json saved, or manifests. Any mix of them."), inside);
    folder = new OfferCard({Icon::Namespace, Role::Workload}, tr("Folder…"),
                           tr("A kubectl cluster-info dump, a support bundle, or a folder of manifests."), inside);
    connectCard = new OfferCard({Icon::ControlPlane, Role::Machine}, tr("Connect to a cluster"),
                                tr("No kubeconfig was found."), inside);
    connectCard->setEnabled(false);
    QObject::connect(connectCard, &OfferCard::clicked, &page, &WelcomePage::clusterWanted);
    column->addWidget(files);
    column->addWidget(folder);
    column->addWidget(connectCard);
    auto *drop = new QFrame(inside);
    drop->setObjectName(u"drop"_qs);
    drop->setMinimumHeight(56);
    auto *dropRow = new QHBoxLayout(drop);
    QLabel *hint = plainLabel(tr("or drop files and folders anywhere in this window"), drop);
    hint->setAlignment(Qt::AlignCenter);
    hint->setWordWrap(true);
    dropRow->addWidget(hint);
    column->addWidget(drop);
    addRecent(*whole);
    whole->addStretch(1);
    QObject::connect(files, &OfferCard::clicked, &page, &WelcomePage::filesWanted);
    QObject::connect(folder, &OfferCard::clicked, &page, &WelcomePage::folderWanted);
    return whole;
}

QLayout *WelcomePage::Parts::buildSamples()
{
    auto *column = new QVBoxLayout;
    column->setSpacing(10);
    samplesHeading = headingLabel(tr("Samples, without a cluster at hand"), inside);
    samples = new QVBoxLayout;
    samples->setSpacing(10);
    column->addWidget(samplesHeading);
    column->addLayout(samples);
    column->addStretch(1);
    samplesHeading->hide();
    return column;
}

/** Under what can be opened: the samples fill the other column. */
void WelcomePage::Parts::addRecent(QVBoxLayout &column)
{
    recentHeading = headingLabel(tr("Opened before"), inside);
    auto *around = new QVBoxLayout;
    around->setContentsMargins(linkPadding, 26, 0, 8);
    around->addWidget(recentHeading);
    column.addLayout(around);
    recent = new QVBoxLayout;
    recent->setSpacing(0);
    column.addLayout(recent);
    recentHeading->hide();
}

void WelcomePage::Parts::fillRecent(WelcomePage &page)
{
    emptyOut(*recent);
    for (const QString &path : recentPaths) {
        auto *link = new LinkButton(called(path), theme, inside);
        QObject::connect(link, &LinkButton::clicked, &page, [&page, path] { Q_EMIT page.recentWanted(path); });
        recent->addWidget(link);
    }
    recentHeading->setVisible(!recentPaths.isEmpty());
}

WelcomePage::WelcomePage(QWidget *parent) : QWidget(parent), m(std::make_unique<Parts>())
{
    setAttribute(Qt::WA_StyledBackground);
    setAccessibleName(tr("Welcome"));
    m->build(*this);
    setTheme(m->theme);
}

WelcomePage::~WelcomePage() = default;

void WelcomePage::setTheme(const Theme &theme)
{
    m->theme = theme;
    setStyleSheet(panelSheet(theme, QString::fromLatin1(ownSheet)));
    m->failureSign->setPixmap(iconPixmap(Icon::StateFailing, theme.colour(Role::Failing), 16, devicePixelRatioF()));
    m->failureClose->setIcon(crossPixmap(theme.colour(Role::Ink2), devicePixelRatioF()));
    for (OfferCard *card : m->cards())
        card->setTheme(theme);
    m->fillRecent(*this);
}

void WelcomePage::setSamples(const std::vector<SampleOffer> &samples)
{
    emptyOut(*m->samples);
    for (const SampleOffer &sample : samples) {
        auto *card = new OfferCard({Icon::Door, Role::Door}, sample.title, sample.sentence, m->inside);
        card->setTheme(m->theme);
        connect(card, &OfferCard::clicked, this, [this, name = sample.name] { Q_EMIT sampleWanted(name); });
        m->samples->addWidget(card);
    }
    m->samplesHeading->setVisible(!samples.empty());
}

void WelcomePage::setRecent(const QStringList &paths)
{
    m->recentPaths = paths;
    m->fillRecent(*this);
}

void WelcomePage::setCluster(const QString &sentence, bool isThere)
{
    m->connectCard->setSentence(sentence);
    m->connectCard->setEnabled(isThere);
}

void WelcomePage::showFailure(const QString &sentence)
{
    m->say(sentence, false);
}

void WelcomePage::showBusy(const QString &sentence)
{
    m->say(sentence, true);
}

void WelcomePage::Parts::say(const QString &sentence, bool isBusy)
{
    if (failure->property("busy").toBool() != isBusy) {
        failure->setProperty("busy", isBusy);
        failure->setStyleSheet({});  // asks for the sheet above to be looked up again
    }
    failureSign->setVisible(!isBusy);
    failureClose->setVisible(!isBusy);
    failureText->setText(sentence);
    failure->setAccessibleName(sentence);
    failure->setVisible(!sentence.isEmpty());
}

void WelcomePage::clearFailure()
{
    showFailure({});
}

}  // namespace portolan
