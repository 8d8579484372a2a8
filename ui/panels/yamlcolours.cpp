// SPDX-License-Identifier: GPL-3.0-or-later
#include "panels/yamlcolours.h"

namespace portolan {

namespace {

/** Where the first thing on a line begins that is neither indentation nor the dash of an item. */
qsizetype beginOf(const QString &text)
{
    qsizetype at = 0;
    while (at < text.size() && (text[at] == u' ' || (text[at] == u'-' && text.mid(at, 2) == u"- ")))
        ++at;
    return at;
}

/** Just behind the key that begins at `from`; -1 if there is none. */
qsizetype endOfKey(const QString &text, qsizetype from)
{
    constexpr qsizetype longest = 400;  // no key is longer; a long value is not searched through
    if (from >= text.size())
        return -1;
    const QChar quote = text[from];
    if (quote == u'"' || quote == u'\'') {
        const qsizetype end = text.indexOf(quote, from + 1);
        return end >= 0 && end + 1 < text.size() && text[end + 1] == u':' ? end + 1 : -1;
    }
    const qsizetype last = std::min(text.size(), from + longest);
    for (qsizetype i = from; i < last; ++i) {
        if (text[i] == u':' && (i + 1 == text.size() || text[i + 1] == u' '))
            return i;
    }
    return -1;
}

bool beginsBlockText(const QString &text, qsizetype colon)
{
    const qsizetype at = colon + 2;
    return at < text.size() && text.size() - at <= 3 && (text[at] == u'|' || text[at] == u'>');
}

}  // namespace

void YamlColours::setTheme(const Theme &theme)
{
    const QColor key = theme.colour(Role::Accent), quiet = theme.colour(Role::Ink2);
    if (key == m_key && quiet == m_quiet)
        return;
    m_key = key;
    m_quiet = quiet;
    rehighlight();
}

/** The state of a line is the indentation of the key whose text goes on over the next lines, or -1. */
void YamlColours::highlightBlock(const QString &text)
{
    const qsizetype begin = beginOf(text);
    const int scalar = previousBlockState();
    const bool isBlank = begin >= text.size();
    if (scalar >= 0 && (isBlank || begin > scalar)) {
        setCurrentBlockState(scalar);
        return;
    }
    setCurrentBlockState(-1);
    if (isBlank)
        return;
    if (text[begin] == u'#') {
        setFormat(0, static_cast<int>(text.size()), m_quiet);
        return;
    }
    const qsizetype colon = endOfKey(text, begin);
    if (colon < 0)
        return;
    setFormat(static_cast<int>(begin), static_cast<int>(colon - begin), m_key);
    setFormat(static_cast<int>(colon), 1, m_quiet);
    if (beginsBlockText(text, colon))
        setCurrentBlockState(static_cast<int>(begin));
}

}  // namespace portolan
