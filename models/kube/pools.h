// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <string_view>
#include <vector>

#include "base/textarena.h"
#include "kube/pod.h"

namespace portolan {

/** What many objects have in common, kept once: texts, sets of labels, pod templates.
 *
 *  What it gives lives as long as the pool and never moves. One thread adds; any may read what was given.
 *  Cost: a hash and a comparison for each call; an unseen text is copied.
 */
class Pools {
public:
    std::string_view text(std::string_view text) { return ref(text).view(); }
    TextRef ref(std::string_view text);
    /** `pairs` is sorted by key. */
    const Pairs *pairs(std::span<const Pairs::value_type> pairs);
    const PodTemplate *podTemplate(const PodTemplate &podTemplate);

    /** Gives back what only adding needs; adding more afterwards would keep some things twice. */
    void settle();

    std::size_t textBytes() const { return m_memory.bytes(); }

private:
    /** An open hash table of indexes into a list that it does not own. */
    class Index {
    public:
        /** The index with this hash that `isEqual` accepts; else `fresh`, which is now in the table. */
        template <class Equal>
        std::size_t findOrAdd(std::uint64_t hash, std::size_t fresh, Equal &&isEqual);

    private:
        struct Entry {
            std::uint32_t hash = 0;
            std::uint32_t at = 0;  ///< index + 1; 0: empty
        };
        void grow();
        std::vector<Entry> m_entries;
        std::size_t m_used = 0;
    };

    PodTemplate kept(const PodTemplate &podTemplate);
    Container kept(const Container &container);

    std::uint32_t pairNumber(const Pairs::value_type &pair);

    TextArena m_memory;
    PairTable m_pairTable;
    std::vector<TextRef> m_texts;
    std::vector<const Pairs *> m_pairs;
    std::vector<const PodTemplate *> m_templates;
    std::vector<std::uint32_t> m_numbers;  ///< of the set that is being made
    Index m_textIndex, m_pairIndex, m_pairsIndex, m_templateIndex;
};

}  // namespace portolan
