// SPDX-License-Identifier: GPL-3.0-or-later
#include "dialogs/exportdialog.h"

#include <QDialogButtonBox>
#include <QFileDialog>
#include <QFormLayout>
#include <QPushButton>
#include <cmath>

namespace portolan {

namespace {

/** "high-contrast" is the name in files and on the command line. */
QString themeLabel(const QString &name)
{
    QString label = name;
    label.replace(u'-', u' ');
    label[0] = label[0].toUpper();
    return label;
}

}  // namespace

ExportDialog::ExportDialog(const LayoutPtr &layout, const RectF &part, const Theme &theme, QWidget *parent)
    : QDialog(parent), m_layout(layout), m_part(part)
{
    setWindowTitle(tr("Export the chart"));
    m_format = new QComboBox(this);
    m_format->addItem(tr("PNG, an image"), u"png"_qs);
    m_format->addItem(tr("SVG, for browsers and drawing programs"), u"svg"_qs);
    m_format->addItem(tr("PDF, for documents and print"), u"pdf"_qs);
    m_format->insertSeparator(m_format->count());
    m_format->addItem(tr("draw.io, to edit the diagram"), u"drawio"_qs);
    m_format->addItem(tr("DOT, for Graphviz"), u"dot"_qs);
    m_format->addItem(tr("GraphML, for graph tools"), u"graphml"_qs);
    m_format->addItem(tr("Mermaid, for Markdown"), u"mmd"_qs);
    m_format->addItem(tr("JSON of the graph with its evidence"), u"json"_qs);
    m_extent = new QComboBox(this);
    m_extent->addItems({tr("The whole chart"), tr("What is in view")});
    m_theme = new QComboBox(this);
    for (const QString &name : themeNames())
        m_theme->addItem(themeLabel(name), name);
    m_theme->setCurrentIndex(std::max(0, m_theme->findData(theme.name)));
    m_scale = new QDoubleSpinBox(this);
    m_scale->setRange(0.1, 8);
    m_scale->setSingleStep(0.5);
    m_scale->setValue(2);
    m_scale->setSuffix(tr(" times"));
    m_legend = new QCheckBox(tr("Legend"), this);
    m_title = new QCheckBox(tr("Title, lens and time"), this);
    m_transparent = new QCheckBox(tr("Transparent background"), this);
    m_legend->setChecked(true);
    m_title->setChecked(true);
    m_size = new QLabel(this);
    m_size->setProperty("quiet", true);

    auto *form = new QFormLayout(this);
    form->setContentsMargins(24, 24, 24, 20);
    form->setSpacing(12);
    form->addRow(tr("&Format"), m_format);
    form->addRow(tr("&Extent"), m_extent);
    form->addRow(tr("&Colours"), m_theme);
    form->addRow(tr("&Scale"), m_scale);
    form->addRow(tr("With"), m_title);
    form->addRow(QString(), m_legend);
    form->addRow(QString(), m_transparent);
    form->addRow(tr("Size"), m_size);
    auto *buttons = new QDialogButtonBox(this);
    buttons->addButton(tr("Cancel"), QDialogButtonBox::RejectRole);
    auto *save = new QPushButton(tr("Save as…"), this);
    save->setProperty("primary", true);  // before it is measured, for that settles how it looks
    buttons->addButton(save, QDialogButtonBox::AcceptRole);
    save->setDefault(true);
    form->addRow(buttons);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    connect(buttons, &QDialogButtonBox::accepted, this, &ExportDialog::chooseFile);
    connect(m_format, &QComboBox::currentIndexChanged, this, &ExportDialog::showSize);
    connect(m_extent, &QComboBox::currentIndexChanged, this, &ExportDialog::showSize);
    connect(m_scale, &QDoubleSpinBox::valueChanged, this, &ExportDialog::showSize);
    showSize();
}

QString ExportDialog::ending() const
{
    return m_format->currentData().toString();
}

ExportWish ExportDialog::wish() const
{
    ExportWish wish;
    wish.path = m_path;
    wish.layout = m_layout;
    wish.theme = themeNamed(m_theme->currentData().toString());
    const bool isPart = m_extent->currentIndex() == 1;
    wish.options.scale = m_scale->value();
    wish.options.hasLegend = m_legend->isChecked() && !isPart;
    if (isPart)
        wish.options.part = m_part;
    wish.hasTitle = m_title->isChecked() && !isPart;
    wish.options.isTransparent = m_transparent->isChecked();
    return wish;
}

bool ExportDialog::isPicture() const
{
    return ending() == u"png" || ending() == u"svg" || ending() == u"pdf";
}

void ExportDialog::showSize()
{
    const bool isPart = m_extent->currentIndex() == 1, isImage = ending() == u"png";
    const RectF area = isPart ? m_part : m_layout->bounds;
    const double scale = isImage ? m_scale->value() : 1;
    for (QWidget *ofPictures : {static_cast<QWidget *>(m_extent), static_cast<QWidget *>(m_theme)})
        ofPictures->setEnabled(isPicture());
    m_scale->setEnabled(isImage);
    m_transparent->setEnabled(isImage);
    m_legend->setEnabled(isPicture() && !isPart);
    m_title->setEnabled(isPicture() && !isPart);
    m_size->setText(isPicture() ? tr("%1 × %2 pixels and margins")
                                      .arg(std::lround(static_cast<double>(area.width) * scale))
                                      .arg(std::lround(static_cast<double>(area.height) * scale))
                                : tr("the whole graph, whatever the chart shows of it"));
}

void ExportDialog::chooseFile()
{
    const QString filter = ending().toUpper() + u" (*."_qs + ending() + u')';
    QString path = QFileDialog::getSaveFileName(this, tr("Export the chart"), u"chart."_qs + ending(), filter);
    if (path.isEmpty())
        return;
    if (!path.endsWith(u'.' + ending(), Qt::CaseInsensitive))
        path += u'.' + ending();
    m_path = path;
    Q_EMIT exportWanted(wish());
    accept();
}

}  // namespace portolan
