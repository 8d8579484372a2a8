// SPDX-License-Identifier: GPL-3.0-or-later
// P10: a window on a cluster in which much happens. Usage: portolan_watch_bench ADDRESS SECONDS, with
// tests/bench/watch_server.py.
#include <sys/resource.h>
#include <time.h>

#include <QApplication>
#include <QElapsedTimer>
#include <QFile>
#include <QTemporaryDir>
#include <QTimer>
#include <algorithm>
#include <cstdio>
#include <vector>

#include "canvas/topologycanvas.h"
#include "clusterwindow.h"

using namespace portolan;

namespace {

double cpuSeconds()
{
    rusage usage{};
    getrusage(RUSAGE_SELF, &usage);
    const auto seconds = [](const timeval &t) {
        return static_cast<double>(t.tv_sec) + static_cast<double>(t.tv_usec) / 1e6;
    };
    return seconds(usage.ru_utime) + seconds(usage.ru_stime);
}

double residentMB()
{
    QFile status(u"/proc/self/status"_qs);
    if (status.open(QIODevice::ReadOnly)) {
        for (const QByteArray &line : status.readAll().split('\n')) {
            if (line.startsWith("VmRSS:"))
                return line.mid(6).trimmed().split(' ').front().toDouble() / 1024;
        }
    }
    return 0;
}

/** Milliseconds of the clock that the server's labels are of. */
long long monotonicMilliseconds()
{
    timespec now{};
    clock_gettime(CLOCK_MONOTONIC, &now);
    return now.tv_sec * 1000LL + now.tv_nsec / 1000000;
}

double percentile(std::vector<double> &values, double part)
{
    if (values.empty())
        return 0;
    std::ranges::sort(values);
    return values[std::min(values.size() - 1, static_cast<std::size_t>(part * static_cast<double>(values.size())))];
}

}  // namespace

int main(int argc, char **argv)
{
    qputenv("QT_QPA_PLATFORM", "offscreen");
    QApplication application(argc, argv);
    const QStringList given = QApplication::arguments();
    if (given.size() != 3)
        return 4;
    QTemporaryDir folder;
    qputenv("PORTOLAN_SETTINGS", folder.filePath(u"settings.ini"_qs).toUtf8());
    QFile kubeconfig(folder.filePath(u"kubeconfig"_qs));
    if (!kubeconfig.open(QIODevice::WriteOnly))
        return 3;
    kubeconfig.write("apiVersion: v1\nkind: Config\ncurrent-context: b\nclusters: [{name: b, cluster: {server: \"" +
                     given[1].toUtf8() +
                     "\"}}]\nusers: [{name: b, user: {}}]\ncontexts: [{name: b, context: {cluster: b, user: b}}]\n");
    kubeconfig.close();

    ClusterWindow window;
    window.window().resize(1600, 900);
    window.window().show();
    std::vector<double> latencies, stalls;
    QElapsedTimer beat;
    QTimer heart;
    heart.setTimerType(Qt::PreciseTimer);
    bool isMeasuring = false;
    QObject::connect(&heart, &QTimer::timeout, [&] {
        if (isMeasuring)
            stalls.push_back(static_cast<double>(beat.nsecsElapsed()) / 1e6 - 1);
        beat.restart();
    });
    QObject::connect(&window, &ClusterWindow::wholePictureShown, [&] {
        const auto *canvas = window.window().findChild<TopologyCanvas *>();
        const Object *tick = canvas->chart()->graph->snapshot->find(Kind::Service, "default", "tick");
        if (tick && isMeasuring)
            latencies.push_back(static_cast<double>(
                monotonicMilliseconds() - QByteArray::fromStdString(std::string(tick->label("sent"))).toLongLong()));
    });
    Request request;
    request.kubeconfig = kubeconfig.fileName();
    window.connectTo(request);
    const int seconds = given[2].toInt();
    double cpu = 0, before = 0;
    QTimer::singleShot(15000, &window, [&] {  // the lists, and a while of events
        isMeasuring = true;
        cpu = cpuSeconds();
        before = residentMB();
        beat.start();
        heart.start(1);
        QTimer::singleShot(seconds * 1000, &window, &QApplication::quit);
    });
    QApplication::exec();
    const double share = (cpuSeconds() - cpu) / seconds, after = residentMB();
    const auto count = static_cast<double>(latencies.size());
    std::printf(
        "{\"pictures per second\": %.1f, \"event to picture, median ms\": %.0f, \"99 %%\": %.0f, "
        "\"longest stall of the GUI thread, ms\": %.1f, \"99.9 %%\": %.1f, \"share of a core\": %.2f, "
        "\"resident MB before\": %.1f, \"after\": %.1f}\n",
        count / seconds, percentile(latencies, 0.5), percentile(latencies, 0.99), percentile(stalls, 1),
        percentile(stalls, 0.999), share, before, after);
    return 0;
}
