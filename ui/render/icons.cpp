// SPDX-License-Identifier: GPL-3.0-or-later
#include "render/icons.h"

#include <QFile>
#include <QXmlStreamReader>
#include <array>
#include <charconv>

namespace portolan {

namespace {

constexpr const char *iconNames[] = {"outside", "loadbalancer", "nodeport", "door",      "gateway",      "route",
                                     "service", "workload",     "pod",      "machine",   "tunnel",       "dns",
                                     "policy",  "external",     "cidr",     "namespace", "controlplane", "search",
                                     "fine",    "warning",      "failing",  "unknown"};
static_assert(std::size(iconNames) == iconCount);

/** Takes numbers off the front of path data. */
class Numbers {
public:
    explicit Numbers(QByteArrayView data) : m_at(data.data()), m_end(data.data() + data.size()) {}

    char command()
    {
        skip();
        return m_at < m_end && *m_at >= 'A' && *m_at <= 'Z' ? *m_at++ : '\0';
    }
    bool isAtEnd()
    {
        skip();
        return m_at == m_end;
    }
    bool point(QPointF &p) { return number(p.rx()) && number(p.ry()); }

private:
    void skip()
    {
        while (m_at < m_end && (*m_at == ' ' || *m_at == ','))
            ++m_at;
    }
    bool number(double &value)
    {
        skip();
        const auto [end, error] = std::from_chars(m_at, m_end, value);
        m_at = end;
        return error == std::errc();
    }

    const char *m_at;
    const char *m_end;
};

IconShape readIcon(Icon icon)
{
    QFile file(u":/icons/"_qs + name(icon) + u".svg"_qs);
    if (!file.open(QIODevice::ReadOnly))
        return {};
    IconShape shape;
    double strokeWidth = 1.4;
    for (QXmlStreamReader xml(&file); !xml.atEnd(); xml.readNext()) {
        if (!xml.isStartElement())
            continue;
        const auto attributes = xml.attributes();
        const bool isRoot = xml.name() == u"svg";
        double width = attributes.hasAttribute(QLatin1String("stroke-width"))
                           ? attributes.value(QLatin1String("stroke-width")).toDouble()
                           : strokeWidth;
        if (isRoot)
            strokeWidth = width;
        if (xml.name() != u"path")
            continue;
        IconPath path;
        path.data = attributes.value(QLatin1String("d")).toUtf8();
        path.path = readPath(path.data).value_or(QPainterPath());
        path.strokeWidth = attributes.value(QLatin1String("stroke")) == u"none" ? 0 : width;
        path.isEvenOdd = attributes.value(QLatin1String("fill-rule")) == u"evenodd";
        path.path.setFillRule(path.isEvenOdd ? Qt::OddEvenFill : Qt::WindingFill);
        shape.push_back(std::move(path));
    }
    return shape;
}

}  // namespace

QLatin1String name(Icon icon)
{
    return QLatin1String(iconNames[static_cast<std::size_t>(icon)]);
}

const IconShape &shapeOf(Icon icon)
{
    static const auto shapes = [] {
        std::array<IconShape, iconCount> all;
        for (std::size_t i = 0; i < iconCount; ++i)
            all[i] = readIcon(static_cast<Icon>(i));
        return all;
    }();
    return shapes[static_cast<std::size_t>(icon)];
}

std::optional<QPainterPath> readPath(QByteArrayView data)
{
    QPainterPath path;
    Numbers numbers(data);
    while (!numbers.isAtEnd()) {
        QPointF a, b, c;
        switch (numbers.command()) {
            case 'M':
                if (!numbers.point(a))
                    return std::nullopt;
                path.moveTo(a);
                break;
            case 'L':
                if (!numbers.point(a))
                    return std::nullopt;
                path.lineTo(a);
                break;
            case 'C':
                if (!numbers.point(a) || !numbers.point(b) || !numbers.point(c))
                    return std::nullopt;
                path.cubicTo(a, b, c);
                break;
            case 'Z':
                path.closeSubpath();
                break;
            default:
                return std::nullopt;
        }
    }
    return path;
}

}  // namespace portolan
