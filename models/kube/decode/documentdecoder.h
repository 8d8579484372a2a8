// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <string_view>

#include "kube/batch.h"
#include "kube/decode/cursor.h"
#include "kube/decode/poddecoder.h"
#include "kube/decode/tree.h"

namespace portolan {

/** Finds the objects in one JSON document: a single object, a list of any sort, a list in a list, an array. */
class DocumentDecoder {
public:
    cursor::Failure decode(cursor::ondemand::document &document, const Origin &origin, Batch &into);

private:
    /** What an object says that it is. */
    struct Envelope {
        std::string_view apiVersion;
        std::string_view kind;
    };
    /** Which namespace and name an object says that it has, as they stand in the text. */
    struct Name {
        std::string_view space;
        std::string_view name;
        bool isGenerated = false;
    };
    using Source = cursor::ondemand::value;
    using SourceObject = cursor::ondemand::object;

    void decodeAny(SourceObject &object, const Envelope &listed);
    void decodeKind(SourceObject &object, const Envelope &envelope);
    void decodeList(SourceObject &object, const Envelope &list);
    void decodeItems(Source &value, const Envelope &listed);
    void decodePod(SourceObject &object);
    void decodeTree(SourceObject &object, const KindInfo &kind);
    void countOther(SourceObject &object, const Envelope &envelope);
    void decodeStatus(SourceObject &object);
    void decodeSnapshotHead(Source &value);

    Envelope envelopeOf(SourceObject &object, const Envelope &listed);
    Name nameOf(SourceObject &object);
    const KindInfo *kindOf(const Envelope &envelope);
    void reject(std::string why);
    void rejectUnnamed(std::string_view kind, bool isGenerated);

    Batch *m_into = nullptr;
    Origin m_origin;
    cursor::Failure m_failure = simdjson::SUCCESS;
    PodDecoder m_pods;
    TreeDecoder m_trees;
    std::shared_ptr<TreeMemory> m_memory;
    int m_depth = 0;
    std::size_t m_rejects = 0;
    std::string m_lastVersion, m_lastKind;
    const KindInfo *m_lastInfo = nullptr;
};

}  // namespace portolan
