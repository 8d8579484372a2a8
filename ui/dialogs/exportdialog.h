// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QCheckBox>
#include <QComboBox>
#include <QDialog>
#include <QDoubleSpinBox>
#include <QLabel>

#include "dialogs/exportwish.h"

namespace portolan {

/** Asks for an ExportWish; writes nothing. */
class ExportDialog : public QDialog {
    Q_OBJECT

public:
    /** `part` is what the window shows of the chart, `theme` what it shows it in. */
    ExportDialog(const LayoutPtr &layout, const RectF &part, const Theme &theme, QWidget *parent = nullptr);

    /** As the controls stand; `path` is empty until the user has named a file. */
    ExportWish wish() const;

Q_SIGNALS:
    void exportWanted(const portolan::ExportWish &wish);

private:
    void chooseFile();
    void showSize();
    QString ending() const;
    bool isPicture() const;

    LayoutPtr m_layout;
    RectF m_part;
    QString m_path;
    QComboBox *m_format;
    QComboBox *m_extent;
    QComboBox *m_theme;
    QDoubleSpinBox *m_scale;
    QCheckBox *m_legend;
    QCheckBox *m_title;
    QCheckBox *m_transparent;
    QLabel *m_size;
};

}  // namespace portolan
