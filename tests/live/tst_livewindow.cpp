// SPDX-License-Identifier: GPL-3.0-or-later
#include <QAction>
#include <QClipboard>
#include <QJsonObject>
#include <QLabel>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QTemporaryDir>
#include <QtTest>

#include "canvas/topologycanvas.h"
#include "clusterwindow.h"
#include "dialogs/plugindialog.h"
#include "panels/problemsbar.h"
#include "panels/welcomepage.h"
#include "support/controlplane.h"
#include "window/linkbar.h"

using namespace portolan;

namespace {

const QByteArray cart = R"(
apiVersion: apps/v1
kind: Deployment
metadata: {name: cart, namespace: shop}
spec:
  replicas: 1
  selector: {matchLabels: {app: cart}}
  template:
    metadata: {labels: {app: cart}}
    spec: {containers: [{name: c, image: "cart:1"}]}
---
apiVersion: v1
kind: Service
metadata: {name: cart, namespace: shop}
spec: {selector: {app: cart}, ports: [{port: 80, targetPort: 8080}]}
)";

}  // namespace

/** The window on a real control plane, as its user has it. */
class TestLiveWindow : public QObject {
    Q_OBJECT

    ControlPlane m_plane;
    QTemporaryDir m_folder;
    std::unique_ptr<ClusterWindow> m_window;

    MainWindow &window() { return m_window->window(); }
    TopologyCanvas &canvas() { return *window().findChild<TopologyCanvas *>(); }
    bool isShown(const char *id) { return canvas().chart() && canvas().chart()->find(id) != none; }
    QString linkLine() { return window().findChild<QLabel *>(u"link"_qs)->text(); }

    void connectTo(const QString &kubeconfig)
    {
        Request request;
        request.kubeconfig = kubeconfig;
        m_window->connectTo(request);
    }
    QString write(const QString &name, const QByteArray &bytes)
    {
        QFile file(m_folder.filePath(name));
        if (file.open(QIODevice::WriteOnly))
            file.write(bytes);
        return file.fileName();
    }

    /** A kubeconfig whose user signs in by a script that leaves a mark where it ran. */
    QString kubeconfigWithPlugin(const QString &mark)
    {
        const QString script =
            write(u"sign-in"_qs,
                  "#!/bin/sh\ntouch " + mark.toUtf8() +
                      "\nprintf '{\"kind\":\"ExecCredential\",\"apiVersion\":\"client.authentication.k8s.io/v1\","
                      "\"status\":{\"token\":\"admin-token\"}}'\n");
        QFile::setPermissions(script, QFile::ReadOwner | QFile::WriteOwner | QFile::ExeOwner);
        QFile original(m_plane.kubeconfig());
        if (!original.open(QIODevice::ReadOnly))
            return {};
        QByteArray text = original.readAll();
        text.replace("token: admin-token",
                     "exec: {apiVersion: client.authentication.k8s.io/v1, interactiveMode: Never, command: " +
                         script.toUtf8() + ", args: ['<b>bold</b>']}");
        return write(u"plugin.kubeconfig"_qs, text);
    }

private Q_SLOTS:
    void initTestCase()
    {
        const QString why = ControlPlane::whyNot();
        if (!why.isEmpty() && ControlPlane::isRequired())
            QFAIL(qPrintable(why));
        if (!why.isEmpty())
            QSKIP(qPrintable(why));
        const auto trouble = m_plane.start();
        QVERIFY2(!trouble, qPrintable(trouble.value_or(QString())));
    }

    void init()
    {
        QFile::remove(m_folder.filePath(u"settings.ini"_qs));
        qputenv("PORTOLAN_SETTINGS", m_folder.filePath(u"settings.ini"_qs).toUtf8());
        m_window = std::make_unique<ClusterWindow>();
        window().resize(1500, 900);
        window().show();
        QVERIFY(QTest::qWaitForWindowExposed(&window()));
    }
    void cleanup()
    {
        m_window.reset();
        m_plane.mend();
    }

    void theChartMovesWithTheCluster()
    {
        connectTo(m_plane.kubeconfig());
        QTRY_VERIFY_WITH_TIMEOUT(isShown("Service/shop/web"), 30000);
        QTRY_VERIFY_WITH_TIMEOUT(linkLine().contains(u"live"), 30000);
        canvas().select(u"Service/shop/web"_qs);
        m_plane.apply(cart);
        QTRY_VERIFY_WITH_TIMEOUT(isShown("Service/shop/cart"), 30000);
        QCOMPARE(canvas().chart()->idOf(canvas().selection().item), "Service/shop/web");
        m_plane.kubectl({u"delete"_qs, u"-f"_qs, u"-"_qs}, cart);
        QTRY_VERIFY_WITH_TIMEOUT(!isShown("Service/shop/cart"), 30000);
        QVERIFY(isShown("Service/shop/web"));
    }

