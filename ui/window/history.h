// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>
#include <utility>
#include <vector>

namespace portolan {

/** Where the reader has been: a line of places with a present one. Going somewhere new forgets what lay ahead. */
template <class Place>
class History {
public:
    void visit(Place place)
    {
        if (m_now < m_places.size() && m_places[m_now] == place)
            return;
        if (!m_places.empty())
            m_places.resize(m_now + 1);
        m_places.push_back(std::move(place));
        if (m_places.size() > most)
            m_places.erase(m_places.begin());
        m_now = m_places.size() - 1;
    }
    std::optional<Place> back() { return canGoBack() ? std::optional(m_places[--m_now]) : std::nullopt; }
    std::optional<Place> forward() { return canGoForward() ? std::optional(m_places[++m_now]) : std::nullopt; }
    bool canGoBack() const { return m_now > 0 && !m_places.empty(); }
    bool canGoForward() const { return m_now + 1 < m_places.size(); }
    void clear() { *this = {}; }

private:
    static constexpr std::size_t most = 200;
    std::vector<Place> m_places;
    std::size_t m_now = 0;
};

}  // namespace portolan
