// SPDX-License-Identifier: GPL-3.0-or-later
#include "panels/tracepanel.h"

#include <QCompleter>
#include <QHBoxLayout>
#include <QLineEdit>
#include <QPushButton>
#include <QStringListModel>
#include <QToolButton>
#include <QVBoxLayout>

#include "panels/look.h"
#include "panels/segments.h"
#include "panels/storylist.h"
#include "render/fonts.h"

namespace portolan {

namespace {

QString toText(const std::string &text)
{
    return QString::fromStdString(text);
}

QString endOf(const std::string &address, std::uint16_t port)
{
    if (port == 0)
        return toText(address);
    const bool isSixth = address.find(':') != std::string::npos;
    return (isSixth ? u'[' + toText(address) + u']' : toText(address)) + u':' + QString::number(port);
}

QString headerOf(const TracePacket &packet)
{
    if (packet.dst.empty())
        return {};
    QString text = endOf(packet.src, packet.sport) + u" → "_qs + endOf(packet.dst, packet.dport) + u"  "_qs +
                   toText(packet.protocol);
    if (packet.outer) {
        text += u"\nin "_qs + toText(packet.outer->src) + u" → "_qs + endOf(packet.outer->dst, packet.outer->dport);
        if (packet.outer->vni >= 0)
            text += u"  VNI "_qs + QString::number(packet.outer->vni);
    }
    return text;
}

Role markOf(HopAction action)
{
    switch (action) {
        case HopAction::Drop:
        case HopAction::Reject:
            return Role::Failing;
        case HopAction::Dnat:
        case HopAction::Snat:
            return Role::Service;
        case HopAction::Encapsulate:
        case HopAction::Decapsulate:
            return Role::Tunnel;
        case HopAction::Match:
        case HopAction::Proxy:
            return Role::Route;
        case HopAction::Resolve:
            return Role::Dns;
        case HopAction::Deliver:
            return Role::Fine;
        default:
            return Role::Ink3;
    }
}

Role roleOf(Verdict verdict)
{
    return verdict == Verdict::Delivered ? Role::Fine : verdict == Verdict::Unknown ? Role::Ink3 : Role::Failing;
}

QString wordsFor(const Trace &trace)
{
    switch (trace.verdict) {
        case Verdict::Delivered:
            return trace.httpStatus >= 400 ? TracePanel::tr("Answered with %1").arg(trace.httpStatus)
                   : trace.httpStatus != 0 ? TracePanel::tr("Delivered, HTTP %1").arg(trace.httpStatus)
                                           : TracePanel::tr("Delivered");
        case Verdict::Refused:
            return TracePanel::tr("Refused: the client is told at once");
        case Verdict::Dropped:
            return TracePanel::tr("Dropped: the client waits in vain");
        case Verdict::NoRoute:
            return TracePanel::tr("No route: nobody has this address");
        case Verdict::Unknown:
            return TracePanel::tr("Not known");
    }
    return {};
}

QString factsFor(const Trace &trace)
{
    QStringList lines;
    constexpr std::size_t most = 6;
    for (std::size_t i = 0; i < trace.backends.size() && i < most; ++i)
        lines << TracePanel::tr("%1 may answer").arg(toText(trace.backends[i]));
    if (trace.backends.size() > most)
        lines << TracePanel::tr("and %1 more").arg(trace.backends.size() - most);
    if (!trace.sourceSeen.empty())
        lines << TracePanel::tr("It sees the source %1").arg(toText(trace.sourceSeen));
    if (!trace.rcode.empty())
        lines << u"DNS: "_qs + toText(trace.rcode);
    for (const DnsAnswer &answer : trace.answers)
        lines << toText(answer.name + ' ' + answer.type + ' ' + answer.value);
    for (const std::string &mend : trace.mend)
        lines << TracePanel::tr("To mend it: %1").arg(toText(mend));
    for (const std::string &caveat : trace.caveats)
        lines << TracePanel::tr("Note: %1").arg(toText(caveat));
    return lines.join(u'\n');
}

/** A few words for a verb of the contract. */
QString nameOf(HopAction action)
{
    return toQString(name(action));
}

}  // namespace

struct TracePanel::Parts {
    QLineEdit *from = nullptr, *to = nullptr, *lastTyped = nullptr;
    Segments *protocol = nullptr;
    QPushButton *go = nullptr;
    QLabel *verdict = nullptr, *facts = nullptr, *hint = nullptr;
    StoryList *hops = nullptr;
    QStringListModel *fromOffers = nullptr, *toOffers = nullptr;
    Theme theme;
    Trace trace;

