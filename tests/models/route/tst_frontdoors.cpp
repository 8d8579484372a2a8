// SPDX-License-Identifier: GPL-3.0-or-later
#include <QDir>
#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QtTest>
#include <map>

#include "kube/read.h"
#include "route/route.h"
#include "support/clusterof.h"

using namespace portolan;

namespace {

QJsonArray arrayIn(const QString &path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? QJsonDocument::fromJson(file.readAll()).array() : QJsonArray();
}

void addPairs(std::multimap<std::string, std::string> &pairs, const QJsonObject &object)
{
    for (auto at = object.begin(); at != object.end(); ++at) {
        const QJsonArray values = at->isArray() ? at->toArray() : QJsonArray{*at};
        for (const QJsonValue &value : values)
            pairs.emplace(at.key().toStdString(), value.toString().toStdString());
    }
}

FrontDoorRequest requestOf(const QJsonObject &query)
{
    const auto text = [&](const char *key) { return query[QLatin1String(key)].toString().toStdString(); };
    FrontDoorRequest request;
    request.scheme = text("scheme");
    request.host = text("host");
    request.path = text("path");
    request.method = text("method");
    request.entrypoint = text("entrypoint");
    request.client = text("sourceIP");
    addPairs(request.headers, query["headers"].toObject());
    addPairs(request.query, query["query"].toObject());
    return request;
}

std::unique_ptr<FrontDoors> doorsOf(const QString &file)
{
    const SnapshotPtr snapshot = readInputs({file.toStdString()}).snapshot;
    return std::make_unique<FrontDoors>(snapshot, detectRoles(snapshot));
}

QString text(const std::string &s)
{
    return QString::fromStdString(s);
}

QStringList servicesOf(const FrontDoorAnswer &answer)
{
    QStringList services;
    for (const RouteBackend &backend : answer.backends)
        services += text(backend.space + '/' + backend.service);
    services.sort();
    return services;
}

QString locationOf(const RouteRedirect &redirect)
{
    return text(redirect.scheme + "://" + redirect.host + (redirect.port ? ':' + std::to_string(redirect.port) : "") +
                redirect.path + (redirect.query.empty() ? "" : '?' + redirect.query));
}

bool isUndetermined(const FrontDoorAnswer &answer)
{
    return std::ranges::any_of(answer.caveats, [](const std::string &one) { return one.starts_with("undetermined"); });
}

/** An Ingress of ingress-nginx with these annotations and paths, in one line. */
std::string ingressOf(const std::string &annotations, const std::string &rules, const std::string &tls = "[]")
{
    return R"({"apiVersion":"networking.k8s.io/v1","kind":"Ingress","metadata":{"namespace":"shop","name":"i","annotations":{)" +
           annotations + R"(}},"spec":{"ingressClassName":"nginx","tls":)" + tls + R"(,"rules":)" + rules + "}}\n";
}

std::string ruleOf(const std::string &host, const std::string &path, const std::string &type,
                   const std::string &service = "web")
{
    return R"({"host":")" + host + R"(","http":{"paths":[{"path":")" + path + R"(","pathType":")" + type +
           R"(","backend":{"service":{"name":")" + service + R"(","port":{"number":80}}}}]}})";
}

constexpr std::string_view services = R"(
    service shop/web app=web ip=10.43.0.5 port=http:80:8080
    slice   shop/web-x service=web 10.42.0.4:ready port=http:8080
    service shop/api app=api ip=10.43.0.6 port=http:80:8080
    slice   shop/api-x service=api 10.42.0.5:ready port=http:8080
    {"apiVersion":"networking.k8s.io/v1","kind":"IngressClass","metadata":{"name":"nginx"},"spec":{"controller":"k8s.io/ingress-nginx"}}
)";

FrontDoorAnswer nginxAnswer(const std::string &objects, FrontDoorRequest request)
{
    const SnapshotPtr snapshot = clusterOf(std::string(services) + objects);
    request.controller = "ingress-nginx";
    return FrontDoors(snapshot, detectRoles(snapshot)).answer(request);
}

