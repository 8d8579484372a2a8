// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "api/discovery.h"
#include "api/transport.h"

namespace portolan {

/** Asks a server what it serves: two requests where it aggregates discovery, else one more for each version of a group
 * that has a kind of the product.
 *
 *  Source: Kubernetes API Concepts, "Aggregated discovery".
 */
class Discoverer {
public:
    explicit Discoverer(Transport &transport) : m_transport(transport) {}

    void begin();
    /** Takes what arrived if it is for this. */
    bool take(Arrival &arrival);
    void stop();

    bool isRunning() const { return !m_answers.empty(); }
    /** Whole, and not failed. */
    bool isDone() const { return m_isDone; }
    std::vector<Resource> resources() const;

    int refusal() const { return m_refusal; }  ///< HTTP status of /api or /apis that ended it; 0: none did
    const std::string &message() const { return m_message; }
    const std::optional<Error> &error() const { return m_error; }

private:
    struct Answer {
        std::string target;
        int status = 0;
        std::string bytes;
    };

    void ask(const std::string &target);
    void takeWhole(const Answer &answer);

    Transport &m_transport;
    Discovery m_discovery;
    std::map<std::uint64_t, Answer> m_answers;
    bool m_isDone = false;
    bool m_isAsked = false;  ///< the versions are
    bool m_isForbidden = false;
    int m_refusal = 0;
    std::string m_message;
    std::optional<Error> m_error;
};

}  // namespace portolan
