// SPDX-License-Identifier: GPL-3.0-or-later
#include <QLabel>
#include <QLineEdit>
#include <QPlainTextEdit>
#include <QSignalSpy>
#include <QTextBlock>
#include <QTextLayout>
#include <QtTest>

#include "panels/yamlview.h"

using namespace portolan;

class TestYamlView : public QObject {
    Q_OBJECT

    YamlView *m_view = nullptr;

    QLineEdit *search() const { return m_view->findChild<QLineEdit *>(); }
    QPlainTextEdit *text() const { return m_view->findChild<QPlainTextEdit *>(); }

    QString count() const
    {
        for (const QLabel *label : m_view->findChildren<QLabel *>()) {
            if (label->text().contains(u" of ") || label->text() == u"none")
                return label->text();
        }
        return {};
    }

    /** The characters of a line that have a colour of their own. */
    QString coloured(int line) const
    {
        const QTextBlock block = text()->document()->findBlockByNumber(line);
        QString result;
        for (const auto &range : block.layout()->formats())
            result += block.text().mid(range.start, range.length);
        return result;
    }

private Q_SLOTS:
    void init()
    {
        m_view = new YamlView;
        m_view->setTheme(themeNamed(u"light"_qs));
        m_view->resize(340, 400);
        m_view->setYaml(
            "kind: Service\nmetadata:\n  name: api\n  labels:\n    app: API\nscript: |\n  app: no key\n"
            "spec:\n- name: \"a: b\"\n",
            u"a note"_qs);
    }
    void cleanup() { delete m_view; }

    void occurrencesAreCountedAndSteppedThrough()
    {
        search()->setText(u"api"_qs);
        QCOMPARE(count(), u"1 of 2"_qs);
        QCOMPARE(text()->textCursor().selectedText(), u"api"_qs);
        QTest::keyClick(search(), Qt::Key_Return);
        QCOMPARE(count(), u"2 of 2"_qs);
        QCOMPARE(text()->textCursor().selectedText(), u"API"_qs);
        QTest::keyClick(search(), Qt::Key_Return);
        QCOMPARE(count(), u"1 of 2"_qs);
        QTest::keyClick(search(), Qt::Key_Return, Qt::ShiftModifier);
        QCOMPARE(count(), u"2 of 2"_qs);
    }

    void whatDoesNotOccurIsSaid()
    {
        search()->setText(u"nginx"_qs);
        QCOMPARE(count(), u"none"_qs);
        QTest::keyClick(search(), Qt::Key_Return);
        search()->clear();
        QCOMPARE(count(), QString());
    }

    void anotherTextIsSearchedAnew()
    {
        search()->setText(u"api"_qs);
        m_view->setYaml("api\napi\napi\n", {});
        QCOMPARE(count(), u"1 of 3"_qs);
    }

    void findingHasTheKeyWhileTheFocusIsInside()
    {
        m_view->show();
        QKeyEvent override(QEvent::ShortcutOverride, Qt::Key_F, Qt::ControlModifier);
        override.ignore();
        QCoreApplication::sendEvent(text(), &override);
        QVERIFY(override.isAccepted());
        text()->setFocus();
        QTest::keyClick(text(), Qt::Key_F, Qt::ControlModifier);
        QCOMPARE(m_view->focusWidget(), search());
    }

    void keysAreColouredAndTextIsNot()
    {
        QCOMPARE(coloured(0), u"kind:"_qs);
        QCOMPARE(coloured(4), u"app:"_qs);
        QCOMPARE(coloured(6), QString());
        QCOMPARE(coloured(8), u"name:"_qs);
    }

    void aLineIsMarkedAndInView()
    {
        std::string lines;
        for (int i = 0; i < 500; ++i)
            lines += "line" + std::to_string(i) + ": x\n";
        m_view->setYaml(lines, {});
        m_view->show();
        m_view->markLine(400);
        QCOMPARE(text()->textCursor().blockNumber(), 400);
        QVERIFY(text()->rect().contains(text()->cursorRect()));
        QCOMPARE(text()->extraSelections().size(), 1);
        m_view->markLine(-1);
        QCOMPARE(text()->extraSelections().size(), 0);
    }

    void itCanOnlyBeRead()
    {
        QTest::keyClicks(text(), u"x"_qs);
        QVERIFY(text()->toPlainText().startsWith(u"kind: Service"));
    }
};

QTEST_MAIN(TestYamlView)
#include "tst_yamlview.moc"
