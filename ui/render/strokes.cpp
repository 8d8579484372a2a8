// SPDX-License-Identifier: GPL-3.0-or-later
#include "render/strokes.h"

#include <cmath>

namespace portolan {

namespace {

/** Positions across a line in 1/65536 pixels: floating point would take a third of the frame for rounding alone. */
using Fixed = std::int64_t;
constexpr int fixedBits = 16;
constexpr Fixed one = Fixed(1) << fixedBits;

/** So little off, a segment counts as level or upright. */
constexpr float straight = 0.02f;

Fixed fixed(float v)
{
    return static_cast<Fixed>(static_cast<double>(v) * static_cast<double>(one));
}

/** A segment seen along its longer axis: `along` grows, `across` changes by `slope` for each pixel of it. */
struct Sweep {
    float start, end, across, slope, width;              ///< `width` is measured across
    int step, acrossStep;                                ///< in pixels of memory
    int alongFirst, alongLast, acrossFirst, acrossLast;  ///< what may be painted; last is one beyond
};

/** Paints from `top` to `bottom` of one pixel of the axis; the outer pixels are covered in part. */
inline void paintColumn(Pixel *column, const Sweep &s, Fixed top, Fixed bottom, Pixel colour)
{
    top = std::max(top, static_cast<Fixed>(s.acrossFirst) << fixedBits);
    bottom = std::min(bottom, static_cast<Fixed>(s.acrossLast) << fixedBits);
    if (top >= bottom)
        return;
    Pixel *at = column + (top >> fixedBits) * s.acrossStep;
    for (Fixed edge = ((top >> fixedBits) + 1) << fixedBits; edge < bottom; edge += one) {
        blend(*at, scaled(colour, static_cast<std::uint32_t>((edge - top) * 255 >> fixedBits)));
        at += s.acrossStep;
        top = edge;
    }
    blend(*at, scaled(colour, static_cast<std::uint32_t>((bottom - top) * 255 >> fixedBits)));
}

/** Paints the pixels of the axis whose middles the segment passes, so that of two segments that meet each pixel belongs
 * to one. */
void paint(Pixel *origin, const Sweep &s, Pixel colour)
{
    const int first = std::max(s.alongFirst, static_cast<int>(std::ceil(s.start - 0.5f)));
    const int last = std::min(s.alongLast, static_cast<int>(std::ceil(s.end - 0.5f)));
    const Fixed slope = fixed(s.slope), width = fixed(s.width);
    Fixed top = fixed(s.across + (static_cast<float>(first) + 0.5f - s.start) * s.slope - s.width / 2);
    Pixel *column = origin + static_cast<std::ptrdiff_t>(first) * s.step;
    for (int i = first; i < last; ++i, top += slope, column += s.step)
        paintColumn(column, s, top, top + width, colour);
}

/** The pixels of an axis whose middles lie between two places; what is far outside is not told apart. */
int firstBehind(float place)
{
    return static_cast<int>(std::ceil(std::clamp(place, -1e6f, 1e6f) - 0.5f));
}

/** A level line covers the same of each row from end to end. */
void paintLevel(const Surface &surface, float x0, float x1, float top, float bottom, Pixel colour)
{
    const int left = static_cast<int>(std::lround(x0)), right = static_cast<int>(std::lround(x1));
    for (int y = static_cast<int>(std::floor(top)); static_cast<float>(y) < bottom; ++y) {
        const float covered = std::min(bottom, static_cast<float>(y + 1)) - std::max(top, static_cast<float>(y));
        surface.span(y, left, right, scaled(colour, static_cast<std::uint32_t>(covered * 255.f + 0.5f)));
    }
}

/** Where a level or upright line lies so that as many of its pixels as can be are covered whole. */
float sharp(float across, float width)
{
    return static_cast<int>(width) % 2 == 1 ? std::floor(across) + 0.5f : std::round(across);
}

bool isFlat(PointF from, PointF to)
{
    return std::abs(to.x - from.x) >= std::abs(to.y - from.y);
}

bool isAlongAxis(PointF from, PointF to)
{
    return std::min(std::abs(to.x - from.x), std::abs(to.y - from.y)) < straight;
}

bool isBelowPixel(PointF from, PointF to)
{
    return std::abs(to.x - from.x) < 1 && std::abs(to.y - from.y) < 1;
}

/** Fills the wedge that is left open where a line turns from more level to more upright. */
void paintJoint(const Surface &surface, PointF at, float width, Pixel colour)
{
    const float radius = width / 2, end = radius + 0.25f;
    const int reach = static_cast<int>(std::ceil(radius)) + 1;
    const int middleX = static_cast<int>(std::floor(at.x)), middleY = static_cast<int>(std::floor(at.y));
    for (int y = middleY - reach; y <= middleY + reach; ++y) {
        for (int x = middleX - reach; x <= middleX + reach; ++x) {
            const float dx = static_cast<float>(x) + 0.5f - at.x, dy = static_cast<float>(y) + 0.5f - at.y;
            const float apart = dx * dx + dy * dy;
            if (apart >= end * end)
                continue;
            const float covered = std::min(end - std::sqrt(apart), 1.f);
            surface.pixel(x, y, scaled(colour, static_cast<std::uint32_t>(covered * 255.f + 0.5f)));
        }
    }
}

}  // namespace

void Strokes::segment(PointF from, PointF to, float width, Pixel colour)
{
    const Surface &s = m_surface;
    const float reach = width + 1;
    if (std::max(from.x, to.x) + reach < static_cast<float>(s.left) ||
        std::min(from.x, to.x) - reach > static_cast<float>(s.right) ||
        std::max(from.y, to.y) + reach < static_cast<float>(s.top) ||
        std::min(from.y, to.y) - reach > static_cast<float>(s.bottom))
        return;
    const float dx = to.x - from.x, dy = to.y - from.y;
    const bool flat = isFlat(from, to);
    if (flat ? dx < 0 : dy < 0)
        std::swap(from, to);
    const bool isLevel = flat && std::abs(dy) < straight, isUpright = !flat && std::abs(dx) < straight;
    if (m_coats && width == 1 && isLevel) {
        m_coats->level(static_cast<int>(std::floor(from.y)), firstBehind(from.x), firstBehind(to.x));
    } else if (m_coats && width == 1 && isUpright) {
        m_coats->upright(static_cast<int>(std::floor(from.x)), firstBehind(from.y), firstBehind(to.y));
    } else if (isLevel) {
        const float y = sharp(from.y, width);
        paintLevel(s, from.x, to.x, y - width / 2, y + width / 2, colour);
    } else if (flat) {
        const float slope = dy / dx;
        paint(s.bits,
              {from.x, to.x, from.y, slope, width * std::sqrt(1 + slope * slope), 1, s.stride, s.left, s.right, s.top,
               s.bottom},
              colour);
    } else {
        const float slope = dx / dy, x = isUpright ? sharp(from.x, width) : from.x;
        paint(s.bits,
              {from.y, to.y, x, slope, width * std::sqrt(1 + slope * slope), s.stride, 1, s.top, s.bottom, s.left,
               s.right},
              colour);
    }
}

void Strokes::curve(const PointF *points, std::size_t count, float width, Pixel colour, float dash)
{
    flatten(points, count, m_flat);
    polyline(m_flat, width, colour, dash);
}

void Strokes::polyline(const std::vector<PointF> &points, float width, Pixel colour, float dash)
{
    if (dash > 0) {
        dashes(points, width, colour, std::max(dash, 1.f));
        return;
    }
    for (std::size_t i = 1; i < points.size(); ++i) {
        segment(points[i - 1], points[i], width, colour);
        if (i > 1 && isFlat(points[i - 2], points[i - 1]) != isFlat(points[i - 1], points[i]))
            joint(points[i - 2], points[i - 1], points[i], width, colour);
    }
}

void Strokes::joint(PointF before, PointF at, PointF after, float width, Pixel colour)
{
    const bool isHairline = m_coats && width == 1 && isAlongAxis(before, at) && isAlongAxis(at, after);
    if (!isHairline) {
        paintJoint(m_surface, at, width, colour);
        return;
    }
    // Both pieces end at a pixel's middle: that pixel is in neither, in one or in both.
    const bool isFlatBefore = isFlat(before, at);
    const PointF level = isFlatBefore ? before : after, upright = isFlatBefore ? after : before;
    const int x = static_cast<int>(std::floor(at.x)), y = static_cast<int>(std::floor(at.y));
    const bool isInLevel = level.x < at.x ? x < firstBehind(at.x) : x >= firstBehind(at.x);
    const bool isInUpright = upright.y < at.y ? y < firstBehind(at.y) : y >= firstBehind(at.y);
    if (!isInLevel && !isInUpright)
        m_coats->level(y, x, x + 1);
}

void Strokes::dashes(const std::vector<PointF> &points, float width, Pixel colour, float length)
{
    float done = 0;  // of the pattern, at the start of a segment
    for (std::size_t i = 1; i < points.size(); ++i) {
        const PointF from = points[i - 1], to = points[i];
        const float dx = to.x - from.x, dy = to.y - from.y, whole = std::hypot(dx, dy);
        if (whole > 20000 * length)  // far more than any screen shows
            return;
        const bool isLevel = dy == 0, isUpright = dx == 0;
        // Level and upright pieces take their pattern from the place, so that the dashes of lines that lie on each
        // other do too.
        const float sense = isLevel ? (dx < 0 ? -1.f : 1.f) : dy < 0 ? -1.f : 1.f;
        if (isLevel || isUpright)
            done = sense * (isLevel ? from.x : from.y);
        for (float at = 0; at < whole;) {
            const float cell = std::floor((done + at) / length + 1e-4f);
            const float next = std::min(whole, std::max(at + 0.01f, (cell + 1) * length - done));
            const bool isOn = std::fmod(std::abs(sense < 0 && (isLevel || isUpright) ? cell + 1 : cell), 2.f) < 0.5f;
            if (isOn)
                segment({from.x + dx * at / whole, from.y + dy * at / whole},
                        {from.x + dx * next / whole, from.y + dy * next / whole}, width, colour);
            at = next;
        }
        done += whole;
    }
}

void flatten(const PointF *points, std::size_t count, std::vector<PointF> &flat)
{
    flat.clear();
    flat.push_back(points[0]);
    for (std::size_t i = 0; i + 3 < count; i += 3) {
        const PointF *p = points + i;
        const float bendX = std::max(std::abs(p[0].x - 2 * p[1].x + p[2].x), std::abs(p[1].x - 2 * p[2].x + p[3].x));
        const float bendY = std::max(std::abs(p[0].y - 2 * p[1].y + p[2].y), std::abs(p[1].y - 2 * p[2].y + p[3].y));
        const bool isStraight = (p[0].x == p[3].x && p[1].x == p[0].x && p[2].x == p[0].x) ||
                                (p[0].y == p[3].y && p[1].y == p[0].y && p[2].y == p[0].y) ||
                                (p[0] == p[1] && p[2] == p[3]);
        if (isBelowPixel(p[0], p[3]) && !isStraight) {  // a corner too small to be seen as round
            flat.push_back(p[1].y == p[0].y ? PointF{p[3].x, p[0].y} : PointF{p[0].x, p[3].y});
            flat.push_back(p[3]);
            continue;
        }
        const int pieces =
            isStraight ? 1 : std::clamp(static_cast<int>(std::ceil(std::sqrt((bendX + bendY) * 4.5f))), 1, 64);
        for (int piece = 1; piece <= pieces; ++piece) {
            const float t = static_cast<float>(piece) / static_cast<float>(pieces), u = 1 - t;
            const float a = u * u * u, b = 3 * u * u * t, c = 3 * u * t * t, e = t * t * t;
            flat.push_back(
                {p[0].x * a + p[1].x * b + p[2].x * c + p[3].x * e, p[0].y * a + p[1].y * b + p[2].y * c + p[3].y * e});
        }
    }
}

}  // namespace portolan
