// SPDX-License-Identifier: GPL-3.0-or-later
#include "kube/pairs.h"

#include <algorithm>
#include <cstring>
#include <new>

namespace portolan {

const Pairs *Pairs::make(TextArena &memory, const PairTable &table, std::span<const std::uint32_t> numbers)
{
    static_assert(sizeof(Pairs) % alignof(std::uint32_t) == 0);
    void *at = memory.allocate(sizeof(Pairs) + numbers.size_bytes(), alignof(Pairs));
    auto *made = new (at) Pairs(&table, static_cast<std::uint32_t>(numbers.size()));
    if (!numbers.empty())
        std::memcpy(reinterpret_cast<std::uint32_t *>(made + 1), numbers.data(), numbers.size_bytes());
    return made;
}

std::string_view valueOf(const Pairs &pairs, std::string_view key)
{
    const auto at = std::ranges::lower_bound(pairs, key, {}, &Pairs::value_type::first);
    return at != pairs.end() && at->first == key ? at->second : std::string_view();
}

bool operator==(const Pairs &a, const Pairs &b)
{
    return std::ranges::equal(a, b);
}

}  // namespace portolan
