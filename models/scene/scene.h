// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "layout/layout.h"

namespace portolan {

/** What a colour is for; the themes say which colour that is. */
enum class Role : std::uint8_t {
    Window,
    Paper,
    Panel,
    Ink,
    Ink2,
    Ink3,
    Line,
    Soft,
    Accent,
    AccentSoft,
    Fine,
    Warning,
    Failing,
    Unknown,
    Outside,
    Door,
    Route,
    Service,
    Workload,
    Machine,
    Tunnel,
    Dns,
    Policy,
    None
};
inline constexpr std::size_t roleCount = static_cast<std::size_t>(Role::None);

enum class Icon : std::uint8_t {
    Outside,
    LoadBalancer,
    NodePort,
    Door,
    Gateway,
    Route,
    Service,
    Workload,
    Pod,
    Machine,
    Tunnel,
    Dns,
    Policy,
    External,
    Cidr,
    Namespace,
    ControlPlane,
    Search,
    StateFine,
    StateWarning,
    StateFailing,
    StateUnknown
};

/** How text is set. Sizes in pixels are of the view, not of the chart: composeScene has chosen what fits. */
enum class Font : std::uint8_t { Name, Fact, Mono, Heading, Group, Title, Count };
enum class Elide : std::uint8_t { End, Middle, Never };
enum class Align : std::uint8_t { Left, Center, Right };

/** What a primitive belongs to: an item, an edge of the layout, or nothing. */
struct Subject {
    enum class Kind : std::uint8_t { Nothing, Item, Edge } kind = Kind::Nothing;
    std::uint32_t index = 0;
    bool operator==(const Subject &) const = default;
};

/** A rounded box. Its stroke lies inside `rect`, so that a hairline is sharp where the rectangle is on whole pixels. */
struct SceneBox {
    RectF rect;
    float radius = 0;
    float strokeWidth = 1;
    Role fill = Role::None;
    Role stroke = Role::None;
    bool isDashed = false;
    std::uint8_t opacity = 255;
    Subject subject;
};
struct SceneLine {
    std::uint32_t firstPoint = 0, pointCount = 0;  ///< in Scene::points: a start, then cubic Bézier triples
    float width = 1.5f;
    Role role = Role::Line;
    bool isDashed = false;
    bool hasArrow = false;
    std::uint8_t opacity = 255;
    Subject subject;
};
struct SceneText {
    RectF slot;              ///< text is elided to its width and centred on its height
    float size = 13;         ///< pixels, in the coordinates of the scene
    std::uint32_t text = 0;  ///< index into Scene::texts
    Role role = Role::Ink;
    Font font = Font::Name;
    Elide elide = Elide::End;
    Align align = Align::Left;
    std::uint8_t opacity = 255;
    Subject subject;
};
struct SceneIcon {
    RectF rect;
    Icon icon = Icon::Service;
    Role role = Role::Ink;
    std::uint8_t opacity = 255;
    Subject subject;
};

/** One layer of the display list; within a layer: boxes, lines, icons, texts, each in order. */
struct SceneLayer {
    std::vector<SceneBox> boxes;
    std::vector<SceneLine> lines;
    std::vector<SceneIcon> icons;
    std::vector<SceneText> texts;
};

/** What to draw, in the coordinates of the layout. Layers are painted in order: containers, lines, cards, over. */
struct Scene {
    enum LayerName { Containers, Lines, Cards, Over, layerCount };
    LayoutPtr layout;
    SceneLayer layers[layerCount];
    std::vector<PointF> points;
    std::vector<std::string_view> texts;  ///< point into the graph, the layout or `made`
    TextArena made;
    RectF bounds;
    float scale = 1;  ///< pixels of the view for one of the chart, for which it was composed
};

/** How many findings stand at an item, and how bad the worst of them is. */
struct Badge {
    std::uint32_t count = 0;
    State level = State::Fine;
    bool operator==(const Badge &) const = default;
};

/** What the reader points at: everything else is dimmed. */
struct Emphasis {
    ItemIndex hovered = none;
    ItemIndex selected = none;
    std::uint32_t hoveredEdge = none;
    std::uint32_t selectedEdge = none;
    std::vector<bool> found;         ///< per item: matches the search; empty if nothing is searched for
    std::vector<bool> path;          ///< per item: a trace passes it; empty if none is shown
    std::vector<Badge> badges = {};  ///< per item; empty if nothing is known of findings
    bool hasFocus = false;           ///< draw the keyboard focus round `selected`
};

/** How much of it, and how large. */
struct Detail {
    double scale = 1;  ///< pixels of the view for one of the chart
    RectF part = {};   ///< what is in view; empty: everything
    bool lineArrows = true;
    float smallestText = 11;  ///< pixels of the view; what would be smaller is not written
};

/** Decides what to draw at this zoom. Boxes too small to read become bars with counts, texts too small are left out or
 * take the room of what was left out. Cost: linear in what can be told apart in view, not in the chart. */
[[nodiscard]] Scene composeScene(LayoutPtr layout, const Detail &detail, const Emphasis &emphasis = {});

/** One entry of the legend: a sample and a word, for what is on the chart and nothing else. */
struct LegendEntry {
    enum class Sample : std::uint8_t { Line, DashedLine, Chip, ChipOutline, Gate } sample = Sample::Line;
    Role role = Role::Line;
    State state = State::Fine;
    std::string_view text;
};
[[nodiscard]] std::vector<LegendEntry> legendOf(const Layout &layout);

/** The scene of an export: the chart with title block above and legend below, in one coordinate system. */
struct Frame {
    std::string title;     ///< empty: no title block
    std::string subtitle;  ///< lens, time, counts
    bool hasLegend = true;
};
[[nodiscard]] Scene framed(Scene scene, const Frame &frame);

/** The legend alone, at scale 1, in rows no wider than `width`; its bounds are empty if there is nothing to explain. */
[[nodiscard]] Scene legendScene(LayoutPtr layout, float width);

}  // namespace portolan
