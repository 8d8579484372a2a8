// SPDX-License-Identifier: GPL-3.0-or-later
#include "kube/decode/foreign.h"

#include <algorithm>
#include <vector>

#include "kube/decode/documentdecoder.h"
#include "kube/time.h"

namespace portolan {

using cursor::eachItem;
using cursor::eachMember;

std::string whyNotAnObject(std::string_view apiVersion, std::string_view kind)
{
    if (kind == "Table" && apiVersion.starts_with("meta.k8s.io/"))
        return "a table as kubectl prints it, without the objects: save with -o json or -o yaml";
    if (apiVersion.starts_with("kustomize.config.k8s.io/"))
        return "not a Kubernetes object: a kustomization (open what \"kubectl kustomize\" prints)";
    if (kind == "Config" && apiVersion == "v1")
        return "not a Kubernetes object: a kubeconfig";
    return {};
}

std::string whatForeignObjectIs(cursor::ondemand::object &object, cursor::Failure &failure)
{
    std::vector<std::string_view> keys;
    bool isOpenApi = false;
    eachMember(object, failure, [&](std::string_view key, cursor::ondemand::value &) {
        if (keys.size() < 64)
            keys.push_back(key);
        isOpenApi = isOpenApi || key == "swagger" || key == "openapi";
    });
    const auto has = [&](std::string_view key) { return std::ranges::find(keys, key) != keys.end(); };
    const std::string no = "not a Kubernetes object: ";
    if (isOpenApi)
        return no + "an API description";
    if (has("resources") &&
        (has("configMapGenerator") || has("patches") || has("generatorOptions") || keys.size() == 1))
        return no + "a kustomization (open what \"kubectl kustomize\" prints)";
    if (has("apiVersion") && has("name") && has("version"))
        return no + "a Helm chart's description";
    if (has("kind"))
        return no + "it has a kind and no apiVersion";
    if (has("apiVersion"))
        return no + "it has an apiVersion and no kind";
    if (has("replicaCount") || (has("image") && has("service")))
        return no + "the values of a Helm chart";
    return no + "it has neither kind nor apiVersion";
}

namespace {

Gap::Why whyOf(std::int64_t code, std::string_view reason)
{
    if (code == 403 || reason == "Forbidden")
        return Gap::Why::Forbidden;
    return code == 404 || reason == "NotFound" ? Gap::Why::NotInstalled : Gap::Why::Failed;
}

/** The reference name of the kind whose resource this is ("pods"), as far as it is known. */
std::string kindOfResource(std::string_view resource, std::string_view group)
{
    for (std::size_t i = 0; i < kindCount; ++i) {
        const KindInfo &kind = info(static_cast<Kind>(i));
        const bool isOfGroup = group.empty() || std::ranges::find(kind.groups, group) != kind.groups.end();
        if ((kind.plural == resource || kind.name == resource) && isOfGroup)
            return std::string(kind.reference);
    }
    return std::string(resource);
}

}  // namespace

void DocumentDecoder::decodeStatus(SourceObject &object)
{
    std::string_view status, reason, message, resource, group;
    std::int64_t code = 0;
    eachMember(object, m_failure, [&](std::string_view key, Source &field) {
        if (key == "status")
            status = cursor::text(field);
        else if (key == "reason")
            reason = cursor::text(field);
        else if (key == "message")
            message = cursor::text(field);
        else if (key == "code")
            code = cursor::integer(field);
        else if (key == "details")
            eachMember(field, m_failure, [&](std::string_view detail, Source &value) {
                if (detail == "kind")
                    resource = cursor::text(value);
                else if (detail == "group")
                    group = cursor::text(value);
            });
    });
    if (status == "Success" || m_failure)
        return reject("an answer of the API server that carries no object");
    m_into->gaps.push_back({kindOfResource(resource, group), whyOf(code, reason), std::string(message)});
}

namespace {

Gap gapOf(cursor::ondemand::value &value, cursor::Failure &failure)
{
    Gap gap;
    eachMember(value, failure, [&](std::string_view key, cursor::ondemand::value &field) {
        if (key == "kind") {
            gap.kind = cursor::text(field);
        } else if (key == "why") {
            const std::string_view why = cursor::text(field);
            gap.why = why == "forbidden"       ? Gap::Why::Forbidden
                      : why == "not-installed" ? Gap::Why::NotInstalled
                      : why == "pending"       ? Gap::Why::Pending
                                               : Gap::Why::Failed;
        } else if (key == "message") {
            gap.message = cursor::text(field);
        } else if (key == "readIn") {
            eachItem(field, failure,
                     [&](cursor::ondemand::value &item) { gap.readIn.emplace_back(cursor::text(item)); });
        }
    });
    std::ranges::sort(gap.readIn);
    return gap;
}

}  // namespace

void DocumentDecoder::decodeSnapshotHead(Source &value)
{
    eachMember(value, m_failure, [&](std::string_view key, Source &field) {
        if (key == "title")
            m_into->title = cursor::text(field);
        else if (key == "takenAt")
            m_into->takenAt = secondsOf(cursor::text(field));
        else if (key == "gaps")
            eachItem(field, m_failure, [&](Source &item) { m_into->gaps.push_back(gapOf(item, m_failure)); });
        else if (key == "counted")
            eachMember(field, m_failure, [&](std::string_view kind, Source &count) {
                const std::int64_t number = cursor::integer(count);
                if (number > 0 && number < 1'000'000'000)
                    m_into->otherCounts[std::string(kind)] += static_cast<std::size_t>(number);
            });
    });
}

}  // namespace portolan
