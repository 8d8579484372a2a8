// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "panels/pressable.h"
#include "render/theme.h"
#include "scene/signs.h"

namespace portolan {

/** Something that can be opened, as a card: a sign, a title, a sentence. */
class OfferCard : public Pressable {
    Q_OBJECT

public:
    OfferCard(Sign sign, const QString &title, const QString &sentence, QWidget *parent);

    void setTheme(const Theme &theme);
    void setSentence(const QString &sentence);

    bool hasHeightForWidth() const override { return true; }
    int heightForWidth(int width) const override;
    QSize sizeHint() const override;
    QSize minimumSizeHint() const override;

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    QRect sentenceRect(int width) const;

    const Sign m_sign;
    QString m_sentence;
    Theme m_theme;
};

}  // namespace portolan