    void aChartWithoutItsServerStaysAndSaysSo()
    {
        connectTo(m_plane.proxiedKubeconfig());
        QTRY_VERIFY_WITH_TIMEOUT(linkLine().contains(u"live"), 30000);
        auto *bar = window().findChild<LinkBar *>();
        QVERIFY(!bar->isVisible());
        m_plane.fail({{u"kind"_qs, u"refuse"_qs}});
        QTRY_VERIFY_WITH_TIMEOUT(linkLine().contains(u"stale"), 30000);
        QVERIFY(bar->isVisible());
        QVERIFY(isShown("Service/shop/web"));
        m_plane.mend();
        QTest::mouseClick(bar->findChild<QPushButton *>(u"reconnect"_qs), Qt::LeftButton);
        QTRY_VERIFY_WITH_TIMEOUT(linkLine().contains(u"live"), 30000);
        QVERIFY(!bar->isVisible());
    }

    void aCertificateThatIsNotRightIsExplainedAtTheStart()
    {
        m_plane.fail({{u"kind"_qs, u"certificate"_qs}, {u"which"_qs, u"expired"_qs}});
        connectTo(m_plane.proxiedKubeconfig());
        auto *failure = window().findChild<QLabel *>(u"failureText"_qs);
        QTRY_VERIFY_WITH_TIMEOUT(failure->text().contains(u"expired"), 30000);
        QVERIFY(window().findChild<WelcomePage *>()->isVisible());
    }

    void whatIsNotPermittedIsSaidWithTheRoleThatWouldAllowIt()
    {
        connectTo(m_plane.kubeconfig(u"nobody"_qs));
        auto *bar = window().findChild<ProblemsBar *>();
        QTRY_VERIFY_WITH_TIMEOUT(bar->isVisible(), 30000);
        QTRY_VERIFY_WITH_TIMEOUT(bar->findChild<QLabel *>(u"line"_qs)->text().contains(u"not permitted"), 30000);
        QTest::mouseClick(bar->findChild<QPushButton *>(u"copyRole"_qs), Qt::LeftButton);
        QVERIFY(QGuiApplication::clipboard()->text().contains(u"kind: ClusterRole"));
    }

    void aPluginRunsOnlyWhenItIsAllowed()
    {
        const QString mark = m_folder.filePath(u"ran"_qs);
        const QString kubeconfig = kubeconfigWithPlugin(mark);
        connectTo(kubeconfig);
        auto *dialog = window().findChild<PluginDialog *>();
        QVERIFY(dialog);
        QVERIFY(dialog->findChild<QPlainTextEdit *>()->toPlainText().contains(u"<b>bold</b>"));
        QVERIFY(!QFile::exists(mark));
        dialog->reject();
        QTRY_VERIFY(!window().findChild<PluginDialog *>());
        QVERIFY(!QFile::exists(mark));
        QVERIFY(window().findChild<QLabel *>(u"failureText"_qs)->text().contains(u"not allowed"));

        connectTo(kubeconfig);
        dialog = window().findChild<PluginDialog *>();
        QTest::mouseClick(dialog->findChild<QPushButton *>(u"allowAlways"_qs), Qt::LeftButton);
        QTRY_VERIFY_WITH_TIMEOUT(isShown("Service/shop/web"), 30000);
        QVERIFY(QFile::exists(mark));

        m_window = std::make_unique<ClusterWindow>();
        window().show();
        connectTo(kubeconfig);
        QVERIFY2(!window().findChild<PluginDialog *>(), "allowed for good");
        QTRY_VERIFY_WITH_TIMEOUT(isShown("Service/shop/web"), 30000);
    }

    void anotherFileInItsPlaceEndsFollowing()
    {
        connectTo(m_plane.kubeconfig());
        QTRY_VERIFY_WITH_TIMEOUT(isShown("Service/shop/web"), 30000);
        m_window->openSample(u"broken"_qs);
        QTRY_VERIFY_WITH_TIMEOUT(isShown("Service/shop/newsletter"), 30000);
        QVERIFY(!window().findChild<QLabel *>(u"link"_qs)->isVisible());
    }

    void twoWindowsShowTwoClusters()
    {
        connectTo(m_plane.kubeconfig());
        ClusterWindow other;
        other.window().show();
        Request request;
        request.kubeconfig = m_plane.kubeconfig(u"nobody"_qs);
        other.connectTo(request);
        QTRY_VERIFY_WITH_TIMEOUT(isShown("Service/shop/web"), 30000);
        auto *theirs = other.window().findChild<TopologyCanvas *>();
        QTRY_VERIFY_WITH_TIMEOUT(theirs->chart(), 30000);
        QCOMPARE(theirs->chart()->find("Service/shop/web"), none);
    }
};

QTEST_MAIN(TestLiveWindow)
#include "tst_livewindow.moc"
