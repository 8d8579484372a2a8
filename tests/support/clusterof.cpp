// SPDX-License-Identifier: GPL-3.0-or-later
#include "support/clusterof.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QRegularExpression>
#include <QStringList>

#include "kube/read.h"

namespace portolan {

namespace {

[[noreturn]] void notUnderstood(const QString &line)
{
    qFatal("clusterOf() does not understand: %s", qPrintable(line));
}

/** A line, in words. */
struct Line {
    QString text;
    QString space, name;
    QStringList plain;                   ///< words without '='
    QMultiMap<QString, QString> values;  ///< words with '='
    QJsonObject labels, annotations;

    QString take(const QString &key, const QString &otherwise = {})
    {
        const QString value = values.value(key, otherwise);
        values.remove(key);
        return value;
    }
    QStringList takeAll(const QString &key)
    {
        QStringList all = values.values(key);
        std::reverse(all.begin(), all.end());
        values.remove(key);
        return all;
    }
    bool takeFlag(const QString &word) { return plain.removeAll(word) > 0; }

    /** What is left are labels. */
    QJsonObject rest()
    {
        if (!plain.isEmpty())
            notUnderstood(text);
        QJsonObject all;
        for (auto it = values.begin(); it != values.end(); ++it)
            all.insert(it.key(), it.value());
        values.clear();
        return all;
    }
};

Line parse(const QString &text, bool isNamespaced)
{
    Line line;
    line.text = text;
    QStringList words = text.split(QRegularExpression(u"\\s+"_qs), Qt::SkipEmptyParts).mid(1);
    if (words.isEmpty())
        notUnderstood(text);
    const QString name = words.takeFirst();
    line.space = isNamespaced ? name.section(u'/', 0, 0) : QString();
    line.name = isNamespaced ? name.section(u'/', 1) : name;
    for (const QString &word : words) {
        const QString key = word.section(u'=', 0, 0), value = word.section(u'=', 1);
        if (key.startsWith(u"note:"))
            line.annotations.insert(key.mid(5), value);
        else if (key.startsWith(u"label:"))
            line.labels.insert(key.mid(6), value);
        else if (word.contains(u'='))
            line.values.insert(key, value);
        else
            line.plain << word;
    }
    return line;
}

QJsonObject merged(QJsonObject a, const QJsonObject &b)
{
    for (auto it = b.begin(); it != b.end(); ++it)
        a.insert(it.key(), it.value());
    return a;
}

QJsonObject object(const QString &apiVersion, const QString &kind, const Line &line, const QJsonObject &labels)
{
    QJsonObject meta{{u"name"_qs, line.name}};
    if (!line.space.isEmpty())
        meta.insert(u"namespace"_qs, line.space);
    if (const QJsonObject all = merged(line.labels, labels); !all.isEmpty())
        meta.insert(u"labels"_qs, all);
    if (!line.annotations.isEmpty())
        meta.insert(u"annotations"_qs, line.annotations);
    return {{u"apiVersion"_qs, apiVersion}, {u"kind"_qs, kind}, {u"metadata"_qs, meta}};
}

/** [NAME:]PORT[:TARGET[:NODEPORT]][/PROTOCOL] */
struct Port {
    QString name, protocol = u"TCP"_qs, target;
    int number = 0, nodePort = 0;
};

Port portOf(const QString &word)
{
    Port port;
    if (word.contains(u'/'))
        port.protocol = word.section(u'/', 1);
    QStringList parts = word.section(u'/', 0, 0).split(u':');
    bool isNumber = false;
    parts.first().toInt(&isNumber);
    if (!isNumber)
        port.name = parts.takeFirst();
    port.number = parts.value(0).toInt(&isNumber);
    if (!isNumber)
        notUnderstood(word);
    port.target = parts.value(1);
    port.nodePort = parts.value(2).toInt();
    return port;
}

QJsonValue numberOrText(const QString &text)
{
    bool isNumber = false;
    const int number = text.toInt(&isNumber);
    return isNumber ? QJsonValue(number) : QJsonValue(text);
}

QJsonObject condition(const QString &type, bool isTrue)
{
    return {{u"type"_qs, type}, {u"status"_qs, isTrue ? u"True"_qs : u"False"_qs}};
}

QJsonObject container(Line &line)
{
    QJsonObject made{{u"name"_qs, u"main"_qs}, {u"image"_qs, line.take(u"image"_qs, u"app:1"_qs)}};
    QJsonArray ports;
    for (const QString &word : line.takeAll(u"port"_qs)) {
        const Port port = portOf(word);
        QJsonObject one{{u"containerPort"_qs, port.number}, {u"protocol"_qs, port.protocol}};
        if (!port.name.isEmpty())
            one.insert(u"name"_qs, port.name);
        ports << one;
    }
    for (const QString &word : line.takeAll(u"hostport"_qs))
        ports << QJsonObject{{u"containerPort"_qs, word.toInt()}, {u"hostPort"_qs, word.toInt()}};
    if (!ports.isEmpty())
        made.insert(u"ports"_qs, ports);
    return made;
}

QJsonObject nodeOf(Line line)
{
    if (line.plain.size() < 2)
        notUnderstood(line.text);
    const QString address = line.plain.takeFirst(), cidr = line.plain.takeFirst();
    if (line.takeFlag(u"server"_qs))
        line.labels.insert(u"node-role.kubernetes.io/control-plane"_qs, u"true"_qs);
    const bool isReady = !line.takeFlag(u"notready"_qs);
    const QString version = line.take(u"version"_qs, u"v1.33.4+k3s1"_qs);
    QJsonObject made = object(u"v1"_qs, u"Node"_qs, line, line.rest());
    made.insert(u"spec"_qs, QJsonObject{{u"podCIDR"_qs, cidr}, {u"podCIDRs"_qs, QJsonArray{cidr}}});
    const QJsonObject ip{{u"type"_qs, u"InternalIP"_qs}, {u"address"_qs, address}};
    const QJsonObject host{{u"type"_qs, u"Hostname"_qs}, {u"address"_qs, line.name}};
    made.insert(u"status"_qs, QJsonObject{{u"addresses"_qs, QJsonArray{ip, host}},
                                          {u"conditions"_qs, QJsonArray{condition(u"Ready"_qs, isReady)}},
                                          {u"nodeInfo"_qs, QJsonObject{{u"kubeletVersion"_qs, version}}}});
    return made;
}

QJsonObject podStatus(const QString &state, const QString &reason, const QString &ip, const QString &hostIp)
{
    const bool isReady = (state.isEmpty() || state == u"terminating") && reason.isEmpty();
    const QString phase = state == u"pending"     ? u"Pending"_qs
                          : state == u"succeeded" ? u"Succeeded"_qs
                          : state == u"failed"    ? u"Failed"_qs
                                                  : u"Running"_qs;
    QJsonObject container{{u"name"_qs, u"main"_qs}, {u"ready"_qs, isReady}, {u"restartCount"_qs, 0}};
    if (!reason.isEmpty())
        container.insert(u"state"_qs, QJsonObject{{u"waiting"_qs, QJsonObject{{u"reason"_qs, reason}}}});
    QJsonObject status{{u"phase"_qs, phase},
                       {u"conditions"_qs, QJsonArray{condition(u"Ready"_qs, isReady)}},
                       {u"containerStatuses"_qs, QJsonArray{container}}};
    if (!ip.isEmpty())
        status.insert(u"podIP"_qs, ip);
    if (!hostIp.isEmpty())
        status.insert(u"hostIP"_qs, hostIp);
    return status;
}

QJsonObject podOf(Line line)
{
    QString state;
    for (const auto *word : {"notready", "pending", "terminating", "succeeded", "failed", "planned"}) {
        if (line.takeFlag(QLatin1String(word)))
            state = QLatin1String(word);
    }
    const bool isOnHost = line.takeFlag(u"hostnetwork"_qs);
    const QString node = line.take(u"node"_qs), ip = line.take(u"ip"_qs), hostIp = line.take(u"hostip"_qs);
    const QString owner = line.take(u"owner"_qs), reason = line.take(u"waiting"_qs);
    QJsonObject spec{{u"containers"_qs, QJsonArray{container(line)}}};
    if (!node.isEmpty())
        spec.insert(u"nodeName"_qs, node);
    if (isOnHost)
        spec.insert(u"hostNetwork"_qs, true);
    QJsonObject made = object(u"v1"_qs, u"Pod"_qs, line, line.rest());
    QJsonObject meta = made.value(u"metadata"_qs).toObject();
    if (!owner.isEmpty())
        meta.insert(u"ownerReferences"_qs, QJsonArray{QJsonObject{{u"kind"_qs, owner.section(u'/', 0, 0)},
                                                                  {u"name"_qs, owner.section(u'/', 1)},
                                                                  {u"controller"_qs, true}}});
    if (state == u"terminating")
        meta.insert(u"deletionTimestamp"_qs, u"2024-05-01T00:00:00Z"_qs);
    made.insert(u"metadata"_qs, meta);
    made.insert(u"spec"_qs, spec);
    if (state != u"planned")
        made.insert(u"status"_qs, podStatus(state, reason, ip, hostIp));
    return made;
}

QJsonObject workloadOf(const QString &kind, Line line)
{
    const int replicas = line.take(u"replicas"_qs, u"1"_qs).toInt();
    const QString ready = line.take(u"ready"_qs);
    const QString serviceName = line.take(u"servicename"_qs);
    const bool isOnHost = line.takeFlag(u"hostnetwork"_qs);
    const QJsonObject main = container(line), labels = line.rest();
    QJsonObject podSpec{{u"containers"_qs, QJsonArray{main}}};
    if (isOnHost)
        podSpec.insert(u"hostNetwork"_qs, true);
    const QJsonObject pod{{u"metadata"_qs, QJsonObject{{u"labels"_qs, labels}}}, {u"spec"_qs, podSpec}};
    QJsonObject spec{{u"selector"_qs, QJsonObject{{u"matchLabels"_qs, labels}}}, {u"template"_qs, pod}};
    if (kind != u"DaemonSet")
        spec.insert(u"replicas"_qs, replicas);
    if (!serviceName.isEmpty())
        spec.insert(u"serviceName"_qs, serviceName);
    QJsonObject made = object(u"apps/v1"_qs, kind, line, labels);
    made.insert(u"spec"_qs, spec);
    if (!ready.isEmpty() && kind == u"DaemonSet")
        made.insert(u"status"_qs,
                    QJsonObject{{u"desiredNumberScheduled"_qs, replicas}, {u"numberReady"_qs, ready.toInt()}});
    else if (!ready.isEmpty())
        made.insert(u"status"_qs, QJsonObject{{u"replicas"_qs, replicas}, {u"readyReplicas"_qs, ready.toInt()}});
    return made;
}

QJsonArray servicePorts(Line &line)
{
    QJsonArray ports;
    for (const QString &word : line.takeAll(u"port"_qs)) {
        const Port port = portOf(word);
        QJsonObject one{{u"port"_qs, port.number}, {u"protocol"_qs, port.protocol}};
        if (!port.name.isEmpty())
            one.insert(u"name"_qs, port.name);
        one.insert(u"targetPort"_qs, port.target.isEmpty() ? QJsonValue(port.number) : numberOrText(port.target));
        if (port.nodePort > 0)
            one.insert(u"nodePort"_qs, port.nodePort);
        ports << one;
    }
    return ports;
}

QJsonObject serviceOf(Line line)
{
    const QString external = line.take(u"external"_qs), ip = line.take(u"ip"_qs);
    const QString type = line.take(u"type"_qs, u"ClusterIP"_qs), externalName = line.take(u"externalname"_qs);
    QJsonObject spec{{u"type"_qs, type}, {u"ports"_qs, servicePorts(line)}};
    if (!ip.isEmpty()) {
        spec.insert(u"clusterIP"_qs, ip);
        spec.insert(u"clusterIPs"_qs, QJsonArray{ip});
    }
    if (!externalName.isEmpty())
        spec.insert(u"externalName"_qs, externalName);
    for (const auto &[word, field] :
         {std::pair(u"etp"_qs, u"externalTrafficPolicy"_qs), std::pair(u"itp"_qs, u"internalTrafficPolicy"_qs)}) {
        if (const QString policy = line.take(word); !policy.isEmpty())
            spec.insert(field, policy);
    }
    if (const QJsonObject selector = line.rest(); !selector.isEmpty())
        spec.insert(u"selector"_qs, selector);
    QJsonObject made = object(u"v1"_qs, u"Service"_qs, line, {});
    made.insert(u"spec"_qs, spec);
    if (!external.isEmpty()) {
        const QJsonArray ingress{QJsonObject{{u"ip"_qs, external}}};
        made.insert(u"status"_qs, QJsonObject{{u"loadBalancer"_qs, QJsonObject{{u"ingress"_qs, ingress}}}});
    }
    return made;
}

/** ADDRESS:STATE[=POD[@NODE]] */
QJsonObject endpointOf(const QString &word, const QString &target, const QString &space)
{
    const qsizetype colon = word.lastIndexOf(u':');
    const QString state = word.mid(colon + 1);
    const bool isTerminating = state == u"terminating" || state == u"serving";
    const QJsonObject conditions{{u"ready"_qs, state == u"ready"},
                                 {u"serving"_qs, state == u"ready" || state == u"serving"},
                                 {u"terminating"_qs, isTerminating}};
    QJsonObject made{{u"addresses"_qs, QJsonArray{word.left(colon)}}, {u"conditions"_qs, conditions}};
    if (!target.isEmpty())
        made.insert(
            u"targetRef"_qs,
            QJsonObject{{u"kind"_qs, u"Pod"_qs}, {u"name"_qs, target.section(u'@', 0, 0)}, {u"namespace"_qs, space}});
    if (target.contains(u'@'))
        made.insert(u"nodeName"_qs, target.section(u'@', 1));
    return made;
}

QJsonObject sliceOf(Line line)
{
    static const QRegularExpression endpoint(u":(ready|notready|terminating|serving)$"_qs);
    line.labels.insert(u"kubernetes.io/service-name"_qs, line.take(u"service"_qs));
    QJsonArray endpoints, ports;
    const QStringList words = QStringList(line.text.split(QRegularExpression(u"\\s+"_qs), Qt::SkipEmptyParts)).mid(2);
    for (const QString &word : words) {
        const QString address = word.section(u'=', 0, 0);
        if (!endpoint.match(address).hasMatch())
            continue;
        endpoints << endpointOf(address, word.section(u'=', 1), line.space);
        line.values.remove(address);
        line.plain.removeAll(word);
    }
    for (const QString &word : line.takeAll(u"port"_qs)) {
        const Port port = portOf(word);
        ports << QJsonObject{{u"name"_qs, port.name}, {u"port"_qs, port.number}, {u"protocol"_qs, port.protocol}};
    }
    QJsonObject made = object(u"discovery.k8s.io/v1"_qs, u"EndpointSlice"_qs, line, line.rest());
    const bool isSix = endpoints.at(0).toObject().value(u"addresses"_qs).toArray().at(0).toString().contains(u':');
    made.insert(u"addressType"_qs, isSix ? u"IPv6"_qs : u"IPv4"_qs);
    made.insert(u"endpoints"_qs, endpoints);
    made.insert(u"ports"_qs, ports);
    return made;
}

QJsonObject ingressOf(Line line)
{
    const QString host = line.take(u"host"_qs), path = line.take(u"path"_qs, u"/"_qs), to = line.take(u"to"_qs);
    const QString ingressClass = line.take(u"class"_qs), port = to.section(u':', 1);
    const QJsonValue number = numberOrText(port);
    const QJsonObject service{{u"name"_qs, to.section(u':', 0, 0)},
                              {u"port"_qs, QJsonObject{{number.isString() ? u"name"_qs : u"number"_qs, number}}}};
    const QJsonObject one{
        {u"path"_qs, path}, {u"pathType"_qs, u"Prefix"_qs}, {u"backend"_qs, QJsonObject{{u"service"_qs, service}}}};
    QJsonObject rule{{u"http"_qs, QJsonObject{{u"paths"_qs, QJsonArray{one}}}}};
    if (!host.isEmpty())
        rule.insert(u"host"_qs, host);
    QJsonObject spec{{u"rules"_qs, QJsonArray{rule}}};
    if (!ingressClass.isEmpty())
        spec.insert(u"ingressClassName"_qs, ingressClass);
    QJsonObject made = object(u"networking.k8s.io/v1"_qs, u"Ingress"_qs, line, line.rest());
    made.insert(u"spec"_qs, spec);
    return made;
}

QJsonObject namespaceOf(Line line)
{
    QJsonObject labels = line.rest();
    labels.insert(u"kubernetes.io/metadata.name"_qs, line.name);
    return object(u"v1"_qs, u"Namespace"_qs, line, labels);
}

QJsonObject objectOf(const QString &text)
{
    const QString word = text.section(QRegularExpression(u"\\s"_qs), 0, 0);
    if (text.startsWith(u'{')) {
        QJsonParseError error;
        const QJsonObject made = QJsonDocument::fromJson(text.toUtf8(), &error).object();
        return error.error == QJsonParseError::NoError ? made : (notUnderstood(text), made);
    }
    if (word == u"node")
        return nodeOf(parse(text, false));
    if (word == u"namespace")
        return namespaceOf(parse(text, false));
    if (word == u"pod")
        return podOf(parse(text, true));
    if (word == u"service")
        return serviceOf(parse(text, true));
    if (word == u"slice")
        return sliceOf(parse(text, true));
    if (word == u"ingress")
        return ingressOf(parse(text, true));
    for (const auto *kind : {"Deployment", "StatefulSet", "DaemonSet", "ReplicaSet"}) {
        if (word == QString(QLatin1String(kind)).toLower())
            return workloadOf(QLatin1String(kind), parse(text, true));
    }
    notUnderstood(text);
}

struct Drawing {
    QJsonArray items;
    QString yaml;
};

Drawing read(std::string_view text)
{
    Drawing drawing;
    bool isYaml = false;
    const QString all = QString::fromUtf8(text.data(), static_cast<qsizetype>(text.size()));
    for (const QString &line : all.split(u'\n')) {
        const QString trimmed = line.trimmed();
        if (trimmed == u"yaml:")
            drawing.yaml += (isYaml = true) ? u"---\n"_qs : QString();
        else if (isYaml && trimmed == u"end")
            isYaml = false;
        else if (isYaml)
            drawing.yaml += line + u'\n';
        else if (!trimmed.isEmpty() && !trimmed.startsWith(u'#'))
            drawing.items << objectOf(trimmed);
    }
    return drawing;
}

std::string listOf(const QJsonArray &items)
{
    const QJsonObject list{{u"apiVersion"_qs, u"v1"_qs}, {u"kind"_qs, u"List"_qs}, {u"items"_qs, items}};
    return QJsonDocument(list).toJson(QJsonDocument::Compact).toStdString();
}

}  // namespace

std::string clusterJsonOf(std::string_view drawing)
{
    return listOf(read(drawing).items);
}

SnapshotPtr clusterOf(std::string_view drawing)
{
    const Drawing drawn = read(drawing);
    const std::string json = listOf(drawn.items);
    const std::string text = drawn.yaml.isEmpty() ? json : drawn.yaml.toStdString() + "---\n" + json + "\n";
    const ReadOutcome outcome = readBytes(text, drawn.yaml.isEmpty() ? "drawing" : "drawing.yaml");
    for (const Problem &problem : outcome.problems)
        qFatal("clusterOf(): line %d: %s", problem.line, problem.message.c_str());
    for (const Skipped &skipped : outcome.skipped)
        qFatal("clusterOf(): line %d is skipped: %s", skipped.line, skipped.why.c_str());
    return outcome.snapshot;
}

}  // namespace portolan
