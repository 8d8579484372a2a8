// SPDX-License-Identifier: GPL-3.0-or-later
#include "panels/roledocument.h"

#include <QCoreApplication>
#include <QTextCursor>
#include <QTextTable>

#include "panels/look.h"
#include "render/fonts.h"
#include "render/raster.h"

namespace portolan {

namespace {

QString tr(const char *text)
{
    return QCoreApplication::translate("portolan::RoleView", text);
}

QString toQ(const std::string &text)
{
    return QString::fromStdString(text);
}

/** Puts a panel's parts into a document, as text: nothing in it is taken for markup. */
class Writer {
public:
    Writer(QTextDocument &document, const Theme &theme) : m_document(document), m_theme(theme), m_cursor(&document)
    {
        document.clear();
        document.setDocumentMargin(18);
        document.setDefaultFont(fontOf(Font::Fact, 13));
        m_cursor.movePosition(QTextCursor::Start);
    }

    QTextCursor &cursor() { return m_cursor; }

    QTextCharFormat face(Font font, double size, Role role) const
    {
        QTextCharFormat format;
        format.setFont(fontOf(font, size));
        format.setForeground(m_theme.colour(role));
        return format;
    }

    void paragraph(double above, double below, int indent = 0)
    {
        QTextBlockFormat block;
        block.setTopMargin(above);
        block.setBottomMargin(below);
        block.setLineHeight(128, QTextBlockFormat::ProportionalHeight);
        block.setLeftMargin(indent);
        if (m_isBegun)
            m_cursor.insertBlock(block, {});
        else
            m_cursor.setBlockFormat(block);
        m_isBegun = true;
    }

    void heading(const QString &text)
    {
        paragraph(18, 4);
        QTextBlockFormat block = m_cursor.blockFormat();
        block.setHeadingLevel(3);
        m_cursor.setBlockFormat(block);
        QTextCharFormat format = face(Font::Heading, 11.5, Role::Ink2);
        format.setFontCapitalization(QFont::AllUppercase);
        m_cursor.insertText(text, format);
    }

    /** A sentence with code between backticks. */
    void sentence(const std::string &text, Role role = Role::Ink, double size = 13)
    {
        const QTextCharFormat plain = face(Font::Fact, size, role), code = face(Font::Mono, size - 1, role);
        bool isCode = false;
        for (const QString &part : toQ(text).split(u'`')) {
            if (!part.isEmpty())
                m_cursor.insertText(part, isCode ? code : plain);
            isCode = !isCode;
        }
    }

    void sentences(const std::vector<std::string> &all)
    {
        for (const std::string &one : all) {
            paragraph(0, 6);
            sentence(one);
        }
    }

    void bullets(const std::vector<std::string> &all)
    {
        for (const std::string &one : all) {
            paragraph(0, 4, 14);
            QTextBlockFormat block = m_cursor.blockFormat();
            block.setTextIndent(-12);
            m_cursor.setBlockFormat(block);
            m_cursor.insertText(u"\u2022\u2002"_qs, face(Font::Fact, 13, Role::Ink2));
            sentence(one);
        }
    }

    void numbered(const std::vector<std::string> &all)
    {
        int number = 0;
        for (const std::string &one : all) {
            paragraph(0, 4, 18);
            QTextBlockFormat block = m_cursor.blockFormat();
            block.setTextIndent(-16);
            m_cursor.setBlockFormat(block);
            m_cursor.insertText(QString::number(++number) + u".\u2002"_qs, face(Font::Fact, 13, Role::Ink2));
            sentence(one);
        }
    }

    void link(const QString &text, const QString &address, double size = 12)
    {
        QTextCharFormat format = face(Font::Fact, size, Role::Accent);
        format.setAnchor(true);
        format.setAnchorHref(address);
        format.setFontUnderline(false);
        m_cursor.insertText(text, format);
    }

    void words(const QString &text, Font font = Font::Fact, double size = 12, Role role = Role::Ink2)
    {
        m_cursor.insertText(text, face(font, size, role));
    }

