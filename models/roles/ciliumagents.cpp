// SPDX-License-Identifier: GPL-3.0-or-later
#include "roles/ciliumagents.h"

#include "roles/controllers.h"

namespace portolan::roles {

Running ciliumAgents(const Survey &survey)
{
    return runningImage(survey, controller("cilium").images, "the image of Cilium's agent");
}

const Object *ciliumConfig(const Survey &survey, const Running &agents)
{
    constexpr std::string_view name = "cilium-config";
    for (const Object *agent : agents.workloads) {
        if (const Object *found = survey.snapshot().find(Kind::ConfigMap, agent->space, name))
            return found;
    }
    return survey.snapshot().find(Kind::ConfigMap, "kube-system", name);
}

Proof ciliumOption(const Object *config, std::string_view key, std::string_view value, std::string_view means)
{
    if (!config || (*config)["data"][key].text() != value)
        return {};
    return {refTo(*config), "/data" + pointerStep(key), std::string(value), std::string(means)};
}

}  // namespace portolan::roles
