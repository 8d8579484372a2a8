// SPDX-License-Identifier: GPL-3.0-or-later
#include "kube/time.h"

#include <charconv>
#include <chrono>
#include <cstdio>

namespace portolan {

namespace {

/** The digits [from, from + size) as a number; -1 if one is no digit. */
int number(std::string_view text, std::size_t from, std::size_t size)
{
    int value = 0;
    for (std::size_t i = from; i < from + size; ++i) {
        if (text[i] < '0' || text[i] > '9')
            return -1;
        value = value * 10 + (text[i] - '0');
    }
    return value;
}

/** Seconds east of UTC of "Z", "+02:00"; no value if it is neither. */
bool offsetOf(std::string_view zone, int &seconds)
{
    seconds = 0;
    if (zone == "Z" || zone == "z")
        return true;
    if (zone.size() != 6 || (zone[0] != '+' && zone[0] != '-') || zone[3] != ':')
        return false;
    const int hours = number(zone, 1, 2), minutes = number(zone, 4, 2);
    seconds = (hours * 60 + minutes) * (zone[0] == '-' ? -60 : 60);
    return hours >= 0 && minutes >= 0;
}

}  // namespace

std::int64_t secondsOf(std::string_view time)
{
    using namespace std::chrono;
    if (time.size() < 20 || time[4] != '-' || time[7] != '-' || time[13] != ':' || time[16] != ':')
        return 0;
    const int years = number(time, 0, 4), months = number(time, 5, 2), days = number(time, 8, 2);
    const int hour = number(time, 11, 2), minute = number(time, 14, 2), second = number(time, 17, 2);
    const std::size_t zone = time.find_first_not_of(".0123456789", 19);
    int offset = 0;
    if (years < 0 || months < 1 || days < 1 || hour < 0 || minute < 0 || second < 0 || zone == std::string_view::npos ||
        !offsetOf(time.substr(zone), offset))
        return 0;
    const year_month_day date{year(years), month(static_cast<unsigned>(months)), day(static_cast<unsigned>(days))};
    if (!date.ok())
        return 0;
    return std::int64_t(sys_days(date).time_since_epoch().count()) * 86400 + hour * 3600 + minute * 60 + second -
           offset;
}

std::string timeText(std::int64_t seconds)
{
    using namespace std::chrono;
    const auto at = sys_seconds(std::chrono::seconds(seconds));
    const auto midnight = floor<days>(at);
    const year_month_day date(midnight);
    const hh_mm_ss clock(at - midnight);
    char text[40];
    const int size = std::snprintf(text, sizeof text, "%04d-%02u-%02uT%02d:%02d:%02dZ", int(date.year()),
                                   unsigned(date.month()), unsigned(date.day()), int(clock.hours().count()),
                                   int(clock.minutes().count()), int(clock.seconds().count()));
    return {text, static_cast<std::size_t>(size)};
}

}  // namespace portolan