    QTextTable *table(int rows, int columns, const QList<QTextLength> &widths, double padding = 3)
    {
        QTextTableFormat format;
        format.setBorder(0);
        format.setCellPadding(padding);
        format.setCellSpacing(0);
        format.setWidth(QTextLength(QTextLength::PercentageLength, 100));
        format.setColumnWidthConstraints(widths);
        paragraph(0, 0);
        return m_cursor.insertTable(rows, columns, format);
    }

    void cell(QTextTable *table, int row, int column, const QString &text, const QTextCharFormat &format)
    {
        table->cellAt(row, column).firstCursorPosition().insertText(text, format);
    }

    void leaveTable() { m_cursor.movePosition(QTextCursor::End); }

    void picture(const QImage &image, const QString &words)
    {
        const QUrl name(u"picture"_qs);
        m_document.addResource(QTextDocument::ImageResource, name, image);
        paragraph(10, 8);
        QTextBlockFormat block = m_cursor.blockFormat();
        block.setLineHeight(100, QTextBlockFormat::ProportionalHeight);
        m_cursor.setBlockFormat(block);
        QTextImageFormat format;
        format.setName(name.toString());
        format.setWidth(image.width() / image.devicePixelRatio());
        format.setHeight(image.height() / image.devicePixelRatio());
        format.setProperty(QTextFormat::ImageAltText, words);
        m_cursor.insertImage(format);
    }

    const Theme &theme() const { return m_theme; }

private:
    QTextDocument &m_document;
    const Theme &m_theme;
    QTextCursor m_cursor;
    bool m_isBegun = false;
};

/** The parts of a panel, in the order in which one reads them. */
class RoleText {
public:
    RoleText(Writer &writer, const RoleShown &shown, const Unfolded &unfolded)
        : w(writer), s(shown), p(shown.panel), u(unfolded)
    {
    }

    void write(int width, double pixelRatio)
    {
        w.paragraph(0, 6);
        w.words(toQ(p.question), Font::Fact, 13, Role::Ink2);
        w.sentences(p.what);
        if (!s.supposition.isEmpty())
            supposition();
        if (!s.ports.empty())
            ports();
        if (p.role != "ports")
            fills();
        drawing(width, pixelRatio);
        sections(tr("How it works here"), p.how, false);
        sections(tr("Limits and pitfalls"), p.limits, true);
        if (!p.k3s.empty()) {
            w.heading(tr("What K3s sets up"));
            w.sentences(p.k3s);
        }
        comparison();
        swaps();
        if (s.ports.empty())
            ports();
        handing();
        links();
    }

private:
    void supposition()
    {
        w.heading(tr("What if"));
        w.paragraph(0, 4);
        w.words(s.supposition + u". "_qs, Font::Name, 13, Role::Ink);
        w.link(tr("Back to what is"), u"reality:"_qs, 13);
        if (s.consequences.empty())
            return;
        w.paragraph(4, 2);
        w.words(tr("For objects of this cluster:"), Font::Fact, 12);
        for (const PanelSection &consequence : s.consequences) {
            w.bullets({consequence.title});
            QStringList names;
            for (const std::string &object : consequence.sentences)
                names << toQ(object);
            if (names.isEmpty())
                continue;
            w.paragraph(0, 4, 14);
            w.words(names.join(u", "_qs), Font::Mono, 11);
        }
    }

    void fills()
    {
        w.heading(tr("In this cluster"));
        for (const std::string &why : p.unknown) {
            w.paragraph(0, 4);
            w.sentence(why, Role::Ink2);
        }
        if (p.fills.empty() && p.unknown.empty()) {
            w.paragraph(0, 4);
            w.words(tr("Nothing fills this role, as far as the objects say."), Font::Fact, 13);
        }
        for (std::size_t i = 0; i < p.fills.size(); ++i)
            fill(p.fills[i], i);
        if (!s.problem.isEmpty()) {
            w.paragraph(4, 4);
            w.words(s.problem, Font::Fact, 13, Role::Failing);
        }
    }

