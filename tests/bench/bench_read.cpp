// SPDX-License-Identifier: GPL-3.0-or-later
// P2, P4 and P13: reading JSON and YAML into the store.

#include <malloc.h>
#include <yaml-cpp/yaml.h>

#include <QByteArray>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <filesystem>
#include <fstream>
#include <sstream>

#include "bench.h"
#include "kube/read.h"

namespace portolan::bench {

namespace {

std::string contentsOf(const std::string &path)
{
    std::ifstream file(path, std::ios::binary);
    std::ostringstream text;
    text << file.rdbuf();
    return std::move(text).str();
}

/** The pages of a pod list, as an API server sends them. */
std::vector<std::string> podPages(const Setting &setting, const std::string &size)
{
    std::vector<std::string> pages;
    const std::filesystem::path folder = std::filesystem::path(setting.folder) / size / "chunks";
    std::error_code none;
    for (const auto &entry : std::filesystem::directory_iterator(folder, none)) {
        if (entry.path().filename().string().starts_with("pods-"))
            pages.push_back(entry.path().string());
    }
    std::ranges::sort(pages);
    for (std::string &page : pages)
        page = contentsOf(page);
    return pages;
}

std::size_t readPages(const std::vector<std::string> &pages)
{
    std::size_t pods = 0;
    for (const std::string &page : pages)
        pods += readBytes(page, "pods.json").snapshot->pods.size();
    return pods;
}

std::size_t readPagesByQt(const std::vector<std::string> &pages)
{
    std::size_t items = 0;
    for (const std::string &page : pages) {
        const auto document =
            QJsonDocument::fromJson(QByteArray::fromRawData(page.data(), static_cast<qsizetype>(page.size())));
        items += static_cast<std::size_t>(document.object().size());
    }
    return items;
}

std::vector<Figure> measureP2(const Setting &setting)
{
    std::vector<Figure> figures;
    for (const std::string size : {"S", "M", "L"}) {
        const auto pages = setting.wants(size) ? podPages(setting, size) : std::vector<std::string>();
        if (pages.empty())
            continue;
        const double ours = medianMs(setting.runs, [&] { keep(readPages(pages)); });
        const double qt = medianMs(size == "L" ? 1 : setting.runs, [&] { keep(readPagesByQt(pages)); });
        figures.push_back({"P2", size, "JSON of a pod list into the store", ours, "ms", ">= 12 x", qt >= 12 * ours,
                           "QJsonDocument", qt});
    }
    return figures;
}

std::size_t heapBytes()
{
    const auto now = mallinfo2();
    return now.uordblks + now.hblkhd;
}

std::vector<Figure> measureP4(const Setting &setting)
{
    std::vector<Figure> figures;
    for (const std::string size : {"M", "L", "XL"}) {
        const std::string path = setting.folder + "/" + size + "/chunks";
        if (!setting.wants(size) || !std::filesystem::exists(path))
            continue;
        std::vector<std::string> pages;
        for (const auto &entry : std::filesystem::directory_iterator(path)) {
            if (entry.path().filename().string().starts_with("pods-"))
                pages.push_back(entry.path().string());
        }
        std::ranges::sort(pages);
        const std::size_t before = heapBytes();
        const ReadOutcome outcome = readInputs(pages);
        const auto grown = static_cast<double>(heapBytes() - before);
        const double each = grown / static_cast<double>(std::max<std::size_t>(1, outcome.snapshot->pods.size()));
        figures.push_back({"P4", size, "memory kept of a pod", each, "bytes", "<= 400 bytes", each <= 400, {}, 0});
    }
    return figures;
}

void appendYaml(std::string &out, const QJsonValue &value, int indent);

void appendYamlMembers(std::string &out, const QJsonObject &object, int indent)
{
    for (auto it = object.begin(); it != object.end(); ++it) {
        out.append(static_cast<std::size_t>(indent), ' ').append(it.key().toStdString()).append(":");
        appendYaml(out, it.value(), indent + 2);
    }
}

/** As `kubectl get -o yaml` writes: block style, text quoted where it could be taken for something else. */
void appendYaml(std::string &out, const QJsonValue &value, int indent)
{
    if (value.isObject() && !value.toObject().isEmpty()) {
        out += '\n';
        appendYamlMembers(out, value.toObject(), indent);
    } else if (value.isArray() && !value.toArray().isEmpty()) {
        out += '\n';
        for (const QJsonValue &item : value.toArray()) {
            std::string nested;
            appendYaml(nested, item, indent);
            const std::size_t at = nested.find_first_not_of("\n ");
            out.append(static_cast<std::size_t>(indent - 2), ' ').append("- ").append(nested, at);
        }
    } else if (value.isString()) {
        out.append(" \"").append(value.toString().toStdString()).append("\"\n");
    } else if (value.isBool()) {
        out += value.toBool() ? " true\n" : " false\n";
    } else if (value.isDouble()) {
        out.append(" ").append(std::to_string(value.toInteger())).append("\n");
    } else {
        out += value.isArray() ? " []\n" : value.isObject() ? " {}\n" : " null\n";
    }
}

/** About `bytes` of pods as one List in YAML. */
std::string yamlDump(const std::vector<std::string> &pages, std::size_t bytes)
{
    std::string text = "apiVersion: v1\nitems:\n";
    for (const std::string &page : pages) {
        const auto items = QJsonDocument::fromJson(QByteArray::fromStdString(page)).object().value(u"items"_qs);
        for (const QJsonValue &item : items.toArray()) {
            if (text.size() >= bytes)
                break;
            QJsonObject object = item.toObject();
            object.insert(u"apiVersion"_qs, u"v1"_qs);
            object.insert(u"kind"_qs, u"Pod"_qs);
            std::string nested;
            appendYamlMembers(nested, object, 2);
            text.append("- ").append(nested, 2);
        }
    }
    return text + "kind: List\nmetadata:\n  resourceVersion: \"\"\n";
}

std::vector<Figure> measureP13(const Setting &setting)
{
    std::vector<std::string> pages = podPages(setting, "L");
    if (pages.empty())
        return {};
    pages.resize(std::min<std::size_t>(pages.size(), 20));
    const std::string yaml = yamlDump(pages, 30'000'000);
    pages = {};
    const auto ours = [&] { keep(readBytes(yaml, "pods.yaml").snapshot->pods.size()); };
    const auto theirs = [&] { keep(YAML::LoadAll(yaml).size()); };
    const double ourTime = medianMs(std::min(setting.runs, 3), ours), theirTime = medianMs(1, theirs);
    malloc_trim(0);
    const double mega = 1e6;
    const double ourPeak = static_cast<double>(peakBytesOf(ours)) / mega;
    const double theirPeak = static_cast<double>(peakBytesOf(theirs)) / mega;
    const std::string size = std::to_string(yaml.size() / 1'000'000) + " MB of YAML";
    return {
        {"P13", {}, size + ", time", ourTime, "ms", ">= 6 x", theirTime >= 6 * ourTime, "yaml-cpp LoadAll", theirTime},
        {"P13",
         {},
         size + ", peak memory",
         ourPeak,
         "MB",
         "<= 1/10",
         ourPeak * 10 <= theirPeak,
         "yaml-cpp LoadAll",
         theirPeak}};
}

const Registered p2{"P2", measureP2};
const Registered p4{"P4", measureP4};
const Registered p13{"P13", measureP13};

}  // namespace

}  // namespace portolan::bench
