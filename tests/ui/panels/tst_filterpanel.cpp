// SPDX-License-Identifier: GPL-3.0-or-later
#include <QFile>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QtTest>

#include "kube/read.h"
#include "panels/checklist.h"
#include "panels/filterpanel.h"
#include "support/clusterof.h"

using namespace portolan;

namespace {

GraphPtr vanilla()
{
    QFile file(QStringLiteral(PORTOLAN_SOURCE_DIR) + u"/resources/samples/k3s-vanilla.json"_qs);
    const QByteArray bytes = file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
    return buildTopology(readBytes({bytes.data(), static_cast<std::size_t>(bytes.size())}, "sample").snapshot);
}

using Names = std::set<std::string, std::less<>>;

}  // namespace

class TestFilterPanel : public QObject {
    Q_OBJECT

    FilterPanel *m_panel = nullptr;
    QList<Filter> m_said;

    CheckList *list(const QString &title) const
    {
        for (CheckList *one : m_panel->findChildren<CheckList *>()) {
            if (one->accessibleName() == title)
                return one;
        }
        return nullptr;
    }

    QModelIndex row(const QString &title, const QString &text) const
    {
        const QAbstractItemModel *rows = list(title)->model();
        for (int i = 0; i < rows->rowCount(); ++i) {
            if (rows->index(i, 0).data() == text)
                return rows->index(i, 0);
        }
        return {};
    }

    void click(const QString &title, const QString &text)
    {
        CheckList *in = list(title);
        QTest::mouseClick(in->viewport(), Qt::LeftButton, {}, in->visualRect(row(title, text)).center());
    }

    void press(const QString &accessibleName)
    {
        for (QPushButton *button : m_panel->findChildren<QPushButton *>()) {
            if (button->accessibleName() == accessibleName || button->text() == accessibleName)
                button->click();
        }
    }

    bool isTicked(const QString &title, const QString &text) const
    {
        return row(title, text).data(Qt::CheckStateRole).toInt() == Qt::Checked;
    }

    QLineEdit *labels() const { return m_panel->findChild<QLineEdit *>(u"labels"_qs); }
    QLabel *note() const { return m_panel->findChild<QLabel *>(u"labelsNote"_qs); }

private Q_SLOTS:
    void init()
    {
        m_panel = new FilterPanel;
        m_panel->resize(208, 900);
        m_panel->show(vanilla());
        m_panel->QWidget::show();
        m_said.clear();
        connect(m_panel, &FilterPanel::filterChanged, this, [this](const Filter &filter) { m_said << filter; });
    }
    void cleanup() { delete m_panel; }

    void whatThereIsIsCounted()
    {
        QCOMPARE(row(u"Namespaces"_qs, u"shop"_qs).data(CheckRows::CountRole).toString(), u"17"_qs);
        QCOMPARE(row(u"Kinds"_qs, u"node"_qs).data(CheckRows::CountRole).toString(), u"3"_qs);
        QCOMPARE(row(u"State"_qs, u"failing"_qs).data(CheckRows::CountRole).toString(), u"0"_qs);
        QVERIFY(!row(u"Kinds"_qs, u"gateway"_qs).isValid());
    }

    void whatIsUntickedIsHidden()
    {
        click(u"Namespaces"_qs, u"kube-system"_qs);
        QCOMPARE(m_said.size(), 1);
        QCOMPARE(m_said.last().hiddenSpaces, Names{"kube-system"});
        click(u"Kinds"_qs, u"pod"_qs);
        QCOMPARE(m_said.last().hiddenTypes, std::set{VertexType::Pod});
        QCOMPARE(m_said.last().hiddenSpaces, Names{"kube-system"});
        click(u"State"_qs, u"fine"_qs);
        QCOMPARE(m_said.last().hiddenStates, std::set{State::Fine});
        click(u"Namespaces"_qs, u"kube-system"_qs);
        QCOMPARE(m_said.last().hiddenSpaces, Names{});
        QCOMPARE(m_said.size(), 4);
    }

    void theSpaceBarTicks()
    {
        CheckList *spaces = list(u"Namespaces"_qs);
        spaces->setCurrentIndex(row(u"Namespaces"_qs, u"default"_qs));
        QTest::keyClick(spaces, Qt::Key_Space);
        QCOMPARE(m_said.last().hiddenSpaces, Names{"default"});
        m_panel->show(vanilla());  // what answers a filter leaves the keyboard where it was
        QCOMPARE(spaces->currentIndex().data().toString(), u"default"_qs);
    }

