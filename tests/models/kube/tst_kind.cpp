// SPDX-License-Identifier: GPL-3.0-or-later
#include <QTest>
#include <algorithm>
#include <set>
#include <string>

#include "kube/kind.h"

using namespace portolan;

namespace {

/** English, as the API's authors write it: policy, policies; gateway, gateways; status, statuses. */
std::string pluralOf(std::string name)
{
    std::ranges::transform(name, name.begin(), [](char c) { return c >= 'A' && c <= 'Z' ? char(c - 'A' + 'a') : c; });
    if (name.ends_with("endpoints"))
        return name;
    const bool isVowelBeforeLast =
        name.size() > 1 && std::string_view("aeiou").find(name[name.size() - 2]) != std::string_view::npos;
    if (name.ends_with('y') && !isVowelBeforeLast)
        return name.substr(0, name.size() - 1) + "ies";
    return name + (name.ends_with('s') ? "es" : "s");
}

}  // namespace

class KindTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void everyKindIsAskedForByThePluralThatTheApiUses()
    {
        for (std::size_t i = 0; i < kindCount; ++i) {
            const KindInfo &kind = info(static_cast<Kind>(i));
            QCOMPARE(std::string(kind.plural), pluralOf(std::string(kind.name)));
        }
        QCOMPARE(info(Kind::Gateway).plural, std::string_view("gateways"));
        QCOMPARE(info(Kind::NetworkPolicy).plural, std::string_view("networkpolicies"));
        QCOMPARE(info(Kind::Endpoints).plural, std::string_view("endpoints"));
    }

    void noResourceIsTwoKinds()
    {
        std::set<std::pair<std::string_view, std::string_view>> seen;
        for (std::size_t i = 0; i < kindCount; ++i) {
            const KindInfo &kind = info(static_cast<Kind>(i));
            for (const std::string_view group : kind.groups)
                QVERIFY(seen.emplace(group, kind.plural).second);
        }
    }
};

QTEST_APPLESS_MAIN(KindTest)
#include "tst_kind.moc"
