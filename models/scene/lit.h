// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "scene/scene.h"

namespace portolan {

/** Which items and edges stand out because the reader points at something or searches. */
class Lit {
public:
    Lit(const Layout &layout, const Emphasis &emphasis);

    bool isActive() const { return m_isActive; }
    bool item(ItemIndex i) const { return !m_isActive || m_items[i] != Dimmed; }
    bool edge(std::uint32_t e) const;
    /** Whether the search found it. */
    bool isFound(ItemIndex i) const { return i < m_emphasis.found.size() && m_emphasis.found[i]; }
    bool isSelected(ItemIndex i) const { return i == m_emphasis.selected; }
    bool isHovered(ItemIndex i) const { return i == m_emphasis.hovered; }
    bool hasFocus() const { return m_emphasis.hasFocus; }
    /** Opacity of a part of the picture that stands out or does not. */
    static std::uint8_t opacity(bool isLit) { return isLit ? 255 : 89; }

private:
    enum Light : std::uint8_t { Dimmed, Holds, Neighbour, Centre };

    void pass(ItemIndex item);
    bool isOnPath(const LayoutEdge &edge) const;
    void point(ItemIndex item);
    void light(ItemIndex item, Light light);
    void lightNeighbours();
    void lightReach(ItemIndex item);
    void lightHolders();

    const Layout &m_layout;
    const Emphasis &m_emphasis;
    std::vector<Light> m_items;
    std::vector<bool> m_path;  ///< what a trace passes; empty: none is shown
    bool m_isActive = false;
    bool m_hasCentre = false;
};

}  // namespace portolan
