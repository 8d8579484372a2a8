// SPDX-License-Identifier: GPL-3.0-or-later
#include <QFrame>
#include <QLabel>
#include <QtTest>

#include "panels/linkbutton.h"
#include "panels/offercard.h"
#include "panels/welcomepage.h"

using namespace portolan;

class TestWelcomePage : public QObject {
    Q_OBJECT

    static OfferCard *card(const WelcomePage &page, const QString &title)
    {
        for (OfferCard *one : page.findChildren<OfferCard *>()) {
            if (one->text() == title)
                return one;
        }
        return nullptr;
    }

    static void settle() { QCoreApplication::sendPostedEvents(nullptr, QEvent::DeferredDelete); }

private Q_SLOTS:
    void aSampleIsAskedForByItsName()
    {
        WelcomePage page;
        page.setSamples({{u"old"_qs, u"Old"_qs, {}}});
        page.setSamples({{u"k3s-vanilla"_qs, u"K3s as it comes"_qs, u"Three nodes."_qs}});
        settle();
        QVERIFY(!card(page, u"Old"_qs));
        QSignalSpy wanted(&page, &WelcomePage::sampleWanted);
        QTest::mouseClick(card(page, u"K3s as it comes"_qs), Qt::LeftButton);
        QCOMPARE(wanted, (QList<QVariantList>{{u"k3s-vanilla"_qs}}));
    }

    void filesAndFoldersAreAskedFor()
    {
        WelcomePage page;
        QSignalSpy files(&page, &WelcomePage::filesWanted), folder(&page, &WelcomePage::folderWanted);
        QTest::keyClick(card(page, u"Files…"_qs), Qt::Key_Space);
        QTest::keyClick(card(page, u"Folder…"_qs), Qt::Key_Space);
        QCOMPARE(files.count(), 1);
        QCOMPARE(folder.count(), 1);
    }

    void connectingSaysWhereToOrWhyNot()
    {
        WelcomePage page;
        OfferCard *connecting = card(page, u"Connect to a cluster"_qs);
        QVERIFY(!connecting->isEnabled());
        QVERIFY(connecting->accessibleDescription().contains(u"No kubeconfig"));
        page.setCluster(u"home, as your kubeconfig says"_qs, true);
        QVERIFY(connecting->accessibleDescription().contains(u"home"));
        QSignalSpy wanted(&page, &WelcomePage::clusterWanted);
        QTest::mouseClick(connecting, Qt::LeftButton);
        QCOMPARE(wanted.count(), 1);
    }

    void whatWasOpenedBeforeIsAskedForWhole()
    {
        WelcomePage page;
        const QString path = QDir::homePath() + u"/dumps/shop.yaml"_qs;
        page.setRecent({path});
        page.setTheme(themeNamed(u"dark"_qs));
        settle();
        const auto links = page.findChildren<LinkButton *>();
        QCOMPARE(links.size(), 1);
        QSignalSpy wanted(&page, &WelcomePage::recentWanted);
        QTest::mouseClick(links.first(), Qt::LeftButton);
        QCOMPARE(wanted, (QList<QVariantList>{{path}}));
    }

    void aClickMayReplaceTheListItIsIn()
    {
        WelcomePage page;
        page.setRecent({u"/a.yaml"_qs, u"/b.yaml"_qs});
        connect(&page, &WelcomePage::recentWanted, &page, [&page] { page.setRecent({u"/c.yaml"_qs}); });
        QTest::mouseClick(page.findChildren<LinkButton *>().first(), Qt::LeftButton);
        settle();
        QCOMPARE(page.findChildren<LinkButton *>().size(), 1);
    }

    void aFailureStaysUntilItIsCleared()
    {
        WelcomePage page;
        const auto *failure = page.findChild<QFrame *>(u"failure"_qs);
        QVERIFY(failure->isHidden());
        page.showFailure(u"Nothing in <b>README</b> is a Kubernetes object."_qs);
        QVERIFY(!failure->isHidden());
        const auto *text = page.findChild<QLabel *>(u"failureText"_qs);
        QCOMPARE(text->text(), u"Nothing in <b>README</b> is a Kubernetes object."_qs);
        QCOMPARE(text->textFormat(), Qt::PlainText);
        page.clearFailure();
        QVERIFY(failure->isHidden());
    }
};

QTEST_MAIN(TestWelcomePage)
#include "tst_welcomepage.moc"
