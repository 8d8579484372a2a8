// SPDX-License-Identifier: GPL-3.0-or-later
#include "kube/decoder.h"

#include "kube/decode/cursor.h"
#include "kube/decode/documentdecoder.h"

namespace portolan {

namespace {

/** Up to here a document is validated in full. On-demand reading skips what nobody looks at, so it would take some
 * texts for JSON that are none; what people write by hand is smaller, what programs write is right. */
constexpr std::size_t validatedSize = 1 << 20;

/** simdjson counts in 32 bits. */
constexpr std::size_t maxSize = 0xFFFFFF00u;

}  // namespace

struct JsonDecoder::Parts {
    simdjson::dom::parser validator;
    cursor::ondemand::parser parser;
    DocumentDecoder document;
};

JsonDecoder::JsonDecoder() : m_parts(std::make_unique<Parts>()) {}
JsonDecoder::~JsonDecoder() = default;
JsonDecoder::JsonDecoder(JsonDecoder &&) noexcept = default;

std::optional<SyntaxError> JsonDecoder::decode(std::string_view padded, const Origin &origin, Batch &into)
{
    if (padded.size() > maxSize)
        return SyntaxError{"a document of more than 4 GB", 0};
    if (padded.size() < validatedSize) {
        simdjson::dom::element root;
        if (const auto error = m_parts->validator.parse(padded.data(), padded.size(), false).get(root))
            return SyntaxError{simdjson::error_message(error), padded.size()};
    }
    cursor::ondemand::document document;
    const std::size_t capacity = padded.size() + simdjson::SIMDJSON_PADDING;
    if (const auto error = m_parts->parser.iterate(padded.data(), padded.size(), capacity).get(document))
        return SyntaxError{simdjson::error_message(error), padded.size()};
    const cursor::Failure failure = m_parts->document.decode(document, origin, into);
    if (!failure)
        return std::nullopt;
    const char *at = nullptr;
    const bool isKnown = document.current_location().get(at) == simdjson::SUCCESS;
    return SyntaxError{simdjson::error_message(failure),
                       isKnown ? static_cast<std::size_t>(at - padded.data()) : padded.size()};
}

}  // namespace portolan
