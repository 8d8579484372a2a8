// SPDX-License-Identifier: GPL-3.0-or-later
#include "panels/roleview.h"

#include <QContextMenuEvent>
#include <QDesktopServices>
#include <QDialog>
#include <QHBoxLayout>
#include <QMenu>
#include <QPrintDialog>
#include <QPrinter>
#include <QScrollBar>
#include <QTextBrowser>
#include <QToolButton>
#include <QUrl>
#include <QVBoxLayout>

#include "panels/look.h"
#include "panels/roledocument.h"
#include "panels/segments.h"
#include "panels/textblock.h"
#include "render/fonts.h"

namespace portolan {

namespace {

constexpr char ownSheet[] = R"(
RoleView, portolan--RoleView { background: {panel}; border-left: 1px solid {line}; }
QTextBrowser { background: {panel}; border: none; color: {ink}; selection-background-color: {accentSoft}; selection-color: {ink}; }
)";
constexpr int mostZoom = 6;

/** Opens nothing by itself, and offers to print and to enlarge. */
class Page : public QTextBrowser {
public:
    explicit Page(QWidget *parent) : QTextBrowser(parent)
    {
        setOpenLinks(false);
        setFrameShape(QFrame::NoFrame);
        setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
        setTextInteractionFlags(Qt::TextBrowserInteraction | Qt::TextSelectableByKeyboard);
    }

    void print()
    {
        QPrinter printer(QPrinter::HighResolution);
        QPrintDialog dialog(&printer, this);
        if (dialog.exec() == QDialog::Accepted)
            document()->print(&printer);
    }
    void enlarge(int steps)
    {
        const int next = std::clamp(m_zoom + steps, -3, mostZoom);
        zoomIn(next - m_zoom);
        m_zoom = next;
    }

protected:
    void contextMenuEvent(QContextMenuEvent *event) override
    {
        QMenu *menu = createStandardContextMenu(event->pos());
        menu->setAttribute(Qt::WA_DeleteOnClose);
        menu->addSeparator();
        menu->addAction(RoleView::tr("Enlarge"), this, [this] { enlarge(1); });
        menu->addAction(RoleView::tr("Reduce"), this, [this] { enlarge(-1); });
        menu->addAction(RoleView::tr("Print…"), this, [this] { print(); });
        menu->popup(event->globalPos());
    }

private:
    int m_zoom = 0;
};

}  // namespace

struct RoleView::Parts {
    Theme theme = themeNamed(u"light"_qs);
    RoleShown shown;
    Unfolded unfolded;
    TextBlock *title = nullptr, *place = nullptr;
    QToolButton *close = nullptr;
    Segments *depths = nullptr;
    Page *page = nullptr;

    void build(RoleView &view);
    QHBoxLayout *buildHead(RoleView &view);
    QHBoxLayout *buildTools(RoleView &view);
    void write(bool keepsPlace);
    void follow(RoleView &view, const QString &link);
    void compareAll(RoleView &view);
};

void RoleView::Parts::build(RoleView &view)
{
    auto *column = new QVBoxLayout(&view);
    column->setContentsMargins(1, 0, 0, 0);
    column->setSpacing(0);
    column->addLayout(buildHead(view));
    column->addLayout(buildTools(view));
    page = new Page(&view);
    page->setAccessibleName(tr("About this role"));
    column->addWidget(page, 1);
    QObject::connect(page, &QTextBrowser::anchorClicked, &view,
                     [this, &view](const QUrl &link) { follow(view, link.toString()); });
}

QHBoxLayout *RoleView::Parts::buildHead(RoleView &view)
{
    auto *row = new QHBoxLayout;
    row->setContentsMargins(18, 16, 10, 8);
    auto *words = new QVBoxLayout;
    words->setSpacing(1);
    title = new TextBlock(&view);
    place = new TextBlock(&view);
    words->addWidget(title);
    words->addWidget(place);
    close = new QToolButton(&view);
    close->setProperty("bare", true);
    close->setFixedSize(24, 22);
    close->setToolTip(tr("Close (the selection stays)"));
    close->setAccessibleName(tr("Close the panel"));
    row->addLayout(words, 1);
    row->addWidget(close, 0, Qt::AlignTop);
    QObject::connect(close, &QToolButton::clicked, &view, &RoleView::closeWanted);
    return row;
}