    QLineEdit *addEnd(QVBoxLayout *column, const QString &label, const QString &example, QStringListModel *offers,
                      QWidget *panel);
    void showResult(const QString &said, Role role, const QString &more);
};

QLineEdit *TracePanel::Parts::addEnd(QVBoxLayout *column, const QString &label, const QString &example,
                                     QStringListModel *offers, QWidget *panel)
{
    column->addWidget(headingLabel(label, panel));
    auto *edit = new QLineEdit(panel);
    edit->setPlaceholderText(example);
    edit->setAccessibleName(label);
    edit->setClearButtonEnabled(true);
    auto *completer = new QCompleter(offers, edit);
    completer->setFilterMode(Qt::MatchContains);
    completer->setCaseSensitivity(Qt::CaseInsensitive);
    completer->setMaxVisibleItems(12);
    edit->setCompleter(completer);
    column->addWidget(edit);
    return edit;
}

void TracePanel::Parts::showResult(const QString &said, Role role, const QString &more)
{
    verdict->setText(said);
    verdict->setStyleSheet(u"color: %1; font-weight: 600; font-size: 14px;"_qs.arg(theme.colour(role).name()));
    verdict->setVisible(!said.isEmpty());
    facts->setText(more);
    facts->setVisible(!more.isEmpty());
    hint->setVisible(said.isEmpty());
}

TracePanel::TracePanel(QWidget *parent) : QWidget(parent), m(std::make_unique<Parts>())
{
    setObjectName(u"tracePanel"_qs);
    setAttribute(Qt::WA_StyledBackground);
    setAccessibleName(tr("Trace"));
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(18, 14, 18, 0);
    column->setSpacing(6);
    auto *head = new QHBoxLayout;
    auto *title = plainLabel(tr("Which way does a packet go?"), this);
    title->setFont(fontOf(Font::Name, 14));
    auto *close = new QToolButton(this);
    close->setText(u"×"_qs);
    close->setProperty("bare", true);
    close->setAccessibleName(tr("Close the trace"));
    head->addWidget(title, 1);
    head->addWidget(close);
    column->addLayout(head);
    m->fromOffers = new QStringListModel(this);
    m->toOffers = new QStringListModel(this);
    m->from = m->addEnd(column, tr("FROM"), u"internet, node:NAME, pod:NAMESPACE/NAME"_qs, m->fromOffers, this);
    m->to = m->addEnd(column, tr("TO"), u"http://host/path, svc:NAMESPACE/NAME:PORT, dns:NAME"_qs, m->toOffers, this);
    auto *row = new QHBoxLayout;
    m->protocol = new Segments({u"TCP"_qs, u"UDP"_qs, u"SCTP"_qs, u"ICMP"_qs}, this);
    m->protocol->setAccessibleName(tr("Protocol"));
    m->go = new QPushButton(tr("Trace"), this);
    m->go->setDefault(true);
    row->addWidget(m->protocol);
    row->addStretch();
    row->addWidget(m->go);
    column->addLayout(row);
    m->hint =
        plainLabel(tr("Type both ends, or click on the chart: what you click goes into the field you typed in last."),
                   this, "quiet");
    m->hint->setWordWrap(true);
    m->verdict = plainLabel({}, this);
    m->verdict->setWordWrap(true);
    m->facts = plainLabel({}, this, "quiet");
    m->facts->setWordWrap(true);
    m->facts->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
    column->addSpacing(4);
    column->addWidget(m->hint);
    column->addWidget(m->verdict);
    column->addWidget(m->facts);
    m->hops = new StoryList(this);
    m->hops->setAccessibleName(tr("Hops"));
    column->addWidget(m->hops, 1);
    m->from->setText(u"internet"_qs);
    m->lastTyped = m->to;
    m->showResult({}, Role::Ink, {});

    const auto ask = [this] {
        TraceQuery query;
        query.from = m->from->text().trimmed().toStdString();
        query.to = m->to->text().trimmed().toStdString();
        query.protocol = m->protocol->button(m->protocol->current())->text().toStdString();
        if (!query.from.empty() && !query.to.empty())
            Q_EMIT traceWanted(query);
    };
    connect(m->go, &QPushButton::clicked, this, ask);
    for (QLineEdit *edit : {m->from, m->to}) {
        connect(edit, &QLineEdit::returnPressed, this, ask);
        connect(edit, &QLineEdit::textEdited, this, [this, edit] { m->lastTyped = edit; });
        connect(edit, &QLineEdit::selectionChanged, this, [this, edit] { m->lastTyped = edit; });
        connect(edit, &QLineEdit::cursorPositionChanged, this, [this, edit] {
            if (edit->hasFocus())
                m->lastTyped = edit;
        });
    }
    connect(close, &QToolButton::clicked, this, &TracePanel::closeWanted);
    connect(m->hops, &QListWidget::currentRowChanged, this, &TracePanel::hopChosen);
    connect(m->hops, &QListWidget::itemActivated, this, [this] {
        const auto hop = static_cast<std::size_t>(m->hops->currentRow());
        if (hop < m->trace.hops.size() && !m->trace.hops[hop].because.empty()) {
            const Proof &proof = m->trace.hops[hop].because.front();
            Q_EMIT evidenceWanted(toText(proof.object.text()), toText(proof.path));
        }
    });
}

TracePanel::~TracePanel() = default;

void TracePanel::setTheme(const Theme &theme)
{
    m->theme = theme;
    setStyleSheet(panelSheet(
        theme,
        u"#tracePanel { background: {panel}; } QListWidget { background: {panel}; border: none; outline: none; }"_qs));
    m->hops->setTheme(theme);
    m->showResult(m->verdict->text(), roleOf(m->trace.verdict), m->facts->text());
}

void TracePanel::setOffers(const QStringList &from, const QStringList &to)
{
    m->fromOffers->setStringList(from);
    m->toOffers->setStringList(to);
}

void TracePanel::take(const QString &asFrom, const QString &asTo)
{
    const bool isFrom = m->lastTyped == m->from;
    const QString &text = isFrom ? asFrom : asTo;
    if (text.isEmpty())
        return;
    m->lastTyped->setText(text);
    m->lastTyped = isFrom ? m->to : m->from;
}

void TracePanel::setEnds(const QString &from, const QString &to)
{
    if (!from.isEmpty())
        m->from->setText(from);
    if (!to.isEmpty())
        m->to->setText(to);
    QLineEdit *next = from.isEmpty() && to.isEmpty() ? m->to : from.isEmpty() ? m->from : m->to;
    next->setFocus(Qt::OtherFocusReason);
    next->selectAll();
    m->lastTyped = next;
}

void TracePanel::show(const Trace &trace)
{
    m->trace = trace;
    std::vector<StoryRow> rows;
    for (std::size_t i = 0; i < trace.hops.size(); ++i) {
        const Hop &hop = trace.hops[i];
        StoryRow row;
        row.title = QString::number(i + 1) + u"  "_qs + toText(hop.at);
        if (!hop.device.empty())
            row.title += u" · "_qs + toText(hop.device);
        row.title += u" · "_qs + nameOf(hop.does);
        row.code = headerOf(hop.packet);
        row.text = toText(hop.says);
        if (hop.certainty != Confidence::Confirmed)
            row.note = toQString(name(hop.certainty));
        if (hop.alternatives.size() > 1)
            row.note += (row.note.isEmpty() ? QString() : u" · "_qs) + tr("one of %1").arg(hop.alternatives.size());
        row.mark = markOf(hop.does);
        rows.push_back(std::move(row));
    }
    m->hops->setRows(rows);
    m->showResult(wordsFor(trace), trace.httpStatus >= 400 ? Role::Failing : roleOf(trace.verdict), factsFor(trace));
}

void TracePanel::showFailure(const QString &sentence)
{
    m->trace = {};
    m->hops->setRows({});
    m->showResult(tr("That can't be traced"), Role::Failing, sentence);
}

void TracePanel::reset()
{
    m->trace = {};
    m->hops->setRows({});
    m->showResult({}, Role::Ink, {});
}

QString TracePanel::text() const
{
    return m->verdict->text() + u'\n' + m->facts->text() + u"\n\n"_qs + m->hops->text();
}

const Trace &TracePanel::trace() const
{
    return m->trace;
}

}  // namespace portolan
