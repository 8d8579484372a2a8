// SPDX-License-Identifier: GPL-3.0-or-later
#include "clusterwindow.h"

#include <QApplication>
#include <QClipboard>
#include <QDateTime>
#include <QDir>
#include <QFileInfo>
#include <QMetaMethod>
#include <algorithm>

#include "dialogs/plugindialog.h"
#include "explain/link.h"
#include "explain/problems.h"
#include "graphfile.h"
#include "input.h"
#include "kube/accessrule.h"
#include "kubeconfig/credentialplugin.h"
#include "live.h"
#include "picture.h"
#include "sampleoffers.h"
#include "settings.h"

namespace portolan {

namespace {

QString fromStd(const std::string &text)
{
    return QString::fromStdString(text);
}

QString titleOf(const QStringList &paths)
{
    if (paths.size() > 1)
        return QObject::tr("%1 files and folders").arg(paths.size());
    if (paths.front() == u"-")
        return QObject::tr("standard input");
    const QFileInfo info(paths.front());
    return info.fileName().isEmpty() ? QDir(paths.front()).dirName() : info.fileName();
}

}  // namespace

ClusterWindow::ClusterWindow()
{
    const AppSettings settings = readSettings();
    m_window.setSamples(sampleOffers());
    m_window.setMemory({settings.theme, settings.recent, settings.windowGeometry, settings.isLearner});
    if (settings.isLearner) {
        LayoutWish wish;
        wish.lens = Lens::Components;
        m_session.setWish(wish);
    }
    connect(&m_window, &MainWindow::openRequested, this, &ClusterWindow::open);
    connect(&m_window, &MainWindow::sampleRequested, this, &ClusterWindow::openSample);
    connect(&m_window, &MainWindow::reloadRequested, this, &ClusterWindow::reload);
    connect(&m_window, &MainWindow::wishChanged, this, &ClusterWindow::accept);
    connect(&m_window, &MainWindow::exportRequested, this, &ClusterWindow::write);
    connect(&m_window, &MainWindow::memoryChanged, this, &ClusterWindow::remember);
    connect(&m_window, &MainWindow::clustersWanted, this, &ClusterWindow::offerClusters);
    connect(&m_window, &MainWindow::clusterRequested, this, &ClusterWindow::chooseContext);
    connect(&m_window, &MainWindow::spaceRequested, this, &ClusterWindow::chooseSpace);
    connect(&m_window, &MainWindow::reconnectRequested, this,
            [this] { m_session.isFollowing() ? m_session.reconnect() : connectTo(m_live); });
    connect(&m_window, &MainWindow::closeRequested, this, &ClusterWindow::closeCluster);
    connect(&m_window, &MainWindow::roleRequested, this, &ClusterWindow::copyRole);
    connect(&m_session, &Session::linkChanged, this, &ClusterWindow::acceptLink);
    connect(&m_session, &Session::opened, this, &ClusterWindow::acceptOpened);
    connect(&m_session, &Session::laid, this, &ClusterWindow::acceptLaid);
    connect(&m_session, &Session::judged, &m_window, &MainWindow::showJudgement);
    connect(&m_session, &Session::nothingFound, this, &ClusterWindow::sayNothingFound);
    offerClusters();
}

void ClusterWindow::setTheme(const QString &name)
{
    WindowMemory memory = m_window.memory();
    memory.theme = name;
    m_window.setMemory(memory);
}

void ClusterWindow::open(const QStringList &paths)
{
    std::vector<std::string> names;
    QStringList absolute;
    for (const QString &path : paths) {
        names.push_back(path.toStdString());
        absolute << (path == u"-" ? path : QFileInfo(path).absoluteFilePath());
    }
    const bool canBeOfferedAgain = paths.size() == 1 && paths.front() != u"-";
    start({[names](std::stop_token stop) { return readInputs(names, std::move(stop)); }, titleOf(paths),
           tr("saved objects"), absolute.join(u'\n'), canBeOfferedAgain ? absolute : QStringList()});
}

void ClusterWindow::openSample(const QString &name)
{
    auto sample = readSample(name);
    if (!sample) {
        m_window.showFailure(fromStd(sample.error().detail));
        return;
    }
    start({[name](const std::stop_token &) { return std::move(readSample(name).value()); },
           name,
           tr("sample"),
           u"sample/"_qs + name,
           {}});
}

void ClusterWindow::start(Opening opening)
{
    m_window.showLink({});
    m_window.showReading(opening.title);
    m_opening = std::move(opening);
    m_session.open(m_opening.source);
}

void ClusterWindow::reload()
{
    if (m_session.isFollowing())
        m_session.reconnect();
    else if (m_opened.source)
        start(m_opened);
}

/** A cluster comes with what was pinned on it; the same one read again keeps the whole wish. */
void ClusterWindow::acceptOpened(const ClusterPtr &cluster)
{
    const bool isAgain = m_opening.identity == m_opened.identity && (m_opened.source || m_session.isFollowing());
    m_opened = m_opening;
    m_problems = cluster->read.problems;
    m_identity = identityOf(*cluster->read.snapshot, m_opened.identity);
    m_title = cluster->read.snapshot->title.empty() ? m_opened.title : fromStd(cluster->read.snapshot->title);
    if (!isAgain) {
        LayoutWish wish;
        wish.lens = m_session.wish().lens;
        wish.pins = readPins(m_identity, wish.lens);
        m_session.setWish(wish);
    }
    rememberRecent(m_opened.recent);
}

void ClusterWindow::acceptLaid(const ClusterPtr &cluster, const LayoutPtr &layout)
{
    m_window.showChart({m_title, m_opened.origin, layout->graph, layout, m_session.wish(), cluster->changes,
                        cluster->read.problems, cluster->read.skipped});
    const bool isWhole = std::ranges::none_of(cluster->graph->snapshot->gaps,
                                              [](const Gap &gap) { return gap.why == Gap::Why::Pending; });
    if (m_session.isFollowing() && isWhole &&
        isSignalConnected(QMetaMethod::fromSignal(&ClusterWindow::wholePictureShown))) {
        m_window.repaint();
        Q_EMIT wholePictureShown();
    }
}

void ClusterWindow::offerClusters()
{
    const auto config = readKubeconfig(KubeconfigSearch::ofThisProcess(m_live.kubeconfig.toStdString()));
    std::vector<ClusterOffer> offers;
    if (config) {
        for (const NamedContext &context : config.value().contexts)
            offers.push_back({fromStd(context.name), context.name == config.value().currentContext});
    }
    m_window.setClusters(offers, config ? tr("Your kubeconfig names no cluster.") : fromStd(describe(config.error())));
}

void ClusterWindow::chooseContext(const QString &context)
{
    Request request = m_live;
    request.context = context;
    request.space.clear();
    connectTo(request);
}

void ClusterWindow::chooseSpace(const QString &space)
{
    Request request = m_live;
    request.space = space;
    connectTo(request);
}

void ClusterWindow::connectTo(const Request &request)
{
    m_live = request;
    offerClusters();
    const auto connection = connectionOf(request);
    if (!connection) {
        m_window.showFailure(fromStd(describe(connection.error())));
        return;
    }
    if (connection.value().exec && request.mayRunPlugins && !isPluginAllowed(*connection.value().exec))
        askForPlugin(connection.value());
    else
        follow(connection.value());
}

void ClusterWindow::askForPlugin(const Connection &connection)
{
    const ExecPlugin &plugin = *connection.exec;
    PluginWords words;
    words.context = fromStd(visibly(connection.context));
    words.command = fromStd(commandLine(plugin));
    for (const auto &[name, value] : plugin.env)
        words.environment += fromStd(visibly(name)) + u'=' + fromStd(visibly(value)) + u'\n';
    words.file = fromStd(visibly(plugin.file));
    auto *dialog = new PluginDialog(words, &m_window);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    connect(dialog, &PluginDialog::allowed, this, [this, connection](bool isAlways) {
        if (isAlways)
            allowPlugin(*connection.exec);
        follow(connection);
    });
    connect(dialog, &QDialog::rejected, this, [this, connection] {
        m_window.showFailure(tr("Not connected to %1: its credential plugin was not allowed to run.")
                                 .arg(fromStd(visibly(connection.context))));
    });
    dialog->open();
}

void ClusterWindow::follow(const Connection &connection)
{
    const QString title = fromStd(connection.context);
    const QString space = m_live.space;
    m_window.showReading(title);
    m_opening = {{},
                 title,
                 space.isEmpty() ? tr("live") : tr("live, namespace %1").arg(space),
                 u"cluster/"_qs + fromStd(connection.server),
                 {}};
    FollowOptions options = followOptions(m_live, connection);
    m_session.follow(connection, std::move(options));
}

void ClusterWindow::acceptLink(const LinkState &state)
{
    LinkView view;
    using Phase = LinkState::Phase;
    switch (state.phase) {
        case Phase::Connecting:
        case Phase::Reading:
            view.kind = LinkView::Kind::Busy;
            break;
        case Phase::Live:
            view.kind = LinkView::Kind::Live;
            break;
        case Phase::Stale:
            view.kind = LinkView::Kind::Stale;
            break;
        case Phase::GaveUp:
            view.kind = LinkView::Kind::GaveUp;
            break;
    }
    const QDateTime since = QDateTime::fromSecsSinceEpoch(state.since);
    view.line = fromStd(linkLine(state));
    view.sentence = fromStd(linkSentence(state, since.toString(u"HH:mm:ss"_qs).toStdString()));
    view.isInsecure = state.isInsecure;
    m_window.showLink(view);
}

void ClusterWindow::closeCluster()
{
    m_session.leave();
    m_opened = {};
    m_window.showWelcome();
}

void ClusterWindow::copyRole()
{
    QApplication::clipboard()->setText(fromStd(accessRules()));
    m_window.showNotice(tr("The role was copied: whoever administers the cluster can apply it with kubectl apply -f."));
}

void ClusterWindow::sayNothingFound(const ClusterPtr &cluster)
{
    const auto &problems = cluster->read.problems;
    const QString sentence =
        problems.empty()
            ? tr("Nothing in %1 is a Kubernetes object. Open what kubectl get -o yaml or -o json saved.")
                  .arg(m_opening.title)
            : tr("Nothing could be read from %1. %2").arg(m_opening.title, fromStd(describe(problems.front())));
    m_window.showFailure(sentence);
}

void ClusterWindow::accept(LayoutWish wish)
{
    if (wish.lens != m_session.wish().lens)
        wish.pins = readPins(m_identity, wish.lens);
    else if (wish.pins != m_session.wish().pins)
        writePins(m_identity, wish.lens, wish.pins);
    m_session.arrange(wish);
}

void ClusterWindow::remember(const WindowMemory &memory)
{
    writeSettings({memory.theme, memory.recent, memory.geometry, memory.isLearner});
}

void ClusterWindow::rememberRecent(const QStringList &paths)
{
    if (paths.isEmpty())
        return;
    WindowMemory memory = m_window.memory();
    memory.recent = withRecent(memory.recent, paths.front());
    memory.geometry.clear();  // the window stays where it is
    m_window.setMemory(memory);
    remember(m_window.memory());
}

void ClusterWindow::write(const ExportWish &wish)
{
    const QString format = graphFormatOf(wish.path);
    if (format.isEmpty())
        writePicture(wish);
    else
        writeGraph(wish.path, format, *wish.layout->graph);
}

void ClusterWindow::writeGraph(const QString &path, const QString &format, const TopologyGraph &graph)
{
    const auto done = writeFile(path, graphAs(format, graph, m_problems));
    if (done)
        m_window.showNotice(tr("Saved %1, the whole graph.").arg(QDir::toNativeSeparators(path)));
    else
        m_window.showFailure(fromStd(describe(done.error())));
}

void ClusterWindow::writePicture(const ExportWish &wish)
{
    PictureOptions options = wish.options;
    if (wish.hasTitle) {
        options.title = m_title.toStdString();
        options.subtitle = subtitleOf(*wish.layout->graph, wish.layout->lens);
    }
    QApplication::setOverrideCursor(Qt::WaitCursor);
    const auto picture = exportPicture(wish.path, wish.layout, wish.theme, options);
    QApplication::restoreOverrideCursor();
    const QString place = QDir::toNativeSeparators(wish.path);
    if (picture)
        m_window.showNotice(tr("Saved %1, %2 × %3 pixels.")
                                .arg(place)
                                .arg(picture.value().size.width())
                                .arg(picture.value().size.height()));
    else
        m_window.showFailure(fromStd(describe(picture.error())));
}

}  // namespace portolan
