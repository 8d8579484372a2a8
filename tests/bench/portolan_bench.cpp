// SPDX-License-Identifier: GPL-3.0-or-later
// Measures the figures of contracts, section 3, and prints them as a table or, with --json, as one JSON document.

#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <QApplication>
#include <QCommandLineParser>
#include <QFile>
#include <QJsonDocument>
#include <QJsonObject>
#include <cstdio>
#include <map>

#include "base/jsonwriter.h"
#include "bench.h"

namespace portolan::bench {

namespace {

std::multimap<std::string, Measurement> &measurements()
{
    static std::multimap<std::string, Measurement> all;
    return all;
}

/** Resident bytes now, of this process. */
std::size_t residentBytes()
{
    std::size_t total = 0, resident = 0;
    if (FILE *file = std::fopen("/proc/self/statm", "r")) {
        if (std::fscanf(file, "%zu %zu", &total, &resident) != 2)
            resident = 0;
        std::fclose(file);
    }
    return resident * static_cast<std::size_t>(sysconf(_SC_PAGESIZE));
}

void printTable(const std::vector<Figure> &figures)
{
    std::printf("%-4s %-3s %-58s %12s %-6s %-22s %-8s %s\n", "ID", "", "WHAT", "VALUE", "", "REACH", "", "BESIDE");
    for (const Figure &f : figures) {
        std::printf("%-4s %-3s %-58s %12.3f %-6s %-22s %-8s", f.id.c_str(), f.size.c_str(), f.what.c_str(), f.value,
                    f.unit.c_str(), f.reach.c_str(), f.isReached ? "reached" : "MISSED");
        if (!f.comparedWith.empty())
            std::printf(" %s %.3f (%.1f x)", f.comparedWith.c_str(), f.compared, f.compared / f.value);
        std::printf("\n");
    }
}

void printJson(const std::vector<Figure> &figures)
{
    JsonWriter json;
    json.beginObject().member("schema", "bench/1").key("figures").beginArray();
    for (const Figure &f : figures) {
        json.beginObject().member("id", f.id).member("size", f.size).member("what", f.what).member("value", f.value);
        json.member("unit", f.unit).member("reach", f.reach).member("reached", f.isReached);
        if (!f.comparedWith.empty())
            json.member("comparedWith", f.comparedWith).member("compared", f.compared);
        json.endObject();
    }
    json.endArray().endObject();
    std::printf("%s\n", json.text().c_str());
}

}  // namespace

Registered::Registered(std::string id, Measurement measure)
{
    measurements().emplace(std::move(id), std::move(measure));
}

double elkjsMs(const std::string &size)
{
    QFile file(qEnvironmentVariable("PORTOLAN_ELK"));
    if (!file.open(QIODevice::ReadOnly))
        return 0;
    while (!file.atEnd()) {
        const QJsonObject line = QJsonDocument::fromJson(file.readLine()).object();
        if (line[u"size"].toString().toStdString() == size)
            return line[u"ms"].toDouble();
    }
    return 0;
}

std::size_t peakBytesOf(const std::function<void()> &call)
{
    int ends[2];
    if (pipe(ends) != 0)
        return 0;
    const pid_t child = fork();
    if (child == 0) {
        const std::size_t before = residentBytes();
        call();
        rusage usage{};
        getrusage(RUSAGE_SELF, &usage);
        const std::size_t peak = static_cast<std::size_t>(usage.ru_maxrss) * 1024;
        const std::size_t grown = peak > before ? peak - before : 0;
        _exit(write(ends[1], &grown, sizeof grown) == sizeof grown ? 0 : 1);
    }
    std::size_t grown = 0;
    close(ends[1]);
    if (read(ends[0], &grown, sizeof grown) != sizeof grown)
        grown = 0;
    close(ends[0]);
    waitpid(child, nullptr, 0);
    return grown;
}

}  // namespace portolan::bench

int main(int argc, char **argv)
{
    using namespace portolan::bench;
    if (qEnvironmentVariableIsEmpty("QT_QPA_PLATFORM"))
        qputenv("QT_QPA_PLATFORM", "offscreen");
    QApplication application(argc, argv);  // QGraphicsScene, which runs beside, needs widgets
    QCommandLineParser parser;
    parser.addHelpOption();
    parser.addOptions({{u"json"_qs, u"Print one JSON document."_qs},
                       {u"data"_qs, u"Folder with the generated clusters S, M, L, XL."_qs, u"FOLDER"_qs, u"."_qs},
                       {u"only"_qs, u"Figures to measure, such as P2,P8."_qs, u"IDS"_qs},
                       {u"size"_qs, u"Sizes to measure."_qs, u"SIZES"_qs, u"S,M,L,XL"_qs},
                       {u"runs"_qs, u"Runs behind each median."_qs, u"N"_qs, u"5"_qs}});
    parser.process(application);
    Setting setting;
    setting.folder = parser.value(u"data"_qs).toStdString();
    setting.runs = std::max(1, parser.value(u"runs"_qs).toInt());
    setting.sizes.clear();
    for (const QString &size : parser.value(u"size"_qs).split(u','))
        setting.sizes.push_back(size.toStdString());

    std::vector<Figure> figures;
    const QStringList only = parser.value(u"only"_qs).split(u',', Qt::SkipEmptyParts);
    for (const auto &[id, measure] : measurements()) {
        if (!only.isEmpty() && !only.contains(QString::fromStdString(id)))
            continue;
        std::fprintf(stderr, "measuring %s\n", id.c_str());
        for (Figure &figure : measure(setting))
            figures.push_back(std::move(figure));
    }
    parser.isSet(u"json"_qs) ? printJson(figures) : printTable(figures);
    return 0;
}