QHBoxLayout *RoleView::Parts::buildTools(RoleView &view)
{
    auto *row = new QHBoxLayout;
    row->setContentsMargins(18, 0, 10, 4);
    depths = new Segments({tr("Learner"), tr("Engineer")}, &view);
    row->addWidget(depths);
    row->addStretch(1);
    QObject::connect(depths, &Segments::chosen, &view,
                     [&view](int depth) { Q_EMIT view.depthChosen(static_cast<Depth>(depth)); });
    return row;
}

void RoleView::Parts::write(bool keepsPlace)
{
    const int before = keepsPlace ? page->verticalScrollBar()->value() : 0;
    writeRole(*page->document(), shown, unfolded, theme, std::max(page->viewport()->width(), 300),
              page->devicePixelRatioF());
    page->verticalScrollBar()->setValue(before);
}

void RoleView::Parts::follow(RoleView &view, const QString &link)
{
    const QString kind = link.section(u':', 0, 0), what = link.section(u':', 1);
    const auto toggle = [this](std::set<std::string> &open, const std::string &name) {
        if (!open.insert(name).second)
            open.erase(name);
        write(true);
    };
    if (kind == u"swap")
        toggle(unfolded.swaps, what.toStdString());
    else if (kind == u"proofs")
        toggle(unfolded.proofs, what.toStdString());
    else if (kind == u"suppose")
        Q_EMIT view.supposed(what);
    else if (kind == u"reality")
        Q_EMIT view.realityWanted();
    else if (kind == u"ports")
        Q_EMIT view.portsWanted(what);
    else if (kind == u"role")
        Q_EMIT view.roleWanted(what);
    else if (kind == u"compare")
        compareAll(view);
    else if (kind == u"https")
        QDesktopServices::openUrl(QUrl(link));
    else if (kind == u"evidence") {
        const auto fill = what.section(u':', 0, 0).toUInt(), proof = what.section(u':', 1).toUInt();
        if (fill < shown.panel.fills.size() && proof < shown.panel.fills[fill].evidence.size()) {
            const ExplainedEvidence &evidence = shown.panel.fills[fill].evidence[proof];
            Q_EMIT view.evidenceWanted(QString::fromStdString(evidence.reference),
                                       QString::fromStdString(evidence.path));
        }
    }
}

/** The whole table, in a window of its own: it is too wide for a panel. */
void RoleView::Parts::compareAll(RoleView &view)
{
    auto *dialog = new QDialog(view.window());
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setWindowTitle(tr("%1: side by side").arg(QString::fromStdString(shown.panel.title)));
    dialog->setObjectName(u"comparison"_qs);
    dialog->setStyleSheet(panelSheet(theme, QString::fromLatin1(ownSheet)));
    auto *column = new QVBoxLayout(dialog);
    column->setContentsMargins(0, 0, 0, 0);
    auto *table = new Page(dialog);
    table->setAccessibleName(dialog->windowTitle());
    column->addWidget(table);
    writeComparison(*table->document(), shown.panel, theme);
    dialog->resize(1100, 640);
    dialog->show();
}

RoleView::RoleView(QWidget *parent) : QWidget(parent), m(std::make_unique<Parts>())
{
    setAttribute(Qt::WA_StyledBackground);
    m->build(*this);
    setTheme(m->theme);
}

RoleView::~RoleView() = default;

void RoleView::setTheme(const Theme &theme)
{
    m->theme = theme;
    setStyleSheet(panelSheet(theme, QString::fromLatin1(ownSheet)));
    m->close->setIcon(crossPixmap(theme.colour(Role::Ink2), devicePixelRatioF()));
    if (!m->shown.panel.role.empty())
        show(m->shown);
}

void RoleView::show(const RoleShown &shown)
{
    const bool isSame = shown.panel.role == m->shown.panel.role;
    if (!isSame)
        m->unfolded = {};
    m->shown = shown;
    m->title->setParagraphs({QString::fromStdString(shown.panel.title)}, fontOf(Font::Heading, 16),
                            m->theme.colour(Role::Ink), 22);
    QStringList names;
    for (const PanelFill &fill : shown.panel.fills) {
        if (!fill.isLeftover)
            names << QString::fromStdString(fill.title);
    }
    const QString nothing = shown.panel.role == "ports" ? tr("between the machines") : tr("nothing found");
    m->place->setParagraphs({names.isEmpty() ? nothing : names.join(u", "_qs)}, fontOf(Font::Fact, 12),
                            m->theme.colour(Role::Ink2), 18);
    m->write(isSame);
}

void RoleView::setDepth(Depth depth)
{
    m->depths->setCurrent(static_cast<int>(depth));
}

QString RoleView::text() const
{
    return m->page->toPlainText();
}

}  // namespace portolan
