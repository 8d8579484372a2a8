// SPDX-License-Identifier: GPL-3.0-or-later
// The menus and shortcuts of the window: each entry leads to one function.
#include <QActionGroup>
#include <QApplication>
#include <QClipboard>
#include <QCursor>
#include <QFileDialog>
#include <QMenuBar>
#include <QMessageBox>

#include "dialogs/exportdialog.h"
#include "explain/counts.h"
#include "scene/signs.h"
#include "window/parts.h"
#include "window/wording.h"

namespace portolan {

namespace {

/** What a menu entry shows of a path or a name, whose ampersands are no mnemonics. */
QString entryText(QString text)
{
    return text.replace(u'&', u"&&"_qs);
}

template <class Function>
QAction *add(QMenu *menu, const QString &text, const QKeySequence &keys, QObject *context, Function function)
{
    QAction *action = menu->addAction(text);
    action->setShortcut(keys);
    QObject::connect(action, &QAction::triggered, context, function);
    return action;
}

QAction *addSwitch(QMenu *menu, const QString &text, const QKeySequence &keys, QWidget *part)
{
    QAction *action = menu->addAction(text);
    action->setCheckable(true);
    action->setChecked(true);
    action->setShortcut(keys);
    QObject::connect(action, &QAction::triggered, part, &QWidget::setVisible);
    QObject::connect(menu, &QMenu::aboutToShow, action, [action, part] { action->setChecked(part->isVisible()); });
    return action;
}

}  // namespace

void WindowParts::buildMenus()
{
    buildFileMenu();
    buildViewMenu();
    buildGoMenu();
    buildHelpMenu();
}

void WindowParts::buildFileMenu()
{
    QMenu *file = window.menuBar()->addMenu(MainWindow::tr("&File"));
    QAction *openFiles =
        add(file, MainWindow::tr("&Open files…"), QKeySequence::Open, &window, [this] { chooseFiles(); });
    QAction *openFolder = add(file, MainWindow::tr("Open &folder…"), QKeySequence(u"Ctrl+Shift+O"_qs), &window,
                              [this] { chooseFolder(); });
    recentMenu = file->addMenu(MainWindow::tr("Open &recent"));
    sampleMenu = file->addMenu(MainWindow::tr("Open &sample"));
    connectMenu = file->addMenu(MainWindow::tr("Connect to a &cluster"));
    spaceMenu = file->addMenu(MainWindow::tr("&Namespace"));
    reconnectAction = add(file, MainWindow::tr("&Try to connect again"), QKeySequence(u"Ctrl+Shift+T"_qs), &window,
                          [this] { Q_EMIT window.reconnectRequested(); });
    reconnectAction->setEnabled(false);
    spaceMenu->menuAction()->setEnabled(false);
    QObject::connect(connectMenu, &QMenu::aboutToShow, &window, &MainWindow::clustersWanted);
    QObject::connect(spaceMenu, &QMenu::aboutToShow, &window, [this] { fillSpaces(); });
    chartActions.push_back(add(file, MainWindow::tr("Read a&gain"), QKeySequence::Refresh, &window,
                               [this] { Q_EMIT window.reloadRequested(); }));
    file->addSeparator();
    add(file, MainWindow::tr("&New window"), QKeySequence::New, &window,
        [this] { Q_EMIT window.newWindowRequested(); });
    file->addSeparator();
    chartActions.push_back(
        add(file, MainWindow::tr("&Export…"), QKeySequence(u"Ctrl+E"_qs), &window, [this] { askForExport(); }));
    chartActions.push_back(add(file, MainWindow::tr("&Copy as picture"), QKeySequence(u"Ctrl+Shift+C"_qs), &window,
                               [this] { copyPicture(); }));
    file->addSeparator();
    chartActions.push_back(
        add(file, MainWindow::tr("Close c&luster"), {}, &window, [this] { Q_EMIT window.closeRequested(); }));
    add(file, MainWindow::tr("Close &window"), QKeySequence::Close, &window, [this] { window.close(); });

    top->clusterMenu()->addActions({openFiles, openFolder});
    top->clusterMenu()->addMenu(sampleMenu);
    top->clusterMenu()->addMenu(recentMenu);
    top->clusterMenu()->addMenu(connectMenu);
    top->clusterMenu()->addMenu(spaceMenu);
    top->clusterMenu()->addAction(reconnectAction);
}

void WindowParts::buildViewMenu()
{
    QMenu *menu = window.menuBar()->addMenu(MainWindow::tr("&View"));
    const auto tab = [&](const QString &text, const QString &keys, TopBar::Tab which) {
        chartActions.push_back(add(menu, text, QKeySequence(keys), &window, [this, which] { chooseTab(which); }));
    };
    tab(MainWindow::tr("&Components"), u"Ctrl+1"_qs, TopBar::Tab::Components);
    tab(MainWindow::tr("&Traffic"), u"Ctrl+2"_qs, TopBar::Tab::Traffic);
    tab(MainWindow::tr("&Machines"), u"Ctrl+3"_qs, TopBar::Tab::Machines);
    tab(MainWindow::tr("&Policy"), u"Ctrl+4"_qs, TopBar::Tab::Policy);
    tab(MainWindow::tr("T&able"), u"Ctrl+5"_qs, TopBar::Tab::Table);
    tab(MainWindow::tr("&Numbers"), u"Ctrl+6"_qs, TopBar::Tab::Numbers);
    tab(MainWindow::tr("Fin&dings"), u"Ctrl+7"_qs, TopBar::Tab::Findings);
    menu->addSeparator();
    chartActions.push_back(
        add(menu, MainWindow::tr("&Fit all"), QKeySequence(u"Ctrl+Home"_qs), &window, [this] { canvas->fit(); }));
    chartActions.push_back(
        add(menu, MainWindow::tr("Zoom &in"), QKeySequence::ZoomIn, &window, [this] { canvas->zoomIn(); }));
    chartActions.push_back(
        add(menu, MainWindow::tr("Zoom &out"), QKeySequence::ZoomOut, &window, [this] { canvas->zoomOut(); }));
    chartActions.push_back(
        add(menu, MainWindow::tr("&100 %"), QKeySequence(u"Ctrl+0"_qs), &window, [this] { canvas->setScale(1); }));
    menu->addSeparator();
    const auto rollUp = [&](const QString &text, const QString &keys, LayoutWish::RollUp how) {
        chartActions.push_back(add(menu, text, QKeySequence(keys), &window, [this, how] {
            LayoutWish next = wish;
            next.rollUp = how;
            next.collapsed.clear();
            next.expanded.clear();
            changeWish(std::move(next));
        }));
    };
    rollUp(MainWindow::tr("Open &everything"), u"Ctrl+Shift+E"_qs, LayoutWish::RollUp::Never);
    rollUp(MainWindow::tr("Close &all"), u"Ctrl+Shift+A"_qs, LayoutWish::RollUp::Always);
    rollUp(MainWindow::tr("Open what can be &read"), u"Ctrl+Shift+R"_qs, LayoutWish::RollUp::Auto);
    chartActions.push_back(add(menu, MainWindow::tr("Reset the fi&lter"), QKeySequence(u"Ctrl+Shift+F"_qs), &window,
                               [this] { filters->reset(); }));
    chartActions.push_back(add(menu, MainWindow::tr("&Unpin everything"), {}, &window, [this] {
        LayoutWish next = wish;
        next.pins.clear();
        changeWish(std::move(next));
    }));
    menu->addSeparator();
    addSwitch(menu, MainWindow::tr("Show the fi&lters"), QKeySequence(u"F9"_qs), left);
    addSwitch(menu, MainWindow::tr("Show the in&spector"), QKeySequence(u"F10"_qs), inspector);
    menu->addSeparator();
    QMenu *colours = menu->addMenu(MainWindow::tr("&Colours"));
    themeActions = new QActionGroup(&window);
    const std::pair<QString, QString> themes[] = {{u"system"_qs, MainWindow::tr("As the &desktop")},
                                                  {u"light"_qs, MainWindow::tr("&Light")},
                                                  {u"dark"_qs, MainWindow::tr("&Dark")},
                                                  {u"high-contrast"_qs, MainWindow::tr("&High contrast")}};
    for (const auto &[name, label] : themes) {
        QAction *action = colours->addAction(label);
        action->setCheckable(true);
        action->setData(name);
        themeActions->addAction(action);
        QObject::connect(action, &QAction::triggered, &window, [this, name = name] {
            memory.theme = name;
            applyTheme();
            Q_EMIT window.memoryChanged(window.memory());
        });
    }
}

void WindowParts::buildGoMenu()
{
    QMenu *go = window.menuBar()->addMenu(MainWindow::tr("&Go"));
    backAction = add(go, MainWindow::tr("&Back"), QKeySequence(u"Alt+Left"_qs), &window, [this] { back(); });
    forwardAction = add(go, MainWindow::tr("&Forward"), QKeySequence(u"Alt+Right"_qs), &window, [this] { forward(); });
    chartActions.push_back(add(go, MainWindow::tr("&Search"), QKeySequence::Find, &window, [this] {
        top->search()->setFocus(Qt::ShortcutFocusReason);
        top->search()->selectAll();
    }));
    chartActions.push_back(
        add(go, MainWindow::tr("&Next hit"), QKeySequence(u"F3"_qs), &window, [this] { nextHit(false); }));
    chartActions.push_back(
        add(go, MainWindow::tr("&Previous hit"), QKeySequence(u"Shift+F3"_qs), &window, [this] { nextHit(true); }));
    chartActions.push_back(
        add(go, MainWindow::tr("&Trace a packet"), QKeySequence(u"Ctrl+T"_qs), &window, [this] { openTrace({}, {}); }));
    chartActions.push_back(add(go, MainWindow::tr("&Chart"), QKeySequence(u"F6"_qs), &window,
                               [this] { chartOrTable->currentWidget()->setFocus(Qt::ShortcutFocusReason); }));
}

void WindowParts::buildHelpMenu()
{
    QMenu *help = window.menuBar()->addMenu(MainWindow::tr("&Help"));
    add(help, MainWindow::tr("Copy the &role that Portolan needs"), {}, &window,
        [this] { Q_EMIT window.roleRequested(); });
    add(help, MainWindow::tr("&About Portolan"), {}, &window, [this] { showAbout(); });
}

void WindowParts::showAbout()
{
    auto *about = new QMessageBox(&window);
    about->setAttribute(Qt::WA_DeleteOnClose);
    about->setWindowTitle(MainWindow::tr("About Portolan"));
    about->setTextFormat(Qt::PlainText);
    about->setText(MainWindow::tr("Portolan %1").arg(QStringLiteral(PORTOLAN_VERSION)));
    about->setInformativeText(
        MainWindow::tr("Charts the network of a Kubernetes cluster from saved objects or live. It only ever reads.\n\n"
                       "Licence: GPL-3.0-or-later. Fonts: Inter and JetBrains Mono, SIL Open Font License."));
    about->open();
}

void WindowParts::showSamples()
{
    welcome->setSamples(samples);
    sampleMenu->clear();
    for (const SampleOffer &sample : samples) {
        QAction *action = sampleMenu->addAction(entryText(sample.title));
        QObject::connect(action, &QAction::triggered, &window,
                         [this, name = sample.name] { Q_EMIT window.sampleRequested(name); });
    }
}

void WindowParts::showClusters(const QString &whyNone)
{
    connectMenu->clear();
    QString current;
    for (const ClusterOffer &offer : clusters) {
        QAction *action = connectMenu->addAction(entryText(offer.context));
        action->setCheckable(true);
        action->setChecked(offer.isCurrent);
        if (offer.isCurrent)
            current = offer.context;
        QObject::connect(action, &QAction::triggered, &window,
                         [this, context = offer.context] { Q_EMIT window.clusterRequested(context); });
    }
    if (clusters.empty())
        connectMenu->addAction(MainWindow::tr("No kubeconfig was found"))->setEnabled(false);
    if (!clusters.empty() && current.isEmpty())
        current = clusters.front().context;
    welcome->setCluster(
        clusters.empty() ? whyNone
        : clusters.size() == 1
            ? MainWindow::tr("%1, as your kubeconfig says").arg(current)
            : MainWindow::tr("%1, or one of %2 others in your kubeconfig").arg(current).arg(clusters.size() - 1),
        !clusters.empty());
}

/** One cluster is connected to at once; of several one chooses. */
void WindowParts::chooseCluster()
{
    if (clusters.size() == 1)
        Q_EMIT window.clusterRequested(clusters.front().context);
    else
        connectMenu->popup(QCursor::pos());
}

void WindowParts::fillSpaces()
{
    spaceMenu->clear();
    const auto entry = [this](const QString &text, const QString &space) {
        QAction *action = spaceMenu->addAction(entryText(text));
        QObject::connect(action, &QAction::triggered, &window, [this, space] { Q_EMIT window.spaceRequested(space); });
    };
    entry(MainWindow::tr("All namespaces"), {});
    spaceMenu->addSeparator();
    if (!view.graph)
        return;
    for (const std::string_view space : view.graph->spaces())
        entry(toQt(space), toQt(space));
}

void WindowParts::showRecent()
{
    welcome->setRecent(memory.recent);
    recentMenu->clear();
    recentMenu->setEnabled(!memory.recent.isEmpty());
    for (const QString &path : memory.recent) {
        QAction *action = recentMenu->addAction(entryText(path));
        QObject::connect(action, &QAction::triggered, &window, [this, path] { Q_EMIT window.openRequested({path}); });
    }
    if (memory.recent.isEmpty())
        return;
    recentMenu->addSeparator();
    QAction *forget = recentMenu->addAction(MainWindow::tr("Forget these"));
    QObject::connect(forget, &QAction::triggered, &window, [this] {
        memory.recent.clear();
        showRecent();
        Q_EMIT window.memoryChanged(window.memory());
    });
}

void WindowParts::contextMenu(const Hit &hit, const QPoint &global)
{
    auto *menu = new QMenu(&window);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    if (hit.item != none) {
        const LayoutItem &item = view.layout->items[hit.item];
        const QString id = QString::fromStdString(view.layout->idOf(hit.item));
        const bool isContainer =
            item.kind == ItemKind::Namespace || item.kind == ItemKind::NodeGroup || item.kind == ItemKind::Node;
        if (isContainer && view.layout->lens != Lens::Components)
            add(menu, item.isRolledUp ? MainWindow::tr("Open") : MainWindow::tr("Close"), {}, &window,
                [this, id] { toggle(id); });
        if (item.isPinned)
            add(menu, MainWindow::tr("Unpin"), {}, &window, [this, id] { unpin(id); });
        const QString itemName = toQt(nameOf(*view.layout, item));
        add(menu, MainWindow::tr("Copy name"), {}, &window,
            [itemName] { QApplication::clipboard()->setText(itemName); });
        add(menu, MainWindow::tr("Inspect"), {}, &window, [this] {
            leaveTrace();
            inspector->show();
        });
        if (item.vertex != none) {
            add(menu, MainWindow::tr("Trace from or to here"), {}, &window, [this, hit] {
                openTrace({}, {});
                takeEnd(hit);
            });
        }
        menu->addSeparator();
    }
    add(menu, MainWindow::tr("Copy as picture"), {}, &window, [this] { copyPicture(); });
    add(menu, MainWindow::tr("Fit all"), {}, &window, [this] { canvas->fit(); });
    menu->popup(global);
}

void WindowParts::chooseFiles()
{
    const QStringList paths =
        QFileDialog::getOpenFileNames(&window, MainWindow::tr("Open saved cluster objects"), {},
                                      MainWindow::tr("Kubernetes objects (*.json *.yaml *.yml *.txt);;All files (*)"));
    if (!paths.isEmpty())
        Q_EMIT window.openRequested(paths);
}

void WindowParts::chooseFolder()
{
    const QString path =
        QFileDialog::getExistingDirectory(&window, MainWindow::tr("Open a folder of saved objects or manifests"));
    if (!path.isEmpty())
        Q_EMIT window.openRequested({path});
}

void WindowParts::askForExport()
{
    if (!view.layout)
        return;
    auto *dialog = new ExportDialog(view.layout, canvas->visiblePart(), theme, &window);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    QObject::connect(dialog, &ExportDialog::exportWanted, &window, &MainWindow::exportRequested);
    dialog->open();
}

void WindowParts::copyPicture()
{
    if (!view.layout)
        return;
    QApplication::clipboard()->setImage(canvas->picture());
    notice->showNotice(MainWindow::tr("What is in view was copied as a picture."));
}

}  // namespace portolan
