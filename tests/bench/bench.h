// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <algorithm>
#include <chrono>
#include <functional>
#include <string>
#include <vector>

namespace portolan::bench {

/** One measured figure of contracts, section 3. */
struct Figure {
    std::string id;    ///< "P2"
    std::string size;  ///< "S", "M", "L", "XL", or empty
    std::string what;
    double value = 0;
    std::string unit;
    std::string reach;  ///< what the contract asks for, in words
    bool isReached = true;
    std::string comparedWith;  ///< empty: nothing; else what ran beside it
    double compared = 0;       ///< in the same unit
};

/** Where generated clusters lie (FOLDER/SIZE/pods.json, …/chunks/…), and how often to measure. */
struct Setting {
    std::string folder;
    std::vector<std::string> sizes{"S", "M", "L", "XL"};
    int runs = 5;

    bool wants(const std::string &size) const { return std::ranges::find(sizes, size) != sizes.end(); }
};

using Measurement = std::function<std::vector<Figure>(const Setting &)>;

/** `static const Registered p2{"P2", measureP2};` in a bench_*.cpp makes it part of portolan_bench. */
struct Registered {
    Registered(std::string id, Measurement measure);
};

/** Milliseconds of the median of `runs` calls. */
template <class F>
double medianMs(int runs, F &&call)
{
    std::vector<double> times;
    for (int i = 0; i < runs; ++i) {
        const auto start = std::chrono::steady_clock::now();
        call();
        times.push_back(std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - start).count());
    }
    std::ranges::nth_element(times, times.begin() + times.size() / 2);
    return times[times.size() / 2];
}

/** Keeps the compiler from leaving out what nobody reads. */
template <class T>
void keep(const T &value)
{
    asm volatile("" : : "g"(&value) : "memory");
}

/** What elkjs took for this size, in milliseconds, as packaging/bench measured it just before; 0 if it did not. */
double elkjsMs(const std::string &size);

/** Runs `call` in a child process and gives its peak resident memory in bytes beyond what the process had at its start.
 */
std::size_t peakBytesOf(const std::function<void()> &call);

}  // namespace portolan::bench
