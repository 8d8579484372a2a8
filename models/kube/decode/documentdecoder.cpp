// SPDX-License-Identifier: GPL-3.0-or-later
#include "kube/decode/documentdecoder.h"

#include <functional>

#include "kube/decode/foreign.h"
#include "kube/decode/keep.h"

namespace portolan {

using cursor::eachItem;
using cursor::eachMember;

namespace {

constexpr int maxListDepth = 8;
constexpr std::size_t maxRejects = 20;  ///< of one document; the others are summed up
constexpr std::size_t treeMemorySize = std::size_t(256) * 1024;

/** Lists are told by their kind; a kind that merely ends so has no items. */
bool isListKind(std::string_view kind)
{
    return kind.ends_with("List");
}

std::string_view groupOf(std::string_view apiVersion)
{
    const auto slash = apiVersion.find('/');
    return slash == std::string_view::npos ? std::string_view() : apiVersion.substr(0, slash);
}

/** What to count a kind as that is not kept: its name, with the group where a kept kind has that name. */
std::string countedName(std::string_view apiVersion, std::string_view kind)
{
    std::string name(kind);
    if (kindByReference(kind) && !groupOf(apiVersion).empty())
        name.append(".").append(groupOf(apiVersion));
    return name;
}

/** A string with its escapes, good for telling one from another. */
std::string_view token(cursor::ondemand::value &value)
{
    if (!cursor::isType(value, cursor::JsonType::string))
        return {};
    const std::string_view quoted = value.raw_json_token();
    return quoted.substr(1, quoted.rfind('"') - 1);
}

}  // namespace

cursor::Failure DocumentDecoder::decode(cursor::ondemand::document &document, const Origin &origin, Batch &into)
{
    m_into = &into;
    m_origin = origin;
    m_failure = simdjson::SUCCESS;
    m_depth = 0;
    m_rejects = 0;
    cursor::JsonType type{};
    if ((m_failure = document.type().get(type)))
        return m_failure;
    if (type != cursor::JsonType::object && type != cursor::JsonType::array) {
        reject("not a Kubernetes object: a plain value");
        return m_failure;
    }
    Source root;
    if ((m_failure = document.get_value().get(root)))
        return m_failure;
    if (type == cursor::JsonType::array) {
        decodeItems(root, {});
    } else {
        SourceObject object;
        if (!(m_failure = root.get_object().get(object)))
            decodeAny(object, {});
    }
    if (m_rejects > maxRejects)
        into.rejects.push_back(
            {origin.document, origin.line, "and " + std::to_string(m_rejects - maxRejects) + " more in this document"});
    return m_failure;
}

DocumentDecoder::Envelope DocumentDecoder::envelopeOf(SourceObject &object, const Envelope &listed)
{
    Envelope found;
    for (auto result : object) {
        cursor::ondemand::field field;
        if ((m_failure = std::move(result).get(field)))
            return found;
        const std::string_view key = cursor::rawKey(field);
        Source value = field.value();
        if (key == "kind")
            found.kind = cursor::rawText(value);
        else if (key == "apiVersion")
            found.apiVersion = cursor::rawText(value);
        else if (!listed.kind.empty() && found.kind.empty() && found.apiVersion.empty())
            break;  // typed lists leave both out, and then neither comes later
        if (!found.kind.empty() && !found.apiVersion.empty())
            break;
    }
    bool isNotEmpty = false;
    m_failure = object.reset().get(isNotEmpty);
    if (found.kind.empty())
        found.kind = listed.kind;
    if (found.apiVersion.empty())
        found.apiVersion = listed.apiVersion;
    return found;
}

DocumentDecoder::Name DocumentDecoder::nameOf(SourceObject &object)
{
    Name found;
    eachMember(object, m_failure, [&](std::string_view key, Source &field) {
        if (key != "metadata")
            return;
        eachMember(field, m_failure, [&](std::string_view name, Source &value) {
            if (name == "name")
                found.name = token(value);
            else if (name == "namespace")
                found.space = token(value);
            else if (name == "generateName")
                found.isGenerated = true;
        });
    });
    bool isNotEmpty = false;
    if (!m_failure)
        m_failure = object.reset().get(isNotEmpty);
    return found;
}

const KindInfo *DocumentDecoder::kindOf(const Envelope &envelope)
{
    if (envelope.kind != m_lastKind || envelope.apiVersion != m_lastVersion) {
        m_lastKind = envelope.kind;
        m_lastVersion = envelope.apiVersion;
        m_lastInfo = portolan::kindOf(envelope.apiVersion, envelope.kind);
    }
    return m_lastInfo;
}

void DocumentDecoder::decodeAny(SourceObject &object, const Envelope &listed)
{
    const Envelope envelope = envelopeOf(object, listed);
    if (m_failure)
        return;
    if (envelope.kind.empty() || envelope.apiVersion.empty())
        return reject(whatForeignObjectIs(object, m_failure));
    if (const std::string why = whyNotAnObject(envelope.apiVersion, envelope.kind); !why.empty())
        return reject(why);
    if (envelope.kind == "Status" && groupOf(envelope.apiVersion).empty())
        return decodeStatus(object);
    if (isListKind(envelope.kind))
        return decodeList(object, envelope);
    decodeKind(object, envelope);
}

void DocumentDecoder::decodeKind(SourceObject &object, const Envelope &envelope)
{
    const KindInfo *kind = kindOf(envelope);
    if (kind && kind->kind == Kind::Pod)
        return decodePod(object);
    const bool isKept =
        kind && (kind->kind != Kind::ConfigMap || isNetworkConfigMap(nameOf(object).name)) && !m_failure;
    if (isKept)
        decodeTree(object, *kind);
    else if (!m_failure)
        countOther(object, envelope);
}

void DocumentDecoder::decodeList(SourceObject &object, const Envelope &list)
{
    const std::string kind(list.kind.substr(0, list.kind.size() - 4)), version(list.apiVersion);
    const Envelope listed = kind.empty() ? Envelope() : Envelope{version, kind};
    if (++m_depth > maxListDepth)
        return reject("lists in lists, too deep");
    bool hasItems = false;
    eachMember(object, m_failure, [&](std::string_view key, Source &field) {
        if (key == "items") {
            hasItems = true;
            decodeItems(field, listed);
        } else if (key == "portolan") {
            decodeSnapshotHead(field);
        }
    });
    --m_depth;
    if (!hasItems && !m_failure)
        reject("a list without items");
}

void DocumentDecoder::decodeItems(Source &value, const Envelope &listed)
{
    std::size_t index = 0;
    eachItem(value, m_failure, [&](Source &item) {
        ++index;
        if (!cursor::isType(item, cursor::JsonType::object))
            return reject("not a Kubernetes object: item " + std::to_string(index) + " of the list");
        SourceObject object;
        if (!(m_failure = item.get_object().get(object)))
            decodeAny(object, listed);
    });
}

void DocumentDecoder::decodePod(SourceObject &object)
{
    Pod pod = m_pods.decode(object, m_origin, *m_into, m_failure);
    if (m_failure)
        return;
    if (pod.name.empty())
        return rejectUnnamed("Pod", false);
    if (pod.space.empty())
        pod.space = "default";
    m_into->pods.push_back(pod);
    ++m_into->objectCount;
}

void DocumentDecoder::decodeTree(SourceObject &object, const KindInfo &kind)
{
    if (!m_memory || m_memory->pools != m_into->pools || m_memory->arena.bytes() > treeMemorySize) {
        m_memory = std::make_shared<TreeMemory>();
        m_memory->pools = m_into->pools;
    }
    auto decoded = std::make_shared<Object>();
    decoded->kind = kind.kind;
    decoded->root = m_trees.decode(object, keptFields(kind.kind), m_memory->arena, *m_into->pools, m_failure);
    decoded->origin = m_origin;
    decoded->memory = m_memory;
    if (m_failure)
        return;
    const Value meta = decoded->meta();
    decoded->name = meta["name"].text();
    if (decoded->name.empty())
        return rejectUnnamed(kind.name, !meta["generateName"].isNull());
    const std::string_view space = meta["namespace"].text();
    decoded->space = !kind.namespaced ? std::string_view() : space.empty() ? std::string_view("default") : space;
    m_into->objects.push_back(std::move(decoded));
    ++m_into->objectCount;
}

void DocumentDecoder::countOther(SourceObject &object, const Envelope &envelope)
{
    const std::string kind = countedName(envelope.apiVersion, envelope.kind);
    const Name name = nameOf(object);
    if (m_failure)
        return;
    if (name.name.empty())
        return rejectUnnamed(kind, name.isGenerated);
    const std::string &kept = *m_into->countedKinds.insert(kind).first;
    const std::string key = std::string(name.space).append("/").append(name.name);
    m_into->counted.push_back({&kept, std::hash<std::string>()(key)});
    ++m_into->objectCount;
}

void DocumentDecoder::reject(std::string why)
{
    if (++m_rejects <= maxRejects)
        m_into->rejects.push_back({m_origin.document, m_origin.line, std::move(why)});
}

void DocumentDecoder::rejectUnnamed(std::string_view kind, bool isGenerated)
{
    reject(std::string(kind) + (isGenerated ? " with generateName only: it has no name until it is created"
                                            : " without a name (metadata.name, as text)"));
}

}  // namespace portolan
