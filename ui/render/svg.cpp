// SPDX-License-Identifier: GPL-3.0-or-later
#include "render/svg.h"

#include <algorithm>
#include <array>
#include <map>
#include <set>

#include "render/fonts.h"
#include "render/icons.h"
#include "render/lineshape.h"
#include "render/typesetter.h"
#include "render/xmltext.h"

namespace portolan {

namespace {

/** Above this many, lines are drawn as one path for each look and have no titles of their own. */
constexpr std::size_t mostOwnLines = 2000;

std::string_view view(QLatin1String text)
{
    return {text.data(), static_cast<std::size_t>(text.size())};
}

std::string_view className(Font font)
{
    constexpr std::string_view names[] = {"name", "fact", "mono", "heading", "group", "title", "count"};
    return names[static_cast<std::size_t>(font)];
}

double tenths(float v)
{
    return std::round(static_cast<double>(v) * 10) / 10;
}

std::string symbolId(Icon icon, int hundredths)
{
    return "icon-" + std::string(view(name(icon))) + '-' + std::to_string(hundredths);
}

/** The size and the role of most text in a font, which need not be said each time. */
double usualSize(Font font)
{
    constexpr double sizes[] = {13, 11, 11, 11.5, 11.5, 20, 11.5};
    return sizes[static_cast<std::size_t>(font)];
}

Role usualRole(Font font)
{
    return font == Font::Name || font == Font::Title ? Role::Ink : Role::Ink2;
}

/** Path data that moves in steps from the last point, which is kept as it was written, so that rounding does not add
 * up. */
class PathData {
public:
    explicit PathData(XmlText &out) : m_out(out) {}

    void moveTo(PointF p)
    {
        m_out << 'M';
        m_x = round(p.x);
        m_y = round(p.y);
        m_out.hundredths(m_x);
        separated(m_y);
    }
    /** The same from the last point: shorter where it is near. */
    void stepTo(PointF p)
    {
        step('m', round(p.x), round(p.y));
        m_x = round(p.x);
        m_y = round(p.y);
    }
    void lineTo(PointF p)
    {
        const std::int64_t x = round(p.x), y = round(p.y);
        if (y == m_y)
            (m_out << 'h').hundredths(x - m_x);
        else if (x == m_x)
            (m_out << 'v').hundredths(y - m_y);
        else
            step('l', x, y);
        m_x = x;
        m_y = y;
    }
    void curveTo(PointF a, PointF b, PointF to)
    {
        const bool isLevel = round(a.y) == m_y && round(b.y) == m_y && round(to.y) == m_y;
        const bool isUpright = round(a.x) == m_x && round(b.x) == m_x && round(to.x) == m_x;
        if (isLevel || isUpright) {
            lineTo(to);
            return;
        }
        step('c', round(a.x), round(a.y));
        separated(round(b.x) - m_x);
        separated(round(b.y) - m_y);
        separated(round(to.x) - m_x);
        separated(round(to.y) - m_y);
        m_x = round(to.x);
        m_y = round(to.y);
    }

private:
    /** Tenths of a pixel are enough for a line. */
    static std::int64_t round(float v)
    {
        const double scaled = static_cast<double>(v) * 10;
        return static_cast<std::int64_t>(scaled + (scaled < 0 ? -0.5 : 0.5)) * 10;
    }
    void separated(std::int64_t value)
    {
        if (value >= 0)
            m_out << ' ';
        m_out.hundredths(value);
    }
    void step(char command, std::int64_t x, std::int64_t y)
    {
        m_out << command;
        m_out.hundredths(x - m_x);
        separated(y - m_y);
    }

    XmlText &m_out;
    std::int64_t m_x = 0, m_y = 0;
};

class SvgWriter {
public:
    SvgWriter(const Scene &scene, const Theme &theme, const SvgOptions &options)
        : m_scene(scene), m_theme(theme), m_options(options)
    {
        if (scene.layout)
            m_hasId.assign(scene.layout->items.size(), false);
    }

