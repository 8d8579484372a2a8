// SPDX-License-Identifier: GPL-3.0-or-later
#include "panels/findingspanel.h"

#include <QHBoxLayout>
#include <QPushButton>
#include <QVBoxLayout>
#include <algorithm>

#include "panels/look.h"
#include "panels/storylist.h"
#include "render/fonts.h"

namespace portolan {

namespace {

Role markOf(Severity severity)
{
    return severity == Severity::Error ? Role::Failing : severity == Severity::Warning ? Role::Warning : Role::Ink3;
}

QString wordOf(Severity severity)
{
    return severity == Severity::Error     ? FindingsPanel::tr("Error")
           : severity == Severity::Warning ? FindingsPanel::tr("Warning")
                                           : FindingsPanel::tr("For your information");
}

}  // namespace

struct FindingsPanel::Parts {
    QLabel *summary = nullptr;
    QPushButton *levels[3] = {};
    StoryList *list = nullptr;
    std::vector<Finding> all;
    std::vector<std::size_t> shown;  ///< indices into `all`

    void fill();
};

void FindingsPanel::Parts::fill()
{
    std::vector<StoryRow> rows;
    shown.clear();
    std::size_t counts[3] = {};
    for (std::size_t i = 0; i < all.size(); ++i) {
        const Finding &finding = all[i];
        const auto level = static_cast<std::size_t>(finding.severity);
        ++counts[level];
        if (!levels[level]->isChecked())
            continue;
        shown.push_back(i);
        QStringList objects;
        for (const std::string &object : finding.objects)
            objects << QString::fromStdString(object);
        const FindingRule *rule = findingRule(finding.rule);
        StoryRow row;
        row.title = wordOf(finding.severity) + u" · "_qs + toQString(finding.rule) +
                    (rule ? u" · "_qs + toQString(rule->title) : QString());
        row.code = objects.mid(0, 3).join(u"  "_qs);
        row.text = QString::fromStdString(finding.message);
        row.note = QString::fromStdString(finding.remedy);
        row.mark = markOf(finding.severity);
        rows.push_back(std::move(row));
    }
    for (const Severity severity : {Severity::Error, Severity::Warning, Severity::Info}) {
        const auto level = static_cast<std::size_t>(severity);
        const QString words[] = {tr("Errors"), tr("Warnings"), tr("Information")};
        levels[level]->setText(words[level] + u"  "_qs + QString::number(counts[level]));
    }
    summary->setText(all.empty()    ? tr("Nothing was found.")
                     : rows.empty() ? tr("Nothing of these severities was found.")
                                    : QString());
    summary->setVisible(rows.empty());
    list->setRows(rows);
}

FindingsPanel::FindingsPanel(QWidget *parent) : QWidget(parent), m(std::make_unique<Parts>())
{
    setObjectName(u"findingsPanel"_qs);
    setAttribute(Qt::WA_StyledBackground);
    setAccessibleName(tr("Findings"));
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(24, 20, 24, 0);
    column->setSpacing(10);
    auto *row = new QHBoxLayout;
    auto *title = plainLabel(tr("Findings"), this);
    title->setFont(fontOf(Font::Name, 16));
    row->addWidget(title);
    row->addStretch();
    for (QPushButton *&level : m->levels) {
        level = new QPushButton(this);
        level->setCheckable(true);
        level->setChecked(true);
        row->addWidget(level);
        connect(level, &QPushButton::toggled, this, [this] { m->fill(); });
    }
    column->addLayout(row);
    m->summary = plainLabel({}, this, "quiet");
    column->addWidget(m->summary);
    m->list = new StoryList(this);
    m->list->setAccessibleName(tr("Findings"));
    column->addWidget(m->list, 1);
    connect(m->list, &QListWidget::currentRowChanged, this, [this](int current) {
        if (current >= 0)
            Q_EMIT objectChosen(
                QString::fromStdString(m->all[m->shown[static_cast<std::size_t>(current)]].objects.front()));
    });
    connect(m->list, &QListWidget::itemActivated, this, [this] {
        const Finding &finding = m->all[m->shown[static_cast<std::size_t>(m->list->currentRow())]];
        const std::string path = finding.evidence.empty() ? std::string() : finding.evidence.front().path;
        Q_EMIT evidenceWanted(QString::fromStdString(finding.evidence.empty() ? finding.objects.front()
                                                                              : finding.evidence.front().object.text()),
                              QString::fromStdString(path));
    });
}

FindingsPanel::~FindingsPanel() = default;

void FindingsPanel::setTheme(const Theme &theme)
{
    setStyleSheet(panelSheet(
        theme,
        u"#findingsPanel { background: {panel}; } QListWidget { background: {panel}; border: none; outline: none; }"
        "QPushButton:checked { background: {accentSoft}; color: {accent}; }"_qs));
    m->list->setTheme(theme);
}

void FindingsPanel::show(std::vector<Finding> findings)
{
    m->all = std::move(findings);
    m->fill();
}

void FindingsPanel::showPending()
{
    show({});
    m->summary->setText(tr("Looking for what is wrong…"));
}

QString FindingsPanel::text() const
{
    return m->list->text();
}

}  // namespace portolan
