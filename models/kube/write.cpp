// SPDX-License-Identifier: GPL-3.0-or-later
#include "kube/write.h"

#include "base/jsonwriter.h"
#include "kube/time.h"
#include "kube/write/podfields.h"
#include "kube/write/treefields.h"
#include "kube/write/yamlwriter.h"

namespace portolan {

namespace {

/** What the snapshot knows beside the objects; the reader takes it from any List. */
void writeHead(JsonWriter &json, const ClusterSnapshot &snapshot)
{
    json.key("portolan").beginObject().member("title", std::string_view(snapshot.title));
    if (snapshot.takenAt > 0)
        json.member("takenAt", std::string_view(timeText(snapshot.takenAt)));
    writeGaps(json, snapshot.gaps);
    json.key("counted").beginObject();
    for (const auto &[kind, count] : snapshot.otherCounts)
        json.member(kind, count);
    json.endObject().endObject();
}

}  // namespace

void writeGaps(JsonWriter &json, const std::vector<Gap> &gaps)
{
    json.key("gaps").beginArray();
    for (const Gap &gap : gaps) {
        json.beginObject().member("kind", std::string_view(gap.kind)).member("why", name(gap.why));
        json.member("message", std::string_view(gap.message)).key("readIn").beginArray();
        for (const std::string &space : gap.readIn)
            json.value(std::string_view(space));
        json.endArray().endObject();
    }
    json.endArray();
}

std::string toYaml(const Object &object)
{
    YamlWriter yaml;
    writeObject(yaml, object);
    return yaml.take();
}

std::string toYaml(const Pod &pod)
{
    YamlWriter yaml;
    writePod(yaml, pod, PodCounts::OnlyCertain);
    return yaml.take();
}

std::string toJson(const Object &object)
{
    JsonWriter json;
    writeObject(json, object);
    return json.take();
}

std::string toJson(const Pod &pod)
{
    JsonWriter json;
    writePod(json, pod, PodCounts::All);
    return json.take();
}

std::string toJson(const ClusterSnapshot &snapshot)
{
    JsonWriter json;
    json.beginObject().member("apiVersion", "v1").member("kind", "List");
    writeHead(json, snapshot);
    json.key("items").beginArray();
    for (const ObjectTable &table : snapshot.objects) {
        for (const ObjectPtr &object : table)
            writeObject(json, *object);
    }
    for (const Pod &pod : snapshot.pods)
        writePod(json, pod, PodCounts::All);
    json.endArray().endObject();
    return json.take();
}

}  // namespace portolan
