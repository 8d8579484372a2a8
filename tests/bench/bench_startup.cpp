// SPDX-License-Identifier: GPL-3.0-or-later
// P12: from the start of the program to the first picture of a sample; and P4's second half: XL with the window open.

#include <QFileInfo>
#include <QJsonDocument>
#include <QJsonObject>
#include <QProcess>

#include "bench.h"

namespace portolan::bench {

namespace {

struct Start {
    double ms = 0;
    double residentMB = 0;
};

/** Starts the program, which reports and ends once its first whole picture is painted. */
Start startOn(const QStringList &arguments)
{
    const QString program = qEnvironmentVariable("PORTOLAN_PROGRAM");
    QProcess process;
    QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
    environment.insert(u"PORTOLAN_REPORT_FIRST_PICTURE"_qs, u"1"_qs);
    process.setProcessEnvironment(environment);
    const auto before = std::chrono::steady_clock::now();
    process.start(program, arguments);
    if (!process.waitForReadyRead(120'000))
        return {};
    Start start;
    start.ms = std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - before).count();
    start.residentMB = QJsonDocument::fromJson(process.readLine()).object()[u"residentMB"].toDouble();
    process.waitForFinished();
    return start;
}

Start medianStart(int runs, const QStringList &arguments)
{
    std::vector<Start> starts;
    for (int i = 0; i < runs; ++i)
        starts.push_back(startOn(arguments));
    const auto middle = starts.begin() + static_cast<std::ptrdiff_t>(starts.size() / 2);
    std::ranges::nth_element(starts, middle, {}, &Start::ms);
    return *middle;
}

std::vector<Figure> measureStart(const Setting &setting)
{
    const Start start = medianStart(setting.runs, {u"--sample"_qs, u"k3s-vanilla"_qs});
    return {{"P12", "", "start to the first picture of a sample", start.ms, "ms", "<= 400", start.ms <= 400, {}, 0},
            {"P12", "", "resident memory then", start.residentMB, "MB", "<= 90", start.residentMB <= 90, {}, 0}};
}

std::vector<Figure> measureOpen(const Setting &setting)
{
    std::vector<Figure> figures;
    for (const std::string &size : setting.sizes) {
        const QString folder = QString::fromStdString(setting.folder + "/" + size + "/chunks");
        if (!QFileInfo::exists(folder))
            continue;
        const Start start = startOn({folder});
        const bool isXl = size == "XL";
        figures.push_back({"P4",
                           size,
                           "resident with the window open on the first picture",
                           start.residentMB,
                           "MB",
                           isXl ? "<= 400" : "",
                           !isXl || start.residentMB <= 400,
                           {},
                           0});
        figures.push_back({"P4", size, "start to that picture, from files", start.ms, "ms", "", true, {}, 0});
    }
    return figures;
}

const Registered start{"P12", measureStart};
const Registered open{"P4", measureOpen};

}  // namespace

}  // namespace portolan::bench
