// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "kube/batch.h"

namespace portolan {

/** Bytes that must be readable, with any content, behind the text that a JsonDecoder gets. */
inline constexpr std::size_t jsonPadding = 64;

/** Where a document stopped being JSON. */
struct SyntaxError {
    std::string what;
    std::size_t offset = 0;  ///< into the text; its size if the place is not known
};

/** Reads Kubernetes objects out of JSON text: the only place that knows what a pod looks like.
 *
 *  A decoder keeps its buffers from one document to the next; it is for one thread.
 */
class JsonDecoder {
public:
    JsonDecoder();
    ~JsonDecoder();
    JsonDecoder(JsonDecoder &&) noexcept;

    /** Adds what the document holds to `into`. `padded` is one JSON text in a buffer with jsonPadding more bytes.
     *
     *  Errors: a SyntaxError if the text is not JSON; what came before the place is in `into` all the same. A text
     * under 1 MB is validated in full first, a larger one only where it is looked at.
     */
    std::optional<SyntaxError> decode(std::string_view padded, const Origin &origin, Batch &into);

private:
    struct Parts;
    std::unique_ptr<Parts> m_parts;
};

}  // namespace portolan
