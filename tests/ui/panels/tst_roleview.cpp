// SPDX-License-Identifier: GPL-3.0-or-later
#include <QSignalSpy>
#include <QTest>
#include <QTextBlock>
#include <QTextBrowser>

#include "panels/roleview.h"
#include "render/theme.h"
#include "support/clusterof.h"

using namespace portolan;

namespace {

RoleShown shownOf(std::string title = "Flannel")
{
    RoleShown shown;
    shown.panel.role = "cni";
    shown.panel.title = "CNI";
    shown.panel.question = "Who gives pods addresses?";
    PanelFill fill;
    fill.name = "flannel";
    fill.title = std::move(title);
    fill.confidence = "Follows from several signs";
    fill.facts = {{"Backend", "vxlan", true}};
    for (int i = 0; i < 5; ++i)
        fill.evidence.push_back({"Node agent-" + std::to_string(i), "Node/agent-" + std::to_string(i),
                                 "/metadata/annotations/flannel.alpha.coreos.com~1backend-type", "vxlan"});
    shown.panel.fills.push_back(std::move(fill));
    shown.panel.how.push_back({"flannel", "Flannel", {"Packets leave through `flannel.1`."}});
    PanelSwap swap;
    swap.name = "cilium";
    swap.title = "Cilium";
    swap.flags = {"--flannel-backend=none"};
    swap.steps = {"Install Cilium."};
    shown.panel.swaps.push_back(std::move(swap));
    shown.supposable = {"cilium"};
    return shown;
}

}  // namespace

class TestRoleView : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init()
    {
        m_view = std::make_unique<RoleView>();
        m_view->resize(400, 800);
        m_view->show();
    }

    void tellsWhatFillsARoleAndWhy()
    {
        m_view->show(shownOf());
        const QString text = m_view->text();
        QVERIFY(text.contains(u"Who gives pods addresses?"_qs));
        QVERIFY(text.contains(u"Packets leave through flannel.1."_qs));  // code has no backticks
        QVERIFY(text.contains(u"Node agent-2"_qs));
        QVERIFY(!text.contains(u"Node agent-3"_qs));
        QVERIFY(text.contains(u"2 more"_qs));
    }

    void whatComesFromAClusterIsNoMarkup()
    {
        m_view->show(shownOf("<b>bold</b><img src=x>"));
        QVERIFY(m_view->text().contains(u"<b>bold</b><img src=x>"_qs));
    }

    void evidenceLeadsToItsField()
    {
        m_view->show(shownOf());
        QSignalSpy wanted(m_view.get(), &RoleView::evidenceWanted);
        follow(u"evidence:0:1"_qs);
        QCOMPARE(wanted.count(), 1);
        QCOMPARE(wanted.front()[0].toString(), u"Node/agent-1"_qs);
        follow(u"evidence:0:99"_qs);
        follow(u"evidence:7:0"_qs);
        QCOMPARE(wanted.count(), 1);
    }

    void howToSwapUnfoldsAndFoldsAway()
    {
        m_view->show(shownOf());
        QVERIFY(!m_view->text().contains(u"--flannel-backend=none"_qs));
        follow(u"swap:cilium"_qs);
        QVERIFY(m_view->text().contains(u"--flannel-backend=none"_qs));
        QVERIFY(m_view->text().contains(u"Install Cilium."_qs));
        follow(u"swap:cilium"_qs);
        QVERIFY(!m_view->text().contains(u"--flannel-backend=none"_qs));
    }

    void allEvidenceIsListedWhenAsked()
    {
        m_view->show(shownOf());
        follow(u"proofs:flannel"_qs);
        QVERIFY(m_view->text().contains(u"Node agent-4"_qs));
    }

    void aSuppositionIsSaidAndLeadsBack()
    {
        RoleShown shown = shownOf();
        shown.supposition = u"Supposed: Cilium instead of Flannel"_qs;
        shown.consequences.push_back({"", "3 pods keep an address.", {"Pod/shop/web"}});
        m_view->show(shown);
        QVERIFY(m_view->text().contains(u"Supposed: Cilium instead of Flannel"_qs));
        QVERIFY(m_view->text().contains(u"3 pods keep an address."_qs));
        QSignalSpy back(m_view.get(), &RoleView::realityWanted), supposed(m_view.get(), &RoleView::supposed);
        follow(u"reality:"_qs);
        follow(u"suppose:cilium"_qs);
        QCOMPARE(back.count(), 1);
        QCOMPARE(supposed.front()[0].toString(), u"cilium"_qs);
    }

    void thePictureHasWordsForThoseWhoDontSeeIt()
    {
        RoleShown shown = shownOf();
        shown.picture.steps = {{PictureStep::Sign::Pod, "Pod web-1", "10.42.1.4", "to 10.43.0.5:80"},
                               {PictureStep::Sign::Service, "Service shop/web", "10.43.0.5:80", ""}};
        m_view->show(shown);
        const QTextDocument &document = *m_view->findChild<QTextBrowser *>()->document();
        bool isFound = false;
        for (QTextBlock block = document.begin(); block.isValid(); block = block.next()) {
            for (auto part = block.begin(); !part.atEnd(); ++part) {
                const QTextCharFormat format = part.fragment().charFormat();
                isFound =
                    isFound || format.property(QTextFormat::ImageAltText).toString().contains(u"to 10.43.0.5:80"_qs);
            }
        }
        QVERIFY(isFound);
    }

    void themesOnlyChangeTheLook()
    {
        m_view->show(shownOf());
        const QString before = m_view->text();
        m_view->setTheme(themeNamed(u"dark"_qs));
        QCOMPARE(m_view->text(), before);
    }

private:
    void follow(const QString &link) { Q_EMIT m_view->findChild<QTextBrowser *>()->anchorClicked(QUrl(link)); }

    std::unique_ptr<RoleView> m_view;
};

QTEST_MAIN(TestRoleView)
#include "tst_roleview.moc"