    void fill(const PanelFill &fill, std::size_t index)
    {
        w.paragraph(6, 2);
        w.words(toQ(fill.title), Font::Name, 14, Role::Ink);
        if (!fill.version.empty())
            w.words(u"  "_qs + toQ(fill.version), Font::Mono, 12);
        w.paragraph(0, 4);
        QString sure = toQ(fill.confidence);
        if (fill.isDefault)
            sure += tr(" \u00b7 the default here");
        w.words(sure, Font::Fact, 12, fill.isSupposed ? Role::Accent : Role::Ink2);
        for (const std::string &line : {fill.summary, fill.remark}) {
            if (line.empty())
                continue;
            w.paragraph(0, 4);
            w.sentence(line);
        }
        facts(fill.facts);
        proofs(fill, index);
    }

    void facts(const std::vector<ExplainedFact> &facts)
    {
        if (facts.empty())
            return;
        QTextTable *table = w.table(
            static_cast<int>(facts.size()), 2,
            {QTextLength(QTextLength::PercentageLength, 36), QTextLength(QTextLength::PercentageLength, 64)}, 1.5);
        for (std::size_t i = 0; i < facts.size(); ++i) {
            const auto row = static_cast<int>(i);
            w.cell(table, row, 0, toQ(facts[i].label), w.face(Font::Fact, 12, Role::Ink2));
            w.cell(table, row, 1, toQ(facts[i].value),
                   w.face(facts[i].isValue ? Font::Mono : Font::Fact, 12, Role::Ink));
        }
        w.leaveTable();
    }

    void proofs(const PanelFill &fill, std::size_t index)
    {
        if (fill.evidence.empty())
            return;
        constexpr std::size_t few = 3;
        const bool isWhole = u.proofs.contains(fill.name) || fill.evidence.size() <= few;
        w.paragraph(4, 2);
        w.words(tr("Why we say so"), Font::Fact, 12);
        for (std::size_t i = 0; i < (isWhole ? fill.evidence.size() : few); ++i) {
            const ExplainedEvidence &proof = fill.evidence[i];
            w.paragraph(0, 0, 8);
            w.link(toQ(proof.object), QStringLiteral("evidence:%1:%2").arg(index).arg(i));
            w.paragraph(0, 4, 8);
            const std::string path = readablePath(proof.path);
            w.words(toQ(path) + (proof.value.empty() ? QString() : u" = "_qs + toQ(proof.value).left(160)), Font::Mono,
                    11);
        }
        if (isWhole && fill.furtherEvidence > 0) {
            w.paragraph(0, 4, 8);
            w.words(tr("and %1 more of the same kind").arg(fill.furtherEvidence));
        }
        if (isWhole)
            return;
        w.paragraph(0, 4, 8);
        w.link(tr("%1 more").arg(fill.evidence.size() - few), u"proofs:"_qs + toQ(fill.name));
    }

    void drawing(int width, double pixelRatio)
    {
        if (s.picture.isEmpty())
            return;
        const Scene scene = sceneOf(s.picture, static_cast<float>(std::min(width - 2 * 18 - 4, 420)));
        if (scene.bounds.height <= 0)
            return;
        View view;
        view.scale = pixelRatio;
        view.size = QSize(static_cast<int>(scene.bounds.width * static_cast<float>(pixelRatio)) + 1,
                          static_cast<int>(scene.bounds.height * static_cast<float>(pixelRatio)) + 1);
        view.isTransparent = true;
        QImage image = rasterize(scene, w.theme(), view);
        image.setDevicePixelRatio(pixelRatio);
        QStringList spoken;
        for (const std::string_view text : scene.texts)
            spoken << toQString(text);
        w.picture(image, spoken.join(u", "_qs));
    }

