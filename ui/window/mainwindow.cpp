// SPDX-License-Identifier: GPL-3.0-or-later
#include "window/mainwindow.h"

#include <QCloseEvent>
#include <QDragEnterEvent>
#include <QMimeData>

#include "window/parts.h"

namespace portolan {

namespace {

QStringList localPaths(const QMimeData &data)
{
    QStringList paths;
    for (const QUrl &url : data.urls()) {
        if (url.isLocalFile())
            paths << url.toLocalFile();
    }
    return paths;
}

}  // namespace

MainWindow::MainWindow(QWidget *parent) : QMainWindow(parent)
{
    setWindowTitle(u"Portolan"_qs);
    setAcceptDrops(true);
    resize(1600, 900);
    m = std::make_unique<WindowParts>(*this);
    m->build();
    m->buildMenus();
    m->connectParts();
    m->applyTheme();
    showWelcome();
}

MainWindow::~MainWindow() = default;

void MainWindow::setSamples(const std::vector<SampleOffer> &samples)
{
    m->samples = samples;
    m->showSamples();
}

void MainWindow::setMemory(const WindowMemory &memory)
{
    m->memory = memory;
    if (!memory.geometry.isEmpty())
        restoreGeometry(memory.geometry);
    m->showRecent();
    m->applyTheme();
}

WindowMemory MainWindow::memory() const
{
    WindowMemory memory = m->memory;
    memory.geometry = saveGeometry();
    return memory;
}

void MainWindow::showWelcome()
{
    m->view = {};
    m->judgement = nullptr;
    m->showLink({});
    m->showPage();
}

void MainWindow::showReading(const QString &what)
{
    m->welcome->clearFailure();
    m->status->setSource(tr("reading %1…").arg(what));
}

void MainWindow::showChart(const ChartView &view)
{
    m->showView(view);
}

void MainWindow::showJudgement(const JudgementPtr &judgement)
{
    m->showJudgement(judgement);
}

void MainWindow::setClusters(const std::vector<ClusterOffer> &clusters, const QString &whyNone)
{
    m->clusters = clusters;
    m->showClusters(whyNone);
}

void MainWindow::showLink(const LinkView &link)
{
    m->showLink(link);
}

void MainWindow::showNotice(const QString &sentence)
{
    m->notice->showNotice(sentence);
}

void MainWindow::showFailure(const QString &sentence)
{
    if (m->view.graph) {
        m->notice->showFailure(sentence);
        m->describeStatus();
    } else {
        m->welcome->showFailure(sentence);
        m->showPage();
    }
}

void MainWindow::closeEvent(QCloseEvent *event)
{
    Q_EMIT memoryChanged(memory());
    QMainWindow::closeEvent(event);
}

void MainWindow::dragEnterEvent(QDragEnterEvent *event)
{
    if (!localPaths(*event->mimeData()).isEmpty())
        event->acceptProposedAction();
}

void MainWindow::dropEvent(QDropEvent *event)
{
    const QStringList paths = localPaths(*event->mimeData());
    if (paths.isEmpty())
        return;
    event->acceptProposedAction();
    Q_EMIT openRequested(paths);
}

}  // namespace portolan
