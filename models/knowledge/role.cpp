// SPDX-License-Identifier: GPL-3.0-or-later
#include "knowledge/sentences.h"

namespace portolan::knowledge {

KnownRole readRole(Fields fields, const Reading &reading)
{
    KnownRole role;
    checkSchema(fields, "role/1");
    role.role = readTopic(fields, "role");
    role.title = fields.text("title").text;
    role.question = fields.text("question").text;
    role.what = readText(fields, "what", reading);
    role.k3s = readText(fields, "k3s", reading);
    for (Fields next : fields.maps("handsTo")) {
        std::string topic = readTopic(next, "role");
        role.handsTo.push_back({std::move(topic), next.text("text").text});
        next.finish();
    }
    role.alternatives = textsOf(fields.texts("alternatives"));
    role.links = readLinks(fields);
    fields.finish();
    return role;
}

}  // namespace portolan::knowledge
