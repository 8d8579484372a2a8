// SPDX-License-Identifier: GPL-3.0-or-later
#include "panels/evidencebutton.h"

#include <QClipboard>
#include <QContextMenuEvent>
#include <QGuiApplication>
#include <QMenu>
#include <QTextLayout>
#include <cmath>

#include "panels/look.h"
#include "render/fonts.h"

namespace portolan {

namespace {

constexpr int paddingX = 12, paddingY = 6;
constexpr double objectLine = 17, fieldLine = 16;
constexpr int mostLines = 8;  ///< of a value; all of it is in the YAML, one click away

/** Lays text out in lines that break anywhere if a word is longer than one. Returns how many there are, at most
 * `mostLines`; the last one then ends before the end of the text. */
int layLines(QTextLayout &layout, double width)
{
    QTextOption option;
    option.setWrapMode(QTextOption::WrapAtWordBoundaryOrAnywhere);
    layout.setTextOption(option);
    layout.beginLayout();
    int lines = 0;
    for (QTextLine line = layout.createLine(); line.isValid() && lines < mostLines; line = layout.createLine()) {
        line.setLineWidth(std::max(1.0, width));
        ++lines;
    }
    layout.endLayout();
    return lines;
}

void drawLines(QPainter &painter, const QTextLayout &layout, int lines, QPointF at, double width)
{
    for (int i = 0; i < lines; ++i) {
        const QTextLine line = layout.lineAt(i);
        const bool isCut = i == mostLines - 1 && line.textStart() + line.textLength() < layout.text().size();
        QString text = layout.text().mid(line.textStart(), isCut ? -1 : line.textLength());
        if (isCut)
            text = QFontMetricsF(layout.font()).elidedText(text.left(500), Qt::ElideRight, width);
        painter.drawText(QRectF(at.x(), at.y() + i * fieldLine, width, fieldLine),
                         Qt::AlignLeft | Qt::AlignVCenter | Qt::TextSingleLine, text);
    }
}

/** One line of it is enough to lay out what is shown. */
QString shortened(const QString &value)
{
    constexpr qsizetype most = 4000;
    return value.left(most).simplified();
}

/** A path whose lines end between fields rather than in the middle of one. */
QString breakable(QString path)
{
    constexpr QChar mayBreak(0x200b);
    for (const QChar separator : {u'.', u'/', u']'})
        path.replace(separator, QString(separator) + mayBreak);
    return path;
}

}  // namespace

EvidenceButton::EvidenceButton(const ExplainedEvidence &evidence, const Theme &theme, QWidget *parent)
    : Pressable(parent),
      m_object(toQString(evidence.object)),
      m_path(toQString(readablePath(evidence.path))),
      m_value(toQString(evidence.value)),
      m_theme(theme)
{
    QSizePolicy policy(QSizePolicy::Expanding, QSizePolicy::Preferred);
    policy.setHeightForWidth(true);
    setSizePolicy(policy);
    const QString value = shortened(m_value);
    const QString equals = m_path.isEmpty() || value.isEmpty() ? QString() : u" = "_qs;
    m_shown = breakable(m_path) + equals + value;
    const QString field = m_path + equals + value;
    setText(field);
    setAccessibleName(m_object + u": "_qs + field);
    setAccessibleDescription(tr("Opens the object at this field"));
}

int EvidenceButton::heightForWidth(int width) const
{
    QTextLayout layout(m_shown, fontOf(Font::Mono));
    return static_cast<int>(
        std::lround(2 * paddingY + objectLine + fieldLine * layLines(layout, width - 2 * paddingX)));
}

QSize EvidenceButton::sizeHint() const
{
    return {200, 45};  // how high it is follows from its width, and not from this
}

QSize EvidenceButton::minimumSizeHint() const
{
    return {80, 0};
}

void EvidenceButton::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(m_theme.hasOutlines ? QPen(m_theme.colour(Role::Line)) : QPen(Qt::NoPen));
    painter.setBrush(m_theme.colour(underMouse() || isDown() ? Role::AccentSoft : Role::Soft));
    painter.drawRoundedRect(QRectF(rect()).adjusted(0.5, 0.5, -0.5, -0.5), 6, 6);

    const double width = this->width() - 2 * paddingX;
    const QFont object = fontOf(Font::Name, 12);
    painter.setFont(object);
    painter.setPen(m_theme.colour(Role::Accent));
    painter.drawText(QRectF(paddingX, paddingY, width, objectLine), Qt::AlignLeft | Qt::AlignVCenter,
                     QFontMetrics(object).elidedText(m_object, Qt::ElideMiddle, static_cast<int>(width)));
    QTextLayout layout(m_shown, fontOf(Font::Mono));
    painter.setFont(layout.font());
    painter.setPen(m_theme.colour(Role::Ink2));
    drawLines(painter, layout, layLines(layout, width), {paddingX, paddingY + objectLine}, width);
    if (hasFocus())
        paintFocus(painter, rect(), 6, m_theme.colour(Role::Accent));
}

void EvidenceButton::contextMenuEvent(QContextMenuEvent *event)
{
    QMenu menu(this);
    const auto offer = [&menu](const QString &label, const QString &text) {
        menu.addAction(label, [text] { QGuiApplication::clipboard()->setText(text); })->setEnabled(!text.isEmpty());
    };
    menu.addAction(tr("Open"), this, &QAbstractButton::click);
    menu.addSeparator();
    offer(tr("Copy value"), m_value);
    offer(tr("Copy path"), m_path);
    offer(tr("Copy name of the object"), m_object);
    menu.exec(event->globalPos());
}

}  // namespace portolan
