// SPDX-License-Identifier: GPL-3.0-or-later
#include "render/typesetter.h"

#include <QGlyphRun>
#include <QTextLayout>
#include <algorithm>
#include <cmath>

#include "render/fonts.h"

namespace portolan {

namespace {

constexpr std::size_t fontCount = static_cast<std::size_t>(Font::Count) + 1;
constexpr std::size_t mostEntries = 20000;
constexpr int mostLetters = 400;  // longer than any slot is wide
constexpr std::size_t mostForms = 6;
constexpr QChar ellipsis = u'…';

/** Text as it may be shown: nothing that breaks the line or turns its direction. */
QString shown(std::string_view text)
{
    QString shown = QString::fromUtf8(
        text.data(), static_cast<int>(std::min<std::size_t>(text.size(), std::size_t(4) * mostLetters)));
    shown.truncate(mostLetters);
    for (QChar &c : shown) {
        const bool turns = (c >= u'\u202A' && c <= u'\u202E') || (c >= u'\u2066' && c <= u'\u2069') || c == u'\u200E' ||
                           c == u'\u200F';
        if (c.category() == QChar::Other_Control || c == QChar::LineSeparator || c == QChar::ParagraphSeparator ||
            turns)
            c = QChar::ReplacementCharacter;
    }
    return shown;
}

/** A place to cut that does not part what belongs together. */
int cutBefore(const QString &text, int at)
{
    while (at > 0 && at < text.size() && (text[at].isLowSurrogate() || text[at].category() == QChar::Mark_NonSpacing))
        --at;
    return at;
}

bool isJoint(QChar c)
{
    return c == u'.' || c == u'-' || c == u'_' || c == u'/' || c == u':' || c == u' ';
}

/** `text` with letters left out so that at most `letters` of it remain. No dot or dash stands beside the ellipsis. */
QString elided(const QString &text, int letters, Elide elide)
{
    const bool hasTail = elide == Elide::Middle;
    int head = cutBefore(text, hasTail ? (letters + 1) / 2 : letters);
    int tail = cutBefore(text, std::max(head, static_cast<int>(text.size()) - (hasTail ? letters / 2 : 0)));
    while (head > 1 && isJoint(text[head - 1]))
        --head;
    while (hasTail && tail + 1 < text.size() && isJoint(text[tail]))
        ++tail;
    return text.left(head) + ellipsis + text.mid(tail);
}

/** How wide it is when `letters` of it remain, without the ellipsis. */
float widthOf(const std::vector<float> &cuts, int letters, Elide elide)
{
    const int all = static_cast<int>(cuts.size()) - 1;
    const auto at = [&](int i) { return cuts[static_cast<std::size_t>(i)]; };
    if (elide == Elide::End)
        return at(letters);
    return at((letters + 1) / 2) + at(all) - at(all - letters / 2);
}

int lettersThatFit(const std::vector<float> &cuts, float room, Elide elide)
{
    int fits = 0, over = static_cast<int>(cuts.size());
    while (over - fits > 1) {
        const int middle = (fits + over) / 2;
        (widthOf(cuts, middle, elide) <= room ? fits : over) = middle;
    }
    return fits;
}

/** Place of a letter in the tables, where the ellipsis has that of DEL; 0: none. */
std::size_t placeOf(QChar c)
{
    return c == ellipsis ? 127 : c >= u' ' && c < u'\x7f' ? c.unicode() : 0;
}

bool isInTables(const QString &text)
{
    return std::ranges::all_of(text, [](QChar c) { return placeOf(c) != 0; });
}

}  // namespace

Typesetter::Typesetter() : m_entries(fontCount)
{
    for (std::size_t i = 0; i < fontCount; ++i) {
        m_faceOfFont.push_back(faceIndex(QRawFont(fontData(static_cast<Font>(i)), faceSize, QFont::PreferNoHinting)));
        AsciiFace ascii;
        ascii.kerning.assign(std::size_t(128) * 128, std::nanf(""));
        const QRawFont &face = m_faces[m_faceOfFont.back()];
        for (std::size_t place = 0x20; place < 128; ++place) {
            const QChar letter = place == 127 ? ellipsis : QChar(static_cast<char16_t>(place));
            const auto glyphs = face.glyphIndexesForString(QString(letter));
            const auto steps = face.advancesForGlyphIndexes(glyphs);
            ascii.glyphs[place] = glyphs.value(0);
            ascii.advances[place] = static_cast<float>(steps.value(0).x() / faceSize);
        }
        m_ascii.push_back(std::move(ascii));
    }
}

const ShapedText &Typesetter::set(std::string_view text, Font font, double size, double width, Elide elide)
{
    Entry &entry = entryOf(text, font);
    const float room = static_cast<float>(width / size) + 0.02f;  // a hair for what is rounded on the way
    if (elide == Elide::Never || entry.whole.width <= room)
        return entry.whole;
    const int letters = lettersThatFit(entry.cuts, room - m_ascii[static_cast<std::size_t>(font)].advances[127], elide);
    for (const Form &form : entry.forms) {
        if (form.letters == letters && form.elide == elide)
            return form.shaped;
    }
    if (entry.forms.size() >= mostForms)
        entry.forms.erase(entry.forms.begin());
    entry.forms.push_back({elide, letters, set(elided(entry.whole.text, letters, elide), font, nullptr)});
    return entry.forms.back().shaped;
}

const ShapedText &Typesetter::set(const Scene &scene, const SceneText &text)
{
    return set(scene.texts[text.text], text.font, text.size, text.slot.width, text.elide);
}

bool Typesetter::surelyFits(std::string_view text, Font font, double size, double width) const
{
    const auto &advances = m_ascii[static_cast<std::size_t>(font)].advances;
    float sum = 0;
    for (const char c : text) {
        const auto byte = static_cast<unsigned char>(c);
        if (byte >= 127 || advances[byte] <= 0)
            return false;
        sum += advances[byte];
    }
    return static_cast<double>(sum) * size <= width;
}

Typesetter::Entry &Typesetter::entryOf(std::string_view text, Font font)
{
    Entries &entries = m_entries[static_cast<std::size_t>(font)];
    m_key.assign(text);
    if (const auto known = entries.find(m_key); known != entries.end())
        return known->second;
    if (++m_count > mostEntries) {
        for (Entries &all : m_entries)
            all.clear();
        m_count = 1;
    }
    Entry entry;
    const QString whole = shown(text);
    entry.whole = set(whole, font, &entry.cuts);
    return entries.emplace(m_key, std::move(entry)).first->second;
}

float Typesetter::kerning(AsciiFace &face, Font font, std::size_t first, std::size_t second)
{
    float &kern = face.kerning[first * 128 + second];
    if (std::isnan(kern)) {
        const QChar a(static_cast<char16_t>(first)), b(static_cast<char16_t>(second));
        const bool isKerned =
            !isMono(font) && (a.isLetterOrNumber() || b.isLetterOrNumber()) && first < 127 && second < 127;
        kern = isKerned ? shape(QString(a) + b, font, nullptr).width - face.advances[first] - face.advances[second] : 0;
    }
    return kern;
}

ShapedText Typesetter::setFromTables(const QString &text, Font font, std::vector<float> *cuts)
{
    AsciiFace &face = m_ascii[static_cast<std::size_t>(font)];
    ShapedText shaped;
    shaped.text = text;
    shaped.glyphs.reserve(static_cast<std::size_t>(text.size()));
    std::size_t before = 0;
    for (const QChar letter : text) {
        const std::size_t place = placeOf(letter);
        if (before != 0)
            shaped.width += kerning(face, font, before, place);
        if (cuts)
            cuts->push_back(shaped.width);
        shaped.glyphs.push_back({face.glyphs[place], m_faceOfFont[static_cast<std::size_t>(font)], shaped.width});
        shaped.width += face.advances[place];
        before = place;
    }
    if (cuts)
        cuts->push_back(shaped.width);
    return shaped;
}

ShapedText Typesetter::set(const QString &text, Font font, std::vector<float> *cuts)
{
    return isInTables(text) ? setFromTables(text, font, cuts) : shape(text, font, cuts);
}

ShapedText Typesetter::shape(const QString &text, Font font, std::vector<float> *cuts)
{
    ShapedText shaped;
    shaped.text = text;
    const QRawFont &own = m_faces[m_faceOfFont[static_cast<std::size_t>(font)]];
    const auto indices = own.glyphIndexesForString(text);
    QTextLayout layout(text, fontOf(font, faceSize));
    if (own.isValid() && !indices.contains(0u))  // else the system's fonts help out
        layout.setRawFont(own);
    QTextOption option;
    option.setWrapMode(QTextOption::NoWrap);
    layout.setTextOption(option);
    layout.beginLayout();
    QTextLine line = layout.createLine();
    if (line.isValid())
        line.setLineWidth(1e6);
    layout.endLayout();
    if (!line.isValid())
        return shaped;
    const auto scale = static_cast<float>(1 / faceSize);
    shaped.width = static_cast<float>(line.naturalTextWidth()) * scale;
    for (const QGlyphRun &run : layout.glyphRuns()) {
        const std::uint32_t face = faceIndex(run.rawFont());
        const auto glyphs = run.glyphIndexes();
        const auto positions = run.positions();
        for (int i = 0; i < glyphs.size(); ++i)
            shaped.glyphs.push_back({glyphs[i], face, static_cast<float>(positions[i].x()) * scale});
    }
    for (int i = 0; cuts && i <= text.size(); ++i)
        cuts->push_back(static_cast<float>(line.cursorToX(i)) * scale);
    return shaped;
}

std::uint32_t Typesetter::faceIndex(const QRawFont &font)
{
    const auto known = std::ranges::find(m_faces, font);
    if (known != m_faces.end())
        return static_cast<std::uint32_t>(known - m_faces.begin());
    m_faces.push_back(font);
    return static_cast<std::uint32_t>(m_faces.size() - 1);
}

}  // namespace portolan
