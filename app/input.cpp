// SPDX-License-Identifier: GPL-3.0-or-later
#include "input.h"

#include <QDir>
#include <QFile>
#include <algorithm>

namespace portolan {

QStringList sampleNames()
{
    static const QStringList order{u"k3s-vanilla"_qs, u"k3s-ha-metallb"_qs, u"calico-ebpf"_qs,
                                   u"cilium"_qs,      u"mesh"_qs,           u"broken"_qs};
    QStringList names = QDir(u":/samples"_qs).entryList({u"*.json"_qs}, QDir::Files, QDir::Name);
    for (QString &name : names)
        name.chop(5);
    const auto place = [](const QString &name) { return static_cast<std::size_t>(order.indexOf(name)); };  // -1 is last
    std::ranges::stable_sort(names, {}, place);
    return names;
}

Result<ReadOutcome> readSample(const QString &name)
{
    QFile file(u":/samples/%1.json"_qs.arg(name));
    if (!sampleNames().contains(name) || !file.open(QIODevice::ReadOnly)) {
        const QString known = sampleNames().join(u", ");
        return Error{
            Error::Kind::Usage, u"there is no sample \"%1\"; there are %2"_qs.arg(name, known).toStdString(), {}};
    }
    const QByteArray bytes = file.readAll();
    return readBytes({bytes.data(), static_cast<std::size_t>(bytes.size())}, name.toStdString());
}

QString identityOf(const ClusterSnapshot &snapshot, const QString &source)
{
    if (const Object *system = snapshot.find(Kind::Namespace, {}, "kube-system")) {
        if (const std::string_view uid = system->meta()["uid"].text(); !uid.empty())
            return QString::fromUtf8(uid.data(), static_cast<qsizetype>(uid.size()));
    }
    return source;
}

}  // namespace portolan