    void sections(const QString &title, const std::vector<PanelSection> &sections, bool areBullets)
    {
        bool isSaid = false;
        for (const PanelSection &section : sections) {
            if (section.sentences.empty())
                continue;
            if (!std::exchange(isSaid, true))
                w.heading(title);
            if (sections.size() > 1) {
                w.paragraph(4, 2);
                w.words(toQ(section.title), Font::Name, 13, Role::Ink);
            }
            if (areBullets)
                w.bullets(section.sentences);
            else
                w.sentences(section.sentences);
        }
    }

    /** What is here and the first two others: more is not to be read at this width. */
    std::vector<const PanelRow *> compared() const
    {
        std::vector<const PanelRow *> rows;
        for (const PanelRow &row : p.comparison.rows) {
            if (row.isHere)
                rows.push_back(&row);
        }
        for (const PanelRow &row : p.comparison.rows) {
            if (!row.isHere && rows.size() < 3)
                rows.push_back(&row);
        }
        return rows;
    }

    void comparison()
    {
        const auto rows = compared();
        if (rows.size() < 2)
            return;
        w.heading(tr("Side by side"));
        const auto count = static_cast<int>(rows.size());
        QList<QTextLength> widths{QTextLength(QTextLength::PercentageLength, 22)};
        for (int i = 0; i < count; ++i)
            widths << QTextLength(QTextLength::PercentageLength, 78.0 / count);
        const auto columns = static_cast<int>(p.comparison.columns.size());
        QTextTable *table = w.table(columns + 1, count + 1, widths);
        for (int i = 0; i < count; ++i) {
            const PanelRow &row = *rows[static_cast<std::size_t>(i)];
            w.cell(table, 0, i + 1, toQ(row.title), w.face(Font::Name, 12, row.isHere ? Role::Accent : Role::Ink));
            for (int c = 0; c < columns && c < static_cast<int>(row.cells.size()); ++c)
                w.cell(table, c + 1, i + 1, toQ(row.cells[static_cast<std::size_t>(c)]),
                       w.face(Font::Fact, 12, Role::Ink));
        }
        for (int c = 0; c < columns; ++c)
            w.cell(table, c + 1, 0, toQ(p.comparison.columns[static_cast<std::size_t>(c)]),
                   w.face(Font::Fact, 12, Role::Ink2));
        w.leaveTable();
        if (p.comparison.rows.size() > rows.size()) {
            w.paragraph(2, 4);
            w.link(tr("All %1 side by side").arg(p.comparison.rows.size()), u"compare:"_qs);
        }
    }

    const PanelSection *choiceOf(const std::string &name) const
    {
        for (const PanelSection &section : p.choose) {
            if (section.name == name)
                return &section;
        }
        return nullptr;
    }

    void swaps()
    {
        if (p.swaps.empty())
            return;
        w.heading(tr("Instead of it"));
        for (const PanelSwap &swap : p.swaps) {
            if (swap.isHere)
                continue;
            w.paragraph(6, 2);
            w.words(toQ(swap.title), Font::Name, 13, Role::Ink);
            if (const PanelSection *choice = choiceOf(swap.name))
                w.sentences(choice->sentences);
            const bool isOpen = u.swaps.contains(swap.name);
            w.paragraph(0, 4);
            w.link(isOpen ? tr("Fold away") : tr("How to swap"), u"swap:"_qs + toQ(swap.name));
            if (std::ranges::find(s.supposable, swap.name) != s.supposable.end()) {
                w.words(u"   \u00b7   "_qs);
                w.link(tr("What if %1?").arg(toQ(swap.title)), u"suppose:"_qs + toQ(swap.name));
            }
            if (isOpen)
                way(swap);
        }
    }

    void part(const QString &title, const std::vector<std::string> &sentences, bool isNumbered)
    {
        if (sentences.empty())
            return;
        w.paragraph(4, 2, 8);
        w.words(title, Font::Fact, 12);
        if (isNumbered)
            w.numbered(sentences);
        else
            w.bullets(sentences);
    }

