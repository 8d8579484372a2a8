// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>

#include "request.h"
#include "session/session.h"
#include "window/mainwindow.h"

namespace portolan {

/** One window, the session that it shows, and what is remembered of both. */
class ClusterWindow : public QObject {
    Q_OBJECT

public:
    ClusterWindow();

    void open(const QStringList &paths);
    void openSample(const QString &name);
    /** Connects to a cluster; a credential plugin runs only after the user has allowed it. */
    void connectTo(const Request &request);
    void setTheme(const QString &name);
    MainWindow &window() { return m_window; }

Q_SIGNALS:
    /** Everything of a live cluster was read, and is on the screen. */
    void wholePictureShown();

private:
    struct Opening {
        Session::Source source;
        QString title;       ///< what to call it if it doesn't say itself
        QString origin;      ///< "sample", "saved objects"
        QString identity;    ///< of its pins, where the objects tell none
        QStringList recent;  ///< what to offer again
    };

    void start(Opening opening);
    void reload();
    void offerClusters();
    void chooseContext(const QString &context);
    void chooseSpace(const QString &space);
    void askForPlugin(const Connection &connection);
    void follow(const Connection &connection);
    void acceptLink(const LinkState &state);
    void closeCluster();
    void copyRole();
    void acceptOpened(const ClusterPtr &cluster);
    void acceptLaid(const ClusterPtr &cluster, const LayoutPtr &layout);
    void sayNothingFound(const ClusterPtr &cluster);
    void accept(LayoutWish wish);
    void remember(const WindowMemory &memory);
    void rememberRecent(const QStringList &paths);
    void write(const ExportWish &wish);
    void writePicture(const ExportWish &wish);
    void writeGraph(const QString &path, const QString &format, const TopologyGraph &graph);

    MainWindow m_window;
    Session m_session;
    Opening m_opening, m_opened;
    Request m_live;                   ///< which cluster was connected to last, and how
    std::vector<Problem> m_problems;  ///< of reading what is open
    QString m_identity;
    QString m_title;
};

}  // namespace portolan
