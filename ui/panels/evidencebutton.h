// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "explain/explanation.h"
#include "panels/pressable.h"
#include "render/theme.h"

namespace portolan {

/** One piece of evidence: the object, the field as people write it, and its value as it stands there. A click opens
 * it. */
class EvidenceButton : public Pressable {
    Q_OBJECT

public:
    EvidenceButton(const ExplainedEvidence &evidence, const Theme &theme, QWidget *parent);

    bool hasHeightForWidth() const override { return true; }
    int heightForWidth(int width) const override;
    QSize sizeHint() const override;
    QSize minimumSizeHint() const override;

protected:
    void paintEvent(QPaintEvent *event) override;
    void contextMenuEvent(QContextMenuEvent *event) override;

private:
    QString m_object, m_path, m_value;
    QString m_shown;  ///< path and value, with places where a line may end
    Theme m_theme;
};

}  // namespace portolan