    void allAndNoneTickASection()
    {
        press(u"Namespaces: show none"_qs);
        QCOMPARE(m_said.last().hiddenSpaces, (Names{"default", "kube-system", "shop"}));
        press(u"Namespaces: show all"_qs);
        QVERIFY(m_said.last().isEmpty());
        QCOMPARE(m_said.size(), 2);
    }

    void onlyOneLeavesTheOthersOut()
    {
        list(u"Namespaces"_qs)->rows().checkOnly(row(u"Namespaces"_qs, u"shop"_qs));
        QCOMPARE(m_said.last().hiddenSpaces, (Names{"default", "kube-system"}));
    }

    void whatIsHiddenAndGoneStaysInTheFilter()
    {
        Filter filter;
        filter.hiddenSpaces = {"gone", "shop"};
        filter.hiddenTypes = {VertexType::Gateway};
        m_panel->setFilter(filter);
        QCOMPARE(m_said.size(), 0);
        QVERIFY(row(u"Namespaces"_qs, u"gone"_qs).data(CheckRows::AbsentRole).toBool());
        QVERIFY(!row(u"Namespaces"_qs, u"shop"_qs).data(CheckRows::AbsentRole).toBool());
        QVERIFY(row(u"Kinds"_qs, u"gateway"_qs).data(CheckRows::AbsentRole).toBool());
        QVERIFY(!isTicked(u"Namespaces"_qs, u"gone"_qs));
        click(u"Namespaces"_qs, u"shop"_qs);
        QCOMPARE(m_said.last().hiddenSpaces, Names{"gone"});
        QCOMPARE(m_panel->filter().hiddenTypes, std::set{VertexType::Gateway});
    }

    void aLabelSelectorAppliesOnEnter()
    {
        QTest::keyClicks(labels(), u"app in (web, api)"_qs);
        QCOMPARE(m_said.size(), 0);
        QTest::keyClick(labels(), Qt::Key_Return);
        QCOMPARE(m_said.size(), 1);
        QVERIFY(!m_said.last().labels.isEmpty());
        labels()->clear();
        QTest::keyClick(labels(), Qt::Key_Return);
        QVERIFY(m_said.last().labels.isEmpty());
    }

    void aWrongSelectorIsSaidAndDoesNotApply()
    {
        labels()->setText(u"app=web"_qs);
        QTest::keyClick(labels(), Qt::Key_Return);
        labels()->setText(u"app in (web"_qs);
        QTest::keyClick(labels(), Qt::Key_Return);
        QCOMPARE(m_said.size(), 1);
        QVERIFY(!note()->isHidden());
        QVERIFY(note()->text().contains(u"parenthesis"));
        QVERIFY(note()->text().contains(u"still applies"));
        QVERIFY(!m_panel->filter().labels.isEmpty());
        labels()->setText(u"app=web"_qs);
        QTest::keyClick(labels(), Qt::Key_Return);
        QVERIFY(note()->isHidden());
    }

    void resettingLeavesNothingOut()
    {
        click(u"Namespaces"_qs, u"shop"_qs);
        labels()->setText(u"app in (web"_qs);
        QTest::keyClick(labels(), Qt::Key_Return);
        press(u"Clear filters"_qs);
        QVERIFY(m_said.last().isEmpty());
        QVERIFY(isTicked(u"Namespaces"_qs, u"shop"_qs));
        QVERIFY(labels()->text().isEmpty());
        QVERIFY(note()->isHidden());
    }

    void manyNamespacesCanBeSearched()
    {
        auto *search = m_panel->findChild<QLineEdit *>();
        QVERIFY(search->isHidden());
        std::string drawing;
        for (int i = 0; i < 20; ++i)
            drawing += "pod team-" + std::to_string(i) + "/web-1\n";
        m_panel->show(buildTopology(clusterOf(drawing)));
        QVERIFY(!search->isHidden());
        search->setText(u"TEAM-1"_qs);
        QCOMPARE(list(u"Namespaces"_qs)->model()->rowCount(), 11);
        press(u"Namespaces: show none"_qs);  // of those that are shown
        QCOMPARE(m_said.last().hiddenSpaces.size(), std::size_t(11));
        QVERIFY(!m_said.last().hiddenSpaces.contains("team-2"));
    }
};

QTEST_MAIN(TestFilterPanel)
#include "tst_filterpanel.moc"
