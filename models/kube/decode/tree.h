// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <span>
#include <vector>

#include "kube/decode/cursor.h"
#include "kube/decode/keep.h"
#include "kube/pools.h"
#include "kube/value.h"

namespace portolan {

/** Builds the value tree of one object, with what the rules keep. */
class TreeDecoder {
public:
    /** The tree lives in `memory`, its keys in `pools`. Deeper than 256 levels it is null. */
    Value decode(cursor::ondemand::object &object, std::span<const Keep> fields, TextArena &memory, Pools &pools,
                 cursor::Failure &failure);

private:
    using Source = cursor::ondemand::value;
    Value object(Source &value, std::span<const Keep> fields);
    Value members(cursor::ondemand::object &object, std::span<const Keep> fields);
    Value array(Source &value, const Keep &rule);
    Value scalar(Source &value);
    Value take(Source &value, const Keep &rule);
    Value arguments(Source &value);
    Value variable(Source &value, std::string_view name);
    const Keep *ruleFor(std::span<const Keep> fields, std::string_view key, Source &value) const;
    Value closeObject(std::size_t from);
    Value closeArray(std::size_t from);

    TextArena *m_memory = nullptr;
    Pools *m_pools = nullptr;
    cursor::Failure *m_failure = nullptr;
    int m_depth = 0;
    std::vector<Member> m_members;  ///< of the objects that are open
    std::vector<Value> m_items;     ///< of the arrays that are open
};

}  // namespace portolan
