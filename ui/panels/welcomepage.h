// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QStringList>
#include <QWidget>
#include <memory>
#include <vector>

#include "panels/sampleoffer.h"
#include "render/theme.h"

namespace portolan {

/** First start, and what closing a cluster leads back to: what can be opened. */
class WelcomePage : public QWidget {
    Q_OBJECT

public:
    explicit WelcomePage(QWidget *parent = nullptr);
    ~WelcomePage() override;

    void setTheme(const Theme &theme);
    void setSamples(const std::vector<SampleOffer> &samples);
    void setRecent(const QStringList &paths);
    /** What connecting would lead to, or why it can't lead anywhere. */
    void setCluster(const QString &sentence, bool isThere);
    /** One sentence that stays until it is cleared or closed: what was to be opened could not be. */
    void showFailure(const QString &sentence);
    /** One sentence while something is under way that takes its time. */
    void showBusy(const QString &sentence);
    void clearFailure();

Q_SIGNALS:
    void sampleWanted(QString name);
    void clusterWanted();
    void filesWanted();
    void folderWanted();
    void recentWanted(QString path);

private:
    struct Parts;
    std::unique_ptr<Parts> m;
};

}  // namespace portolan
