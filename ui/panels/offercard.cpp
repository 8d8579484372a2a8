// SPDX-License-Identifier: GPL-3.0-or-later
#include "panels/offercard.h"

#include "panels/look.h"
#include "render/fonts.h"

namespace portolan {

namespace {

constexpr int left = 42, right = 14, top = 11, titleHeight = 18, gap = 2, bottom = 12;
constexpr int wrapped = Qt::AlignLeft | Qt::AlignTop | Qt::TextWordWrap;

}  // namespace

OfferCard::OfferCard(Sign sign, const QString &title, const QString &sentence, QWidget *parent)
    : Pressable(parent), m_sign(sign), m_sentence(sentence)
{
    setText(title);
    setAccessibleName(title);
    setAccessibleDescription(sentence);
    QSizePolicy policy(QSizePolicy::Expanding, QSizePolicy::Preferred);
    policy.setHeightForWidth(true);
    setSizePolicy(policy);
}

void OfferCard::setSentence(const QString &sentence)
{
    m_sentence = sentence;
    setAccessibleDescription(sentence);
    updateGeometry();
    update();
}

void OfferCard::setTheme(const Theme &theme)
{
    m_theme = theme;
    update();
}

QRect OfferCard::sentenceRect(int width) const
{
    const QRect room(left, top + titleHeight + gap, std::max(40, width - left - right), 1000);
    return QFontMetrics(fontOf(Font::Fact, 12)).boundingRect(room, wrapped, m_sentence);
}

int OfferCard::heightForWidth(int width) const
{
    return m_sentence.isEmpty() ? 2 * top + titleHeight : sentenceRect(width).bottom() + 1 + bottom;
}

QSize OfferCard::sizeHint() const
{
    return {320, 45};  // how high it is follows from its width, and not from this
}

QSize OfferCard::minimumSizeHint() const
{
    return {180, 0};
}

void OfferCard::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    const bool isHot = isEnabled() && (underMouse() || isDown());
    const QRectF card = QRectF(rect()).adjusted(0.5, 0.5, -0.5, -0.5);
    painter.setPen(m_theme.colour(Role::Line));
    painter.setBrush(isEnabled() ? QBrush(m_theme.colour(isHot ? Role::Soft : Role::Panel)) : QBrush(Qt::NoBrush));
    painter.drawRoundedRect(card, 8, 8);
    const Role role = isEnabled() ? m_sign.role : Role::Ink3;
    if (isEnabled()) {
        QPainterPath shape;
        shape.addRoundedRect(card.adjusted(0.5, 0.5, -0.5, -0.5), 7.5, 7.5);
        painter.setClipPath(shape);
        painter.fillRect(QRectF(0, 0, 4, height()), m_theme.colour(role));
        painter.setClipping(false);
    }
    paintIcon(painter, m_sign.icon, QRectF(16, top + 1, 16, 16), m_theme.colour(role));
    painter.setFont(fontOf(Font::Name));
    painter.setPen(m_theme.colour(isEnabled() ? Role::Ink : Role::Ink2));
    painter.drawText(QRect(left, top, width() - left - right, titleHeight), Qt::AlignLeft | Qt::AlignVCenter,
                     QFontMetrics(painter.font()).elidedText(text(), Qt::ElideMiddle, width() - left - right));
    painter.setFont(fontOf(Font::Fact, 12));
    painter.setPen(m_theme.colour(Role::Ink2));
    painter.drawText(sentenceRect(width()).adjusted(0, 0, 2, 2), wrapped, m_sentence);
    if (hasFocus())
        paintFocus(painter, rect(), 8, m_theme.colour(Role::Accent));
}

}  // namespace portolan
