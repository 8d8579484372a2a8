// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QColor>
#include <QImage>
#include <algorithm>
#include <cstdint>
#ifdef __SSE2__
#include <emmintrin.h>
#endif

namespace portolan {

/** A colour as pixels hold it: 0xAARRGGBB, premultiplied. */
using Pixel = std::uint32_t;

inline Pixel pixelOf(const QColor &colour)
{
    return qPremultiply(colour.rgba());
}

/** All four channels times a / 255. */
inline Pixel scaled(Pixel p, std::uint32_t a)
{
    std::uint32_t odd = (p & 0xff00ffu) * a, even = ((p >> 8) & 0xff00ffu) * a;
    odd = ((odd + ((odd >> 8) & 0xff00ffu) + 0x800080u) >> 8) & 0xff00ffu;
    even = (even + ((even >> 8) & 0xff00ffu) + 0x800080u) & 0xff00ff00u;
    return odd | even;
}

/** `source` over what is there. */
inline void blend(Pixel &target, Pixel source)
{
    const std::uint32_t alpha = source >> 24;
    if (alpha == 255)
        target = source;
    else if (alpha != 0)
        target = source + scaled(target, 255 - alpha);
}

/** A translucent colour over a row of pixels: the grounds of containers fill the screen, so four at a time. */
inline void blendRow(Pixel *at, Pixel *end, Pixel colour)
{
    const std::uint32_t rest = 255 - (colour >> 24);
#ifdef __SSE2__
    const __m128i zero = _mm_setzero_si128(), half = _mm_set1_epi16(0x80);
    const __m128i factor = _mm_set1_epi16(static_cast<short>(rest)), source = _mm_set1_epi32(static_cast<int>(colour));
    const auto times = [&](__m128i bytes) {
        const __m128i product = _mm_add_epi16(_mm_mullo_epi16(bytes, factor), half);
        return _mm_srli_epi16(_mm_add_epi16(product, _mm_srli_epi16(product, 8)), 8);
    };
    for (; at + 4 <= end; at += 4) {
        auto *four = reinterpret_cast<__m128i *>(at);
        const __m128i pixels = _mm_loadu_si128(four);
        const __m128i dimmed =
            _mm_packus_epi16(times(_mm_unpacklo_epi8(pixels, zero)), times(_mm_unpackhi_epi8(pixels, zero)));
        _mm_storeu_si128(four, _mm_add_epi8(dimmed, source));
    }
#endif
    for (; at < end; ++at)
        *at = colour + scaled(*at, rest);
}

/** The pixels of an image and the part of them that may change. Right and bottom are one beyond. */
struct Surface {
    Pixel *bits = nullptr;
    int stride = 0;
    int left = 0, top = 0, right = 0, bottom = 0;

    Pixel *row(int y) const { return bits + static_cast<std::ptrdiff_t>(y) * stride; }
    bool misses(int x0, int y0, int x1, int y1) const { return x0 >= right || x1 <= left || y0 >= bottom || y1 <= top; }

    /** Paints pixels x0 … x1 - 1 of a row. */
    void span(int y, int x0, int x1, Pixel colour) const
    {
        x0 = std::max(x0, left);
        x1 = std::min(x1, right);
        if (y < top || y >= bottom || x0 >= x1 || colour == 0)
            return;
        Pixel *at = row(y);
        if (colour >> 24 == 255) {
            std::fill(at + x0, at + x1, colour);
            return;
        }
        blendRow(at + x0, at + x1, colour);
    }
    void pixel(int x, int y, Pixel colour) const
    {
        if (x >= left && x < right && y >= top && y < bottom)
            blend(row(y)[x], colour);
    }
};

}  // namespace portolan