    QByteArray write();

private:
    // The order within a layer, so that what belongs to one item comes together.
    void writeLayer(const SceneLayer &layer, std::string_view name);
    void writeItems(const SceneLayer &layer);
    void writeLines(const SceneLayer &layer);
    void openGroup(Subject subject);

    void writeBox(const SceneBox &box);
    void writeLine(const SceneLine &line);
    void writeMergedLines(const std::vector<SceneLine> &lines);
    void writeIcon(const SceneIcon &icon);
    void writeText(const SceneText &text);
    void writePath(PathData &path, const SceneLine &line);
    void writeOpacity(std::uint8_t opacity);

    void writeHead(QByteArray &document) const;
    void writeStyle(XmlText &out) const;
    void writeSymbols(XmlText &out) const;

    const Scene &m_scene;
    const Theme &m_theme;
    const SvgOptions &m_options;
    Typesetter m_typesetter;
    XmlText m_out;
    std::vector<bool> m_hasId;
    bool m_isInLines = false;  ///< where the usual width is inherited
    std::vector<PointF> m_points;
    std::set<std::pair<Icon, int>> m_icons;  ///< those used, with their sides in hundredths of a pixel
    std::set<std::pair<Role, Role>> m_boxLooks;
};

/** The class of a box: what it is filled and stroked with. */
std::string boxClass(Role fill, Role stroke)
{
    return std::string(view(name(fill))) + '-' + std::string(view(name(stroke)));
}

QByteArray SvgWriter::write()
{
    std::size_t bytes = 4096;
    for (const SceneLayer &layer : m_scene.layers)
        bytes +=
            layer.boxes.size() * 140 + layer.lines.size() * 100 + layer.icons.size() * 80 + layer.texts.size() * 90;
    m_out.reserve(bytes);
    constexpr std::string_view names[] = {"containers", "lines", "cards", "over"};
    for (std::size_t i = 0; i < std::size(names); ++i)
        writeLayer(m_scene.layers[i], names[i]);
    m_out << "</svg>\n";
    QByteArray document;
    document.reserve(static_cast<qsizetype>(m_out.text().size() + 16384));
    writeHead(document);
    document.append(m_out.text().data(), static_cast<qsizetype>(m_out.text().size()));
    return document;
}

void SvgWriter::writeLayer(const SceneLayer &layer, std::string_view name)
{
    if (layer.boxes.empty() && layer.lines.empty() && layer.icons.empty() && layer.texts.empty())
        return;
    m_out << "<g class=\"" << name << "\">\n";
    m_isInLines = name == "lines";
    if (layer.boxes.empty() && layer.texts.empty() && layer.icons.empty())
        writeLines(layer);
    else
        writeItems(layer);
    m_out << "</g>\n";
}

/** Boxes, lines, icons and texts stand in the order of their items in each list, so a walk over the four together
 * groups them. */
void SvgWriter::writeItems(const SceneLayer &layer)
{
    std::size_t box = 0, line = 0, icon = 0, text = 0;
    const auto next = [&]() -> const Subject * {
        return box < layer.boxes.size()    ? &layer.boxes[box].subject
               : line < layer.lines.size() ? &layer.lines[line].subject
               : icon < layer.icons.size() ? &layer.icons[icon].subject
               : text < layer.texts.size() ? &layer.texts[text].subject
                                           : nullptr;
    };
    while (const Subject *of = next()) {
        const Subject subject = *of;
        openGroup(subject);
        for (; box < layer.boxes.size() && layer.boxes[box].subject == subject; ++box)
            writeBox(layer.boxes[box]);
        for (; line < layer.lines.size() && layer.lines[line].subject == subject; ++line)
            writeLine(layer.lines[line]);
        for (; icon < layer.icons.size() && layer.icons[icon].subject == subject; ++icon)
            writeIcon(layer.icons[icon]);
        for (; text < layer.texts.size() && layer.texts[text].subject == subject; ++text)
            writeText(layer.texts[text]);
        m_out << "</g>\n";
    }
}

void SvgWriter::writeLines(const SceneLayer &layer)
{
    if (layer.lines.size() > mostOwnLines) {
        writeMergedLines(layer.lines);
        return;
    }
    for (const SceneLine &line : layer.lines) {
        openGroup(line.subject);
        writeLine(line);
        m_out << "</g>\n";
    }
}

void SvgWriter::openGroup(Subject subject)
{
    m_out << "<g";
    if (subject.kind == Subject::Kind::Item && m_scene.layout && subject.index < m_hasId.size()) {
        const Layout &layout = *m_scene.layout;
        const LayoutItem &item = layout.items[subject.index];
        std::string made;
        std::string_view id;
        if (layout.graph && item.vertex < layout.graph->vertices.size())
            id = layout.graph->vertices[item.vertex].id;
        else
            id = made = layout.idOf(subject.index);
        if (!m_hasId[subject.index]) {
            m_hasId[subject.index] = true;
            m_out << " id=\"" << xmlId(id) << '"';
        }
        m_out.attribute("data-id", id) << "><title>";
        m_out.escaped(id) << ": " << portolan::name(item.state) << "</title>";
        return;
    }
    if (subject.kind == Subject::Kind::Edge && m_scene.layout && subject.index < m_scene.layout->edges.size()) {
        const Layout &layout = *m_scene.layout;
        const LayoutEdge &edge = layout.edges[subject.index];
        m_out << "><title>";
        m_out.escaped(layout.idOf(edge.from)) << ' ' << portolan::name(edge.type) << ' ';
        m_out.escaped(layout.idOf(edge.to)) << ": " << portolan::name(edge.state) << "</title>";
        return;
    }
    m_out << '>';
}

void SvgWriter::writeOpacity(std::uint8_t opacity)
{
    if (opacity != 255)
        m_out.attribute("opacity", opacity / 255.0);
}

void SvgWriter::writeBox(const SceneBox &box)
{
    const Role stroke = strokeOf(box, m_theme);
    m_boxLooks.insert({box.fill, stroke});
    const double width = stroke == Role::None ? 0 : static_cast<double>(box.strokeWidth), inset = width / 2;
    m_out << "<rect class=\"" << boxClass(box.fill, stroke) << '"';
    m_out.attribute("x", static_cast<double>(box.rect.x) + inset);
    m_out.attribute("y", static_cast<double>(box.rect.y) + inset);
    m_out.attribute("width", std::max(0.0, static_cast<double>(box.rect.width) - width));
    m_out.attribute("height", std::max(0.0, static_cast<double>(box.rect.height) - width));
    if (box.radius > 0)
        m_out.attribute("rx", std::max(0.0, static_cast<double>(box.radius) - inset));
    if (width > 0 && box.strokeWidth != 1.f)
        m_out.attribute("stroke-width", width);
    if (width > 0 && box.isDashed) {
        m_out << " stroke-dasharray=\"";
        m_out.number(static_cast<double>(dashOf(box.rect, box.radius, box.strokeWidth))) << '"';
    }
    writeOpacity(box.opacity);
    m_out << "/>";
}

void SvgWriter::writePath(PathData &path, const SceneLine &line)
{
    const PointF *p = m_scene.points.data() + line.firstPoint;
    path.moveTo(p[0]);
    for (std::uint32_t i = 1; i + 2 < line.pointCount; i += 3) {
        if (p[i - 1] == p[i] && p[i + 1] == p[i + 2])
            path.lineTo(p[i + 2]);
        else
            path.curveTo(p[i], p[i + 1], p[i + 2]);
    }
    if (!line.hasArrow)
        return;
    m_points.assign(p, p + line.pointCount);
    const Arrow arrow = arrowOf(m_points, line.width);
    path.stepTo(arrow.left);
    path.lineTo(arrow.tip);
    path.lineTo(arrow.right);
}

void SvgWriter::writeLine(const SceneLine &line)
{
    m_out << "<path class=\"stroke " << view(name(line.role)) << '"';
    if (line.width != 1.5f || !m_isInLines)
        m_out.attribute("stroke-width", static_cast<double>(line.width));
    if (line.isDashed)
        m_out.attribute("stroke-dasharray", static_cast<double>(dashOf(line.width)));
    writeOpacity(line.opacity);
    m_out << " d=\"";
    PathData path(m_out);
    writePath(path, line);
    m_out << "\"/>";
}

void SvgWriter::writeMergedLines(const std::vector<SceneLine> &lines)
{
    const auto lookOf = [](const SceneLine &l) { return std::tuple(l.opacity, l.role, l.width, l.isDashed); };
    std::map<decltype(lookOf(lines[0])), std::vector<const SceneLine *>> byLook;
    for (const SceneLine &line : lines)
        byLook[lookOf(line)].push_back(&line);
    for (const auto &[look, alike] : byLook) {
        SceneLine first = *alike.front();
        m_out << "<path class=\"stroke " << view(name(first.role)) << '"';
        m_out.attribute("stroke-width", static_cast<double>(first.width));
        if (first.isDashed)
            m_out.attribute("stroke-dasharray", static_cast<double>(dashOf(first.width)));
        writeOpacity(first.opacity);
        m_out << " d=\"";
        PathData path(m_out);
        for (const SceneLine *line : alike)
            writePath(path, *line);
        m_out << "\"/>\n";
    }
}

void SvgWriter::writeIcon(const SceneIcon &icon)
{
    const auto side = static_cast<int>(std::lround(icon.rect.width * 100));
    m_icons.insert({icon.icon, side});
    m_out << "<use class=\"" << view(name(icon.role)) << "\" xlink:href=\"#" << symbolId(icon.icon, side) << '"';
    m_out.attribute("x", tenths(icon.rect.x)).attribute("y", tenths(icon.rect.y));
    writeOpacity(icon.opacity);
    m_out << "/>";
}

void SvgWriter::writeText(const SceneText &text)
{
    const std::string_view whole = m_scene.texts[text.text];
    const double left = static_cast<double>(text.slot.x), width = static_cast<double>(text.slot.width);
    const double size = static_cast<double>(text.size);
    const double x = text.align == Align::Left ? left : text.align == Align::Center ? left + width / 2 : left + width;
    m_out << "<text class=\"" << className(text.font);
    if (text.role != usualRole(text.font))
        m_out << ' ' << view(name(text.role));
    m_out << '"';
    m_out.attribute("x", tenths(static_cast<float>(x)));
    m_out.attribute("y", tenths(text.slot.y + text.slot.height / 2 + static_cast<float>(size * capHeight / 2)));
    if (size != usualSize(text.font))
        (m_out << " style=\"font-size:").number(size) << "px\"";
    if (text.align != Align::Left)
        m_out << (text.align == Align::Center ? " text-anchor=\"middle\"" : " text-anchor=\"end\"");
    writeOpacity(text.opacity);
    m_out << '>';
    if (text.elide == Elide::Never || m_typesetter.surelyFits(whole, text.font, size, width)) {
        m_out.escaped(whole);
    } else {
        const QString shown = m_typesetter.set(m_scene, text).text;
        if (shown.contains(u'…'))
            (m_out << "<title>").escaped(whole) << "</title>";
        m_out.escaped(shown);
    }
    m_out << "</text>";
}

void SvgWriter::writeHead(QByteArray &document) const
{
    XmlText out;
    const RectF &b = m_scene.bounds;
    out << "<svg xmlns=\"http://www.w3.org/2000/svg\" xmlns:xlink=\"http://www.w3.org/1999/xlink\" role=\"img\"";
    const double width = static_cast<double>(b.width), height = static_cast<double>(b.height);
    out.attribute("width", width * m_options.scale).attribute("height", height * m_options.scale);
    out << " viewBox=\"";
    for (const float v : {b.x, b.y, b.width, b.height})
        out.number(static_cast<double>(v)) << (&v == &b.height ? "" : " ");
    out.text().pop_back();
    out << '"';
    if (!m_options.title.empty())
        out.attribute("aria-label", m_options.title);
    out << ">\n";
    if (!m_options.title.empty())
        (out << "<title>").escaped(m_options.title) << "</title>\n";
    writeStyle(out);
    writeSymbols(out);
    if (!m_options.isTransparent) {
        out << "<rect class=\"paper-none\"";
        out.attribute("x", static_cast<double>(b.x)).attribute("y", static_cast<double>(b.y));
        out.attribute("width", width).attribute("height", height) << "/>\n";
    }
    document.append(out.text().data(), static_cast<qsizetype>(out.text().size()));
}

void SvgWriter::writeStyle(XmlText &out) const
{
    const auto colour = [&](Role role) {
        return role == Role::None ? std::string("none") : m_theme.colour(role).name().toStdString();
    };
    out << "<style>\n";
    for (std::size_t i = 0; i <= static_cast<std::size_t>(Font::Count); ++i) {
        const auto font = static_cast<Font>(i);
        out << '.' << className(font) << "{font-family:" << view(familiesOf(font))
            << ";font-weight:" << std::to_string(weightOf(font)) << ";font-size:";
        out.number(usualSize(font)) << "px;color:" << colour(usualRole(font)) << "}\n";
    }
    for (std::size_t i = 0; i < roleCount; ++i) {
        const auto role = static_cast<Role>(i);
        out << '.' << view(name(role)) << "{color:" << colour(role) << "}\n";
    }
    auto looks = m_boxLooks;
    looks.insert({Role::Paper, Role::None});
    for (const auto &[fill, stroke] : looks) {
        out << '.' << boxClass(fill, stroke) << "{fill:" << colour(fill) << ";stroke:" << colour(stroke) << "}\n";
    }
    out << ".stroke{fill:none;stroke:currentColor;stroke-linecap:round;stroke-linejoin:round}\n.lines{stroke-width:1.5}"
           "\ntext{fill:currentColor;white-space:pre;font-variant-ligatures:none}\n";
    out << "</style>\n";
}

/** One symbol for each shape and size: what uses it then says no more than where. */
void SvgWriter::writeSymbols(XmlText &out) const
{
    for (const auto &[icon, side] : m_icons) {
        out << "<symbol id=\"" << symbolId(icon, side)
            << "\" overflow=\"visible\"><g stroke-linecap=\"round\" stroke-linejoin=\"round\"";
        if (side != 1600)
            out << " transform=\"scale(" << std::to_string(side / 1600.0) << ")\"";
        out << '>';
        for (const IconPath &path : shapeOf(icon)) {
            if (path.strokeWidth > 0)
                (out << "<path fill=\"none\" stroke=\"currentColor\"").attribute("stroke-width", path.strokeWidth);
            else
                out << "<path fill=\"currentColor\"" << (path.isEvenOdd ? " fill-rule=\"evenodd\"" : "");
            out.attribute("d", std::string_view(path.data.constData(), static_cast<std::size_t>(path.data.size())))
                << "/>";
        }
        out << "</g></symbol>\n";
    }
}

bool isIdCharacter(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' || c == '.';
}

}  // namespace

QByteArray writeSvg(const Scene &scene, const Theme &theme, const SvgOptions &options)
{
    return SvgWriter(scene, theme, options).write();
}

std::string xmlId(std::string_view text)
{
    constexpr char hex[] = "0123456789abcdef";
    std::string id;
    char before = '/';  // an id does not begin with a stroke's sign, and two strokes are not the start of an escape
    for (const char c : text) {
        const auto byte = static_cast<unsigned char>(c);
        if (isIdCharacter(c) && !(id.empty() && !((c | 0x20) >= 'a' && (c | 0x20) <= 'z')))
            id += c;
        else if (c == '/' && before != '/')
            id += '_';
        else
            (((id.empty() ? id += 'x' : id) += "__") += hex[byte >> 4]) += hex[byte & 15];
        before = c;
    }
    return id.empty() ? "x" : id;
}

}  // namespace portolan
