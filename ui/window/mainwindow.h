// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QMainWindow>
#include <memory>

#include "dialogs/exportwish.h"
#include "findings/judgement.h"
#include "window/chartview.h"
#include "window/linkview.h"

namespace portolan {

struct WindowParts;

/** The one window of a cluster. It is given values to show and says what the user wishes; it reads no file, lays
 *  nothing out and remembers nothing: whoever holds it connects the wishes.
 *
 *  A wish that changes what is drawn is answered by showChart(), and nothing changes on the chart before. */
class MainWindow : public QMainWindow {
    Q_OBJECT

public:
    explicit MainWindow(QWidget *parent = nullptr);
    ~MainWindow() override;

    void setSamples(const std::vector<SampleOffer> &samples);
    void setMemory(const WindowMemory &memory);
    WindowMemory memory() const;

    /** First start, and what closing a cluster leads back to. */
    void showWelcome();
    /** Something is being read: what was shown before stays until it is there. */
    void showReading(const QString &what);
    /** A cluster, or the same one laid out anew. One without anything to draw is said to be so. */
    void showChart(const ChartView &view);
    /** What is wrong in the cluster; it may come some time after the chart. */
    void showJudgement(const JudgementPtr &judgement);
    /** What can be connected to, or why nothing can. */
    void setClusters(const std::vector<ClusterOffer> &clusters, const QString &whyNone);
    /** How the connection is; it stays in view beside the chart. */
    void showLink(const LinkView &link);
    /** One sentence that goes by itself: "Saved shop.svg". */
    void showNotice(const QString &sentence);
    /** One sentence that stays until it is closed: what was asked for could not be done. */
    void showFailure(const QString &sentence);

Q_SIGNALS:
    void openRequested(QStringList paths);  ///< files and folders, in any mix
    void sampleRequested(QString name);
    void reloadRequested();
    void clustersWanted();  ///< the list of clusters is about to be shown
    void clusterRequested(QString context);
    void spaceRequested(QString space);  ///< only this namespace of the live cluster; empty: all
    void reconnectRequested();
    void closeRequested();  ///< of the cluster
    void roleRequested();   ///< the role that the program needs, as text
    /** Lens, filter, what is expanded and collapsed, pins. The pins are those of the lens before, if the lens changed:
     * whoever remembers them puts those of the new lens in. */
    void wishChanged(portolan::LayoutWish wish);
    void exportRequested(portolan::ExportWish wish);
    /** Theme or recent files changed, or the window closes. */
    void memoryChanged(portolan::WindowMemory memory);
    void newWindowRequested();
    /** Once, when the first chart is on the screen. */
    void firstPictureShown();

protected:
    void closeEvent(QCloseEvent *event) override;
    void dragEnterEvent(QDragEnterEvent *event) override;
    void dropEvent(QDropEvent *event) override;

private:
    friend struct WindowParts;
    std::unique_ptr<WindowParts> m;
};

}  // namespace portolan
