// SPDX-License-Identifier: GPL-3.0-or-later
#include "api/compressed.h"

#include <libdeflate.h>
#include <zlib.h>

#include <cstring>
#include <memory>

namespace portolan {

namespace {

struct Deleter {
    void operator()(libdeflate_decompressor *one) const { libdeflate_free_decompressor(one); }
};

/** The size that a gzip stream gives at its end: modulo 4 GB, and anything if it is broken. */
std::size_t toldSize(std::string_view gzip)
{
    std::uint32_t size = 0;
    if (gzip.size() >= 18)
        std::memcpy(&size, gzip.data() + gzip.size() - sizeof size, sizeof size);
    return size;
}

}  // namespace

std::optional<std::string> unpacked(std::string_view gzip, std::size_t padding, std::size_t most)
{
    thread_local const std::unique_ptr<libdeflate_decompressor, Deleter> unpacker(libdeflate_alloc_decompressor());
    const std::size_t size = toldSize(gzip);
    // Deflate packs a thousandfold at the most: a size beyond that is a lie that would cost memory.
    if (size > most || size > gzip.size() * 1100 + 64)
        return std::nullopt;
    std::string text(size + padding, '\0');
    std::size_t written = 0;
    if (libdeflate_gzip_decompress(unpacker.get(), gzip.data(), gzip.size(), text.data(), size, &written) !=
        LIBDEFLATE_SUCCESS)
        return std::nullopt;
    text.resize(written);
    return text;
}

std::string unpackedHead(std::string_view gzip, std::size_t size)
{
    z_stream stream{};
    constexpr int gzipWindow = 15 + 16;
    if (inflateInit2(&stream, gzipWindow) != Z_OK)
        return {};
    std::string head(size, '\0');
    // NOLINTNEXTLINE(cppcoreguidelines-pro-type-const-cast): zlib reads only, but its field is not const
    stream.next_in = reinterpret_cast<Bytef *>(const_cast<char *>(gzip.data()));
    stream.avail_in = static_cast<uInt>(std::min<std::size_t>(gzip.size(), 1 << 20));
    stream.next_out = reinterpret_cast<Bytef *>(head.data());
    stream.avail_out = static_cast<uInt>(size);
    inflate(&stream, Z_SYNC_FLUSH);
    head.resize(size - stream.avail_out);
    inflateEnd(&stream);
    return head;
}

}  // namespace portolan