FrontDoorRequest asking(std::string host, std::string path, std::string scheme = "http")
{
    FrontDoorRequest request;
    request.scheme = std::move(scheme);
    request.host = std::move(host);
    request.path = std::move(path);
    return request;
}

}  // namespace

class TestFrontDoors : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void initTestCase()
    {
        const QDir data(QStringLiteral(PORTOLAN_SOURCE_DIR "/tests/data/frontdoor"));
        for (const QString &name : data.entryList(QDir::Dirs | QDir::NoDotAndDotDot))
            m_doors[data.filePath(name)] = doorsOf(data.filePath(name + "/cluster.json"));
        QVERIFY(!m_doors.empty());
    }

    /** What a real Traefik answered. */
    void traefikAnswersAlike_data()
    {
        QTest::addColumn<QString>("folder");
        QTest::addColumn<QJsonObject>("record");
        for (const auto &[folder, doors] : m_doors) {
            for (const QJsonValue &record : arrayIn(folder + "/requests.json")) {
                const QJsonObject query = record["query"].toObject();
                QTest::newRow(qPrintable(QFileInfo(folder).fileName() + ' ' + query["method"].toString() + ' ' +
                                         query["scheme"].toString() + "://" + query["host"].toString() +
                                         query["target"].toString()))
                    << folder << record.toObject();
            }
        }
    }
    void traefikAnswersAlike()
    {
        QFETCH(QString, folder);
        QFETCH(QJsonObject, record);
        const FrontDoorAnswer answer = m_doors[folder]->answer(requestOf(record["query"].toObject()));
        const QJsonObject expected = record["expect"].toObject();
        QStringList backends;
        for (const QJsonValue &backend : expected["backends"].toArray())
            backends += backend.toString();
        if (expected["undetermined"].toBool()) {
            QVERIFY(isUndetermined(answer));
            QVERIFY(servicesOf(answer).size() == 1 && backends.contains(servicesOf(answer).first()));
            return;
        }
        QVERIFY(!isUndetermined(answer));
        // Of a set with broken members the record has the status of one request.
        const QJsonObject statuses = expected["statuses"].toObject();
        QVERIFY2(answer.status == expected["status"].toInt() || statuses.contains(QString::number(answer.status)),
                 qPrintable(QString::number(answer.status)));
        QCOMPARE(servicesOf(answer), backends);
        if (answer.status == 200)
            QCOMPARE(text(answer.rewrittenPath), expected["rewrittenPath"].toString().section('?', 0, 0));
        if (!expected["redirect"].isNull())
            QCOMPARE(locationOf(answer.redirect), expected["redirect"].toString());
        for (const RouteBackend &backend : answer.backends)
            QVERIFY(!backend.endpoints.empty());
    }

    /** The routers that Traefik made of the same objects, with their priorities. */
    void traefikMakesTheSameRouters()
    {
        for (const auto &[folder, doors] : m_doors) {
            QStringList ours, theirs;
            for (const RouteEntry &entry : doors->routes()) {
                if (entry.fault.empty())
                    ours += text(entry.match) + ' ' + QString::number(entry.priority);
            }
            for (const QJsonValue &router : arrayIn(folder + "/routers.json")) {
                // An entry point with TLS has a copy of each router.
                const QString name = router["name"].toString();
                const bool isOwn = router["status"] == "enabled" && router["protocol"] == "http" &&
                                   !name.startsWith("websecure") && !name.contains("@internal");
                if (isOwn)
                    theirs += router["rule"].toString() + ' ' + QString::number(router["priority"].toInteger());
            }
            ours.sort();
            theirs.sort();
            QCOMPARE(ours.join('\n'), theirs.join('\n'));
        }
    }

    /** The conformance suite's requests, by the API's own rules. */
    void ingressesAnswerByTheSpecification()
    {
        const auto doors = doorsOf(PORTOLAN_SOURCE_DIR "/tests/data/route/manifests.yaml");
        const QJsonArray records = arrayIn(PORTOLAN_SOURCE_DIR "/tests/data/route/requests.json");
        QVERIFY(records.size() >= 20);
        for (const QJsonValue &record : records) {
            const FrontDoorAnswer answer =
                doors->answer(asking(record["host"].toString().toStdString(), record["path"].toString().toStdString()));
            const QStringList found = servicesOf(answer);
            const QString service = found.isEmpty() ? QString() : found.first().section('/', 1);
            QVERIFY2(service == record["service"].toString() && answer.status == record["status"].toInt(),
                     qPrintable(record["host"].toString() + record["path"].toString() + ": " + service + ' ' +
                                QString::number(answer.status)));
        }
    }

    void nginxRewritesWithGroups()
    {
        const std::string objects =
            ingressOf(R"("nginx.ingress.kubernetes.io/rewrite-target":"/$2")",
                      "[" + ruleOf("a.example", "/api(/|$)(.*)", "ImplementationSpecific") + "]");
        const FrontDoorAnswer answer = nginxAnswer(objects, asking("a.example", "/api/users/1"));
        QCOMPARE(answer.status, 200);
        QCOMPARE(text(answer.rewrittenPath), QString("/users/1"));
        QCOMPARE(nginxAnswer(objects, asking("a.example", "/other")).status, 404);
    }
    void nginxLeadsToTlsWhereThereIsSome()
    {
        const std::string objects =
            ingressOf({}, "[" + ruleOf("a.example", "/", "Prefix") + "]", R"([{"hosts":["a.example"]}])");
        const FrontDoorAnswer answer = nginxAnswer(objects, asking("a.example", "/x"));
        QCOMPARE(answer.status, 308);
        QCOMPARE(locationOf(answer.redirect), QString("https://a.example/x"));
        QCOMPARE(nginxAnswer(objects, asking("a.example", "/x", "https")).status, 200);
    }
    void nginxTakesWholeElementsAndTheLongest()
    {
        const std::string objects = ingressOf(
            {}, "[" + ruleOf("a.example", "/", "Prefix") + ',' + ruleOf("a.example", "/foo", "Prefix", "api") + "]");
        QCOMPARE(servicesOf(nginxAnswer(objects, asking("a.example", "/foo/x"))), QStringList("shop/api"));
        QCOMPARE(servicesOf(nginxAnswer(objects, asking("a.example", "/foobar"))), QStringList("shop/web"));
        QCOMPARE(nginxAnswer(objects, asking("b.example", "/foo")).status, 404);
    }

    /** Rules that hostile hands wrote must neither hang nor crash. */
    void wrongRulesAreLeftOut()
    {
        const std::string deep = std::string(5000, '(') + "Host(`a`)" + std::string(5000, ')');
        for (const std::string &rule :
             {deep, std::string("Host("), std::string("Host(`a`) &&"), std::string("Nope(`a`)"),
              std::string("Host(`a`"), std::string("PathRegexp(`([`)"), std::string(5000, '!'), std::string()}) {
            QJsonObject route{{"match", text(rule)},
                              {"kind", "Rule"},
                              {"services", QJsonArray{QJsonObject{{"name", "web"}, {"port", 80}}}}};
            const QJsonObject object{{"apiVersion", "traefik.io/v1alpha1"},
                                     {"kind", "IngressRoute"},
                                     {"metadata", QJsonObject{{"name", "r"}, {"namespace", "shop"}}},
                                     {"spec", QJsonObject{{"routes", QJsonArray{route}}}}};
            const SnapshotPtr snapshot =
                clusterOf(std::string(services) + QJsonDocument(object).toJson(QJsonDocument::Compact).toStdString());
            const FrontDoors doors(snapshot, detectRoles(snapshot));
            QCOMPARE(doors.routes().size(), 1u);
            QVERIFY(!doors.routes().front().fault.empty());
            QCOMPARE(doors.answer(asking("a", "/")).status, 404);
        }
    }

private:
    std::map<QString, std::unique_ptr<FrontDoors>> m_doors;
};

QTEST_APPLESS_MAIN(TestFrontDoors)
#include "tst_frontdoors.moc"
