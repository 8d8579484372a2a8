// SPDX-License-Identifier: GPL-3.0-or-later
#include "terminal.h"

#include <QString>
#include <algorithm>
#include <cstdio>

namespace portolan {

namespace {

/** Invisible characters that change what the others look like: direction marks, isolates and the like. */
bool turnsWriting(char16_t c)
{
    return c == 0x061C || (c >= 0x200B && c <= 0x200F) || (c >= 0x2028 && c <= 0x202E) ||
           (c >= 0x2066 && c <= 0x2069) || c == 0xFEFF;
}

QString visible(const QString &text)
{
    QString out;
    for (const QChar c : text) {
        const char16_t code = c.unicode();
        if (code < 0x20 || (code >= 0x7F && code < 0xA0))
            out += u"\\x%1"_qs.arg(code, 2, 16, QLatin1Char('0'));
        else if (turnsWriting(code))
            out += u"\\u%1"_qs.arg(code, 4, 16, QLatin1Char('0'));
        else
            out += c;
    }
    return out;
}

QString decoded(std::string_view text)
{
    return QString::fromUtf8(text.data(), static_cast<qsizetype>(text.size()));
}

}  // namespace

std::string terminalSafe(std::string_view text)
{
    return visible(decoded(text)).toStdString();
}

std::string table(const std::vector<std::vector<std::string>> &rows, const std::vector<bool> &rightColumns)
{
    std::vector<std::vector<QString>> cells;
    std::vector<qsizetype> widths;
    for (const auto &row : rows) {
        auto &line = cells.emplace_back();
        widths.resize(std::max(widths.size(), row.size()));
        for (std::size_t i = 0; i < row.size(); ++i) {
            line.push_back(visible(decoded(row[i])));
            widths[i] = std::max(widths[i], line[i].size());
        }
    }
    QString out;
    for (const auto &line : cells) {
        QString written;
        for (std::size_t i = 0; i < line.size(); ++i) {
            const bool isRight = i < rightColumns.size() && rightColumns[i];
            written += (i ? u"  "_qs : QString()) +
                       (isRight ? line[i].rightJustified(widths[i]) : line[i].leftJustified(widths[i]));
        }
        while (written.endsWith(u' '))
            written.chop(1);
        out += written + u'\n';
    }
    return out.toStdString();
}

bool print(std::string_view text)
{
    return std::fwrite(text.data(), 1, text.size(), stdout) == text.size() && std::fflush(stdout) == 0;
}

void complain(std::string_view line)
{
    const std::string safe = "portolan: " + terminalSafe(line) + '\n';
    std::fwrite(safe.data(), 1, safe.size(), stderr);
}

void relay(std::string_view said)
{
    std::string safe;
    for (std::size_t from = 0; from < said.size();) {
        const std::size_t end = std::min(said.find('\n', from), said.size());
        safe += terminalSafe(said.substr(from, end - from));
        if (end < said.size())
            safe += '\n';
        from = end + 1;
    }
    std::fwrite(safe.data(), 1, safe.size(), stderr);
}

}  // namespace portolan
