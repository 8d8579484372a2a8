// SPDX-License-Identifier: GPL-3.0-or-later
#include <QtTest>

#include <QRegularExpression>

#include "kube/accessrule.h"
#include "kube/decode/keep.h"
#include "kube/kind.h"

using namespace portolan;

/** What `portolan rbac` asks an administrator for. */
class TestAccessRule : public QObject {
    Q_OBJECT

    struct Rule {
        QStringList groups, resources, names, verbs;
    };

    static QStringList listOf(const QString &text)
    {
        return text.mid(text.indexOf(u'[') + 1).remove(u']').remove(u'"').split(u", "_qs);
    }

    static std::vector<Rule> rules()
    {
        std::vector<Rule> all;
        const QString yaml = QString::fromStdString(accessRules());
        for (const QString &line : yaml.split(u'\n')) {
            if (line.startsWith(u"- apiGroups:"))
                all.push_back({listOf(line), {}, {}, {}});
            else if (line.startsWith(u"  resources:"))
                all.back().resources = listOf(line);
            else if (line.startsWith(u"  resourceNames:"))
                all.back().names = listOf(line);
            else if (line.startsWith(u"  verbs:"))
                all.back().verbs = listOf(line);
        }
        return all;
    }

    static bool allows(std::string_view group, std::string_view plural)
    {
        const auto text = [](std::string_view view) {
            return QString::fromUtf8(view.data(), static_cast<qsizetype>(view.size()));
        };
        for (const Rule &rule : rules()) {
            if (rule.groups.contains(text(group)) && rule.resources.contains(text(plural)))
                return true;
        }
        return false;
    }

private Q_SLOTS:
    void everyKeptKindMayBeRead()
    {
        for (std::size_t i = 0; i < kindCount; ++i) {
            const KindInfo &kind = info(static_cast<Kind>(i));
            for (const std::string_view group : kind.groups)
                QVERIFY2(allows(group, kind.plural), std::string(kind.reference).c_str());
        }
    }

    void nothingElseMay()
    {
        QVERIFY(!QString::fromStdString(accessRules()).contains(u"secret", Qt::CaseInsensitive));
        QVERIFY(!QString::fromStdString(accessRules()).contains(u'*'));
        for (const Rule &rule : rules()) {
            QVERIFY(!rule.verbs.isEmpty());
            for (const QString &verb : rule.verbs)
                QVERIFY2((QStringList{u"get"_qs, u"list"_qs, u"watch"_qs}.contains(verb)), qPrintable(verb));
        }
    }

    void ofConfigMapsOnlyThoseWithKnownNames()
    {
        for (const Rule &rule : rules()) {
            if (!rule.resources.contains(u"configmaps"_qs))
                continue;
            QCOMPARE(rule.resources.size(), 1);
            QCOMPARE(rule.names.size(), static_cast<qsizetype>(networkConfigMaps().size()));
            for (const QString &name : rule.names)
                QVERIFY2(isNetworkConfigMap(name.toStdString()), qPrintable(name));
        }
    }
};

QTEST_APPLESS_MAIN(TestAccessRule)
#include "tst_accessrule.moc"
