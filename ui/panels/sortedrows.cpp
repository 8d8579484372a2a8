// SPDX-License-Identifier: GPL-3.0-or-later
#include "panels/sortedrows.h"

#include <algorithm>

#include "base/textarena.h"

namespace portolan {

namespace {

char lower(char c)
{
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}

bool isDigit(char c)
{
    return c >= '0' && c <= '9';
}

bool contains(std::string_view text, std::string_view word)
{
    if (word.size() > text.size())
        return false;
    const std::size_t last = text.size() - word.size();
    for (std::size_t i = 0; i <= last; ++i) {
        std::size_t n = 0;
        while (n < word.size() && lower(text[i + n]) == word[n])
            ++n;
        if (n == word.size())
            return true;
    }
    return false;
}

/** The digits at the front, without leading zeros; removes them from the text. */
std::string_view takeNumber(std::string_view &text)
{
    std::size_t end = 0;
    while (end < text.size() && isDigit(text[end]))
        ++end;
    std::string_view number = text.substr(0, end);
    text.remove_prefix(end);
    number.remove_prefix(std::min(number.find_first_not_of('0'), number.size()));
    return number;
}

}  // namespace

int naturalOrder(std::string_view a, std::string_view b)
{
    while (!a.empty() && !b.empty()) {
        if (isDigit(a.front()) && isDigit(b.front())) {
            const std::string_view left = takeNumber(a), right = takeNumber(b);
            if (left.size() != right.size())
                return left.size() < right.size() ? -1 : 1;
            if (const int order = left.compare(right); order != 0)
                return order;
            continue;
        }
        const char left = lower(a.front()), right = lower(b.front());
        if (left != right)
            return static_cast<unsigned char>(left) < static_cast<unsigned char>(right) ? -1 : 1;
        a.remove_prefix(1);
        b.remove_prefix(1);
    }
    return a.empty() ? (b.empty() ? 0 : -1) : 1;
}

namespace {

/** A cell to sort by: numbers by what they are worth, all else by its text. */
struct Key {
    std::int64_t rank = 0;
    std::string_view text;
    std::uint32_t row = 0;
};

int order(const Key &a, const Key &b)
{
    return a.rank != b.rank ? (a.rank < b.rank ? -1 : 1) : naturalOrder(a.text, b.text);
}

std::vector<Key> keysOf(const GraphRows &rows, int column, TextArena &made)
{
    std::vector<Key> keys(static_cast<std::size_t>(rows.rowCount()));
    std::string room;
    for (std::uint32_t row = 0; row < keys.size(); ++row) {
        keys[row].row = row;
        const int at = static_cast<int>(row);
        if (const auto rank = rows.rank(at, column)) {
            keys[row].rank = *rank;
            continue;
        }
        const std::string_view text = rows.cell(at, column, room);
        keys[row].text = text.data() == room.data() ? made.add(text) : text;
    }
    return keys;
}

std::vector<std::uint32_t> ranksOf(const GraphRows &rows, int column)
{
    TextArena made;
    std::vector<Key> keys = keysOf(rows, column, made);
    std::ranges::sort(keys, [](const Key &a, const Key &b) { return order(a, b) < 0; });
    std::vector<std::uint32_t> ranks(keys.size());
    std::uint32_t rank = 0;
    for (std::size_t i = 0; i < keys.size(); ++i) {
        if (i > 0 && order(keys[i - 1], keys[i]) < 0)
            ++rank;
        ranks[keys[i].row] = rank;
    }
    return ranks;
}

}  // namespace

SortedRows::SortedRows(GraphRows &rows, QObject *parent) : QSortFilterProxyModel(parent), m_rows(rows)
{
    setDynamicSortFilter(false);
    connect(&rows, &QAbstractItemModel::modelReset, this, [this] {
        m_rankedColumn = -1;
        rankBy(sortColumn());
    });
    setSourceModel(&rows);  // after: on a reset it sorts, and asks for the ranks
}

void SortedRows::setWords(const QString &text)
{
    std::vector<std::string> words;
    for (const QString &word : text.toLower().split(u' ', Qt::SkipEmptyParts))
        words.push_back(word.toStdString());
    if (words == m_words)
        return;
    m_words = std::move(words);
    invalidate();  // in one go; invalidateFilter() tells the view of each run of rows that comes or goes
}

bool SortedRows::filterAcceptsRow(int row, const QModelIndex &) const
{
    const int columns = m_rows.columnCount();
    return std::ranges::all_of(m_words, [&](const std::string &word) {
        for (int column = 0; column < columns; ++column) {
            if (contains(m_rows.cell(row, column, m_room), word))
                return true;
        }
        return false;
    });
}

void SortedRows::sort(int column, Qt::SortOrder order)
{
    rankBy(column);
    QSortFilterProxyModel::sort(column, order);
}

void SortedRows::rankBy(int column)
{
    if (column < 0 || column == m_rankedColumn)
        return;
    m_ranks = ranksOf(m_rows, column);
    m_rankedColumn = column;
}

bool SortedRows::lessThan(const QModelIndex &left, const QModelIndex &right) const
{
    return m_ranks[static_cast<std::size_t>(left.row())] < m_ranks[static_cast<std::size_t>(right.row())];
}

}  // namespace portolan
