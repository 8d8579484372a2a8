// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QRawFont>
#include <QString>
#include <array>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "scene/scene.h"

namespace portolan {

/** A line of text as glyphs; lengths for one pixel of size, from the left end of the baseline. */
struct ShapedText {
    struct Glyph {
        std::uint32_t index = 0;
        std::uint32_t face = 0;  ///< for Typesetter::face()
        float x = 0;
    };
    QString text;
    std::vector<Glyph> glyphs;
    float width = 0;
};

/** Shapes and elides text, and remembers it: names come back in every frame, at every size.
 *  ASCII is set from tables of glyphs, widths and kerning, without ligatures, for "->" and "//" are values here. All
 * else is shaped once at a large size and scaled, so that a text is as wide at 11 px as at 22, in the picture as in the
 * SVG. For one thread. Memory: bounded; what was not asked for lately is forgotten. */
class Typesetter {
public:
    Typesetter();

    /** `text` in at most `width` pixels at `size`, elided as asked. Control and direction characters are shown as
     * U+FFFD. The reference is good until the next call. */
    const ShapedText &set(std::string_view text, Font font, double size, double width, Elide elide);
    const ShapedText &set(const Scene &scene, const SceneText &text);

    /** Whether it fits, as far as the widths of its letters tell without shaping it; false: perhaps not. */
    bool surelyFits(std::string_view text, Font font, double size, double width) const;

    /** A face that glyphs refer to, at `faceSize` pixels. */
    const QRawFont &face(std::uint32_t index) const { return m_faces[index]; }
    static constexpr double faceSize = 100;

private:
    struct Form {
        Elide elide = Elide::End;
        int letters = 0;
        ShapedText shaped;
    };
    struct Entry {
        ShapedText whole;
        std::vector<float> cuts;  ///< how far the text reaches before each of its letters
        std::vector<Form> forms;
    };
    using Entries = std::unordered_map<std::string, Entry>;

    /** What setting ASCII in one face takes. */
    struct AsciiFace {
        std::array<std::uint32_t, 128> glyphs{};
        std::array<float, 128> advances{};
        std::vector<float> kerning;  ///< by pair; not a number: not asked for yet
    };

    Entry &entryOf(std::string_view text, Font font);
    ShapedText set(const QString &text, Font font, std::vector<float> *cuts);
    ShapedText setFromTables(const QString &text, Font font, std::vector<float> *cuts);
    float kerning(AsciiFace &face, Font font, std::size_t first, std::size_t second);
    ShapedText shape(const QString &text, Font font, std::vector<float> *cuts);
    std::uint32_t faceIndex(const QRawFont &font);

    std::vector<QRawFont> m_faces;
    std::vector<std::uint32_t> m_faceOfFont;
    std::vector<Entries> m_entries;  ///< by font
    std::vector<AsciiFace> m_ascii;  ///< by font
    std::string m_key;
    std::size_t m_count = 0;
};

}  // namespace portolan
