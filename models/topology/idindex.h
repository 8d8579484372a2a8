// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <functional>
#include <string_view>
#include <vector>

#include "topology/graph.h"

namespace portolan {

/** Finds a vertex by its id: open addressing, where a step costs a line of the cache and not three, as in a map of
 *  nodes. Large clusters spend much of their building here. */
class IdIndex {
public:
    explicit IdIndex(std::size_t expected)
    {
        std::size_t size = 64;
        while (size * 2 < expected * 3)
            size *= 2;
        m_slots.resize(size);
    }

    VertexIndex find(std::string_view id) const { return slotOf(id, hashOf(id)).vertex; }

    /** Whose id is `id`; if nobody's, makes it that of the vertex that `make` returns with the id's lasting text. */
    template <class Make>
    VertexIndex findOrAdd(std::string_view id, Make make)
    {
        const std::size_t hash = hashOf(id);
        if (const Slot &slot = slotOf(id, hash); slot.vertex != none)
            return slot.vertex;
        if ((m_used + 1) * 4 > m_slots.size() * 3)
            grow();
        const auto [vertex, text] = make();
        slotOf(text, hash) = {text.data(), static_cast<std::uint32_t>(text.size()), tagOf(hash), vertex};
        ++m_used;
        return vertex;
    }

private:
    struct Slot {
        const char *text = nullptr;
        std::uint32_t size = 0;
        std::uint32_t tag = 0;
        VertexIndex vertex = none;
    };

    static std::size_t hashOf(std::string_view id) { return std::hash<std::string_view>()(id); }
    static std::uint32_t tagOf(std::size_t hash) { return static_cast<std::uint32_t>(hash >> 32); }

    /** The one with this id, or the free one where it belongs. */
    const Slot &slotOf(std::string_view id, std::size_t hash) const
    {
        const std::size_t mask = m_slots.size() - 1;
        for (std::size_t at = hash & mask;; at = (at + 1) & mask) {
            const Slot &slot = m_slots[at];
            if (slot.vertex == none || (slot.tag == tagOf(hash) && std::string_view(slot.text, slot.size) == id))
                return slot;
        }
    }
    Slot &slotOf(std::string_view id, std::size_t hash)
    {
        return const_cast<Slot &>(std::as_const(*this).slotOf(id, hash));
    }

    void grow()
    {
        std::vector<Slot> before(m_slots.size() * 2);
        before.swap(m_slots);
        for (const Slot &slot : before) {
            const std::string_view id(slot.text, slot.size);
            if (slot.vertex != none)
                slotOf(id, hashOf(id)) = slot;
        }
    }

    std::vector<Slot> m_slots;  ///< a power of two
    std::size_t m_used = 0;
};

}  // namespace portolan
