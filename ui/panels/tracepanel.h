// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>
#include <memory>

#include "render/theme.h"
#include "trace/trace.h"

namespace portolan {

/** Asks which way a packet goes, and tells the way: verdict, hops as a story with their headers, what would mend it.
 * Both ends are typed, with completion, or taken from the chart. */
class TracePanel : public QWidget {
    Q_OBJECT

public:
    explicit TracePanel(QWidget *parent = nullptr);
    ~TracePanel() override;

    void setTheme(const Theme &theme);
    /** What the ends may be completed to. */
    void setOffers(const QStringList &from, const QStringList &to);
    /** Something was chosen on the chart: the end that was typed in last becomes it. */
    void take(const QString &asFrom, const QString &asTo);
    void setEnds(const QString &from, const QString &to);
    void show(const Trace &trace);
    void showFailure(const QString &sentence);
    void reset();
    using QWidget::show;
    /** The way as one reads it. */
    QString text() const;
    const Trace &trace() const;

Q_SIGNALS:
    void traceWanted(portolan::TraceQuery query);
    void hopChosen(int hop);  ///< index; -1: none
    void evidenceWanted(QString reference, QString path);
    void closeWanted();

private:
    struct Parts;
    std::unique_ptr<Parts> m;
};

}  // namespace portolan
