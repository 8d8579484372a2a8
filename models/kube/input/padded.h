// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstring>
#include <memory>
#include <string_view>

#include "kube/decoder.h"

namespace portolan {

/** A text with the padding behind it that JsonDecoder asks for. */
class PaddedText {
public:
    PaddedText() = default;
    explicit PaddedText(std::size_t capacity)
        : m_bytes(std::make_unique_for_overwrite<char[]>(capacity + jsonPadding)), m_capacity(capacity)
    {
    }
    explicit PaddedText(std::string_view text) : PaddedText(text.size())
    {
        if (!text.empty())
            std::memcpy(m_bytes.get(), text.data(), text.size());
        resize(text.size());
    }

    char *data() { return m_bytes.get(); }
    std::size_t capacity() const { return m_capacity; }
    void resize(std::size_t size)
    {
        m_size = size;
        std::memset(m_bytes.get() + size, 0, jsonPadding);
    }
    std::string_view view() const { return {m_bytes.get(), m_size}; }

private:
    std::unique_ptr<char[]> m_bytes;
    std::size_t m_capacity = 0;
    std::size_t m_size = 0;
};

}  // namespace portolan
