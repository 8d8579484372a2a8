// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <memory>
#include <span>
#include <vector>

#include "kube/table.h"

namespace portolan {

/** How many elements a chunk has when a list is built at once. */
inline constexpr std::size_t chunkSize = 512;

/** A chunk with copies of `pods`, which are sorted: their own texts lie together in the chunk, what they share stays
 * where it is and is kept alive by `shared`. */
[[nodiscard]] PodTable::ChunkPtr podChunk(std::span<const Pod> pods, std::shared_ptr<const void> shared);

/** A chunk with copies of `pods`, which are sorted, and of everything that they point to: it keeps nothing else alive.
 */
[[nodiscard]] PodTable::ChunkPtr compactChunk(std::span<const Pod> pods);

/** A list of sorted pods or objects. */
[[nodiscard]] PodTable podTable(std::span<const Pod> pods, const std::shared_ptr<const void> &shared);
[[nodiscard]] ObjectTable objectTable(std::span<const ObjectPtr> objects);

}  // namespace portolan
