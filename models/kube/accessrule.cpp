// SPDX-License-Identifier: GPL-3.0-or-later
#include "kube/accessrule.h"

#include <algorithm>
#include <map>
#include <set>

#include "kube/decode/keep.h"
#include "kube/kind.h"

namespace portolan {

namespace {

void append(std::string &yaml, std::string_view apiGroup, const std::set<std::string_view> &resources)
{
    yaml += "- apiGroups: [\"" + std::string(apiGroup) + "\"]\n  resources: [";
    bool isFirst = true;
    for (const std::string_view resource : resources) {
        yaml += (isFirst ? "" : ", ") + std::string(resource);
        isFirst = false;
    }
    yaml += "]\n  verbs: [get, list, watch]\n";
}

}  // namespace

std::string accessRules()
{
    std::map<std::string_view, std::set<std::string_view>> byGroup;
    for (std::size_t i = 0; i < kindCount; ++i) {
        const KindInfo &kind = info(static_cast<Kind>(i));
        if (kind.kind == Kind::ConfigMap)
            continue;
        for (const std::string_view group : kind.groups)
            byGroup[group].insert(kind.plural);
    }
    std::string yaml =
        "# Lets Portolan read what it draws. Groups that a cluster does not serve do no harm.\n"
        "# Bind both to whom they are for, for example:\n"
        "#   kubectl create clusterrolebinding portolan --clusterrole=portolan-viewer --user=NAME\n"
        "#   kubectl -n kube-system create rolebinding portolan --role=portolan-viewer --user=NAME\n"
        "apiVersion: rbac.authorization.k8s.io/v1\n"
        "kind: ClusterRole\n"
        "metadata:\n"
        "  name: portolan-viewer\n"
        "rules:\n";
    for (const auto &[group, resources] : byGroup)
        append(yaml, group, resources);
    yaml +=
        "---\n"
        "apiVersion: rbac.authorization.k8s.io/v1\n"
        "kind: Role\n"
        "metadata:\n"
        "  name: portolan-viewer\n"
        "  namespace: kube-system\n"
        "rules:\n"
        "- apiGroups: [\"\"]\n"
        "  resources: [configmaps]\n"
        "  resourceNames: [";
    bool isFirst = true;
    for (const std::string_view name : networkConfigMaps()) {
        yaml += (isFirst ? "" : ", ") + std::string(name);
        isFirst = false;
    }
    return yaml + "]\n  verbs: [get]\n";
}

}  // namespace portolan
