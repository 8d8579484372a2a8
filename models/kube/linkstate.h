// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>

#include "base/error.h"

namespace portolan {

/** How the connection to a live cluster is at one moment. */
struct LinkState {
    enum class Phase {
        Connecting,
        Reading,  ///< lists are under way for the first time
        Live,
        Stale,   ///< nothing new arrives; it is tried again
        GaveUp,  ///< it would fail again: something has to be changed first
    };
    Phase phase = Phase::Connecting;
    std::int64_t since = 0;        ///< when the phase began; seconds since the epoch
    std::optional<Error> trouble;  ///< why it is not live
    std::string reading;           ///< the kinds that are being listed: "pods, services"
    std::size_t kindsRead = 0, kindsAll = 0;
    std::size_t objects = 0;  ///< read so far
    std::uint64_t bytes = 0;  ///< received so far, unpacked
    bool isInsecure = false;  ///< the server's certificate is not verified
    std::string context, server;
};

}  // namespace portolan