    void way(const PanelSwap &swap)
    {
        if (!swap.flags.empty()) {
            w.paragraph(4, 2, 8);
            w.words(tr("On every server"), Font::Fact, 12);
            for (const std::string &flag : swap.flags) {
                w.paragraph(0, 2, 8);
                w.words(toQ(flag), Font::Mono, 12, Role::Ink);
            }
        }
        part(tr("Steps"), swap.steps, true);
        part(tr("What breaks"), swap.breaks, false);
        part(tr("The way back"), swap.back, false);
    }

    void ports()
    {
        const std::vector<PanelPort> &all = s.ports.empty() ? p.ports : s.ports;
        if (all.empty())
            return;
        w.heading(tr("Ports"));
        if (!s.ports.empty()) {
            w.paragraph(0, 6);
            w.words(tr("Copy as "));
            for (const char *format : {"table", "nftables", "ufw", "firewalld"}) {
                w.link(QString::fromLatin1(format), u"ports:"_qs + QString::fromLatin1(format));
                w.words(u"   "_qs);
            }
        }
        for (const PanelPort &port : all) {
            w.paragraph(2, 0);
            w.words(toQ(port.protocol) + (port.port.empty() ? QString() : u' ' + toQ(port.port)), Font::Mono, 12,
                    Role::Ink);
            w.words(u"   "_qs + toQ(port.from) + u" \u2192 "_qs + toQ(port.to) +
                    (port.isRequired ? QString() : tr(" \u00b7 if used")));
            w.paragraph(0, 4, 8);
            w.sentence(port.why, Role::Ink2, 12);
        }
    }

    void handing()
    {
        if (p.handsTo.empty())
            return;
        w.heading(tr("Works together with"));
        for (const PanelHandover &next : p.handsTo) {
            w.paragraph(0, 2);
            w.link(toQ(next.title), u"role:"_qs + toQ(next.role), 13);
            w.words(u"  "_qs + toQ(next.text), Font::Fact, 13);
        }
    }

    void list(const QString &title, const std::vector<KnownLink> &links)
    {
        if (links.empty())
            return;
        w.heading(title);
        for (const KnownLink &link : links) {
            w.paragraph(0, 2);
            if (link.url.empty())
                w.words(toQ(link.title));
            else
                w.link(toQ(link.title), toQ(link.url));
        }
    }

    void links()
    {
        list(tr("Documentation"), p.links);
        list(tr("Sources"), p.sources);
    }

    Writer &w;
    const RoleShown &s;
    const RolePanel &p;
    const Unfolded &u;
};

}  // namespace

void writeRole(QTextDocument &document, const RoleShown &shown, const Unfolded &unfolded, const Theme &theme, int width,
               double pixelRatio)
{
    Writer writer(document, theme);
    RoleText(writer, shown, unfolded).write(width, pixelRatio);
}

void writeComparison(QTextDocument &document, const RolePanel &panel, const Theme &theme)
{
    Writer w(document, theme);
    const PanelTable &all = panel.comparison;
    QTextTable *table = w.table(static_cast<int>(all.rows.size()) + 1, static_cast<int>(all.columns.size()) + 1, {}, 6);
    for (std::size_t c = 0; c < all.columns.size(); ++c)
        w.cell(table, 0, static_cast<int>(c) + 1, toQ(all.columns[c]), w.face(Font::Heading, 12, Role::Ink2));
    for (std::size_t r = 0; r < all.rows.size(); ++r) {
        const PanelRow &row = all.rows[r];
        w.cell(table, static_cast<int>(r) + 1, 0, toQ(row.title),
               w.face(Font::Name, 13, row.isHere ? Role::Accent : Role::Ink));
        for (std::size_t c = 0; c < row.cells.size() && c < all.columns.size(); ++c)
            w.cell(table, static_cast<int>(r) + 1, static_cast<int>(c) + 1, toQ(row.cells[c]),
                   w.face(Font::Fact, 12, Role::Ink));
    }
    w.leaveTable();
}

}  // namespace portolan
