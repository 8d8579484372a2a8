// SPDX-License-Identifier: GPL-3.0-or-later
#include <QtTest>

#include "base/jsonwriter.h"

using portolan::JsonWriter;

class TestJsonWriter : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void nestsAndSeparates()
    {
        JsonWriter json;
        json.beginObject()
            .member("a", 1)
            .key("b")
            .beginArray()
            .value(true)
            .null()
            .value("x")
            .endArray()
            .member("c", 0.5)
            .endObject();
        QCOMPARE(json.text(), std::string(R"({"a":1,"b":[true,null,"x"],"c":0.5})"));
    }

    void escapesWhatAStringMayNotHold()
    {
        JsonWriter json;
        json.value(std::string_view("\"\\\n\x1b[31m\0end", 12));
        QCOMPARE(json.text(), std::string("\"\\\"\\\\\\n\\u001b[31m\\u0000end\""));
    }

    void replacesBrokenUtf8()
    {
        JsonWriter json;
        json.value("a\xFF\xC0\xAF\xED\xA0\x80\xC3\xA9");
        QVERIFY(QString::fromStdString(json.text()).endsWith(u"é\""));
        QVERIFY(QString::fromStdString(json.text()).contains(QChar::ReplacementCharacter));
    }
};

QTEST_APPLESS_MAIN(TestJsonWriter)
#include "tst_jsonwriter.moc"
