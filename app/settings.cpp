// SPDX-License-Identifier: GPL-3.0-or-later
#include "settings.h"

#include <QCryptographicHash>
#include <QSettings>
#include <memory>

namespace portolan {

namespace {

constexpr int maxRecent = 10;

std::unique_ptr<QSettings> store()
{
    const QString file = qEnvironmentVariable("PORTOLAN_SETTINGS");
    if (!file.isEmpty())
        return std::make_unique<QSettings>(file, QSettings::IniFormat);
    return std::make_unique<QSettings>(QSettings::IniFormat, QSettings::UserScope, u"portolan"_qs, u"portolan"_qs);
}

/** A key of QSettings may hold no slashes, and a path is nobody's business: so a digest. */
QString pinsGroup(const QString &cluster, Lens lens)
{
    const QByteArray digest = QCryptographicHash::hash(cluster.toUtf8(), QCryptographicHash::Sha256).toHex().left(16);
    return u"pins-%1-%2"_qs.arg(QString::fromLatin1(digest),
                                QString::fromUtf8(name(lens).data(), static_cast<qsizetype>(name(lens).size())));
}

/** Of everything that decides what would run. */
QString digestOf(const ExecPlugin &plugin)
{
    QCryptographicHash hash(QCryptographicHash::Sha256);
    const auto add = [&hash](const std::string &text) {
        hash.addData(QByteArray::number(static_cast<qulonglong>(text.size())) + ':' + QByteArray::fromStdString(text));
    };
    add(plugin.file);
    add(plugin.command);
    for (const std::string &arg : plugin.args)
        add(arg);
    add("environment");
    for (const auto &[name, value] : plugin.env) {
        add(name);
        add(value);
    }
    return QString::fromLatin1(hash.result().toHex());
}

}  // namespace

AppSettings readSettings()
{
    const auto settings = store();
    AppSettings read;
    read.theme = settings->value(u"theme"_qs, read.theme).toString();
    read.recent = settings->value(u"recent"_qs).toStringList();
    read.isLearner = settings->value(u"learner"_qs).toBool();
    read.windowGeometry = settings->value(u"window"_qs).toByteArray();
    return read;
}

void writeSettings(const AppSettings &settings)
{
    const auto to = store();
    to->setValue(u"theme"_qs, settings.theme);
    to->setValue(u"recent"_qs, settings.recent);
    to->setValue(u"window"_qs, settings.windowGeometry);
    to->setValue(u"learner"_qs, settings.isLearner);
}

Pins readPins(const QString &cluster, Lens lens)
{
    const auto settings = store();
    Pins pins;
    const int size = settings->beginReadArray(pinsGroup(cluster, lens));
    for (int i = 0; i < size; ++i) {
        settings->setArrayIndex(i);
        pins[settings->value(u"id"_qs).toString().toStdString()] = {settings->value(u"x"_qs).toFloat(),
                                                                    settings->value(u"y"_qs).toFloat()};
    }
    settings->endArray();
    return pins;
}

void writePins(const QString &cluster, Lens lens, const Pins &pins)
{
    const auto settings = store();
    settings->remove(pinsGroup(cluster, lens));
    settings->beginWriteArray(pinsGroup(cluster, lens), static_cast<int>(pins.size()));
    int i = 0;
    for (const auto &[id, at] : pins) {
        settings->setArrayIndex(i++);
        settings->setValue(u"id"_qs, QString::fromStdString(id));
        settings->setValue(u"x"_qs, at.x);
        settings->setValue(u"y"_qs, at.y);
    }
    settings->endArray();
}

bool isPluginAllowed(const ExecPlugin &plugin)
{
    return store()->value(u"allowedPlugins"_qs).toStringList().contains(digestOf(plugin));
}

void allowPlugin(const ExecPlugin &plugin)
{
    const auto settings = store();
    QStringList allowed = settings->value(u"allowedPlugins"_qs).toStringList();
    allowed << digestOf(plugin);
    allowed.removeDuplicates();
    settings->setValue(u"allowedPlugins"_qs, allowed);
}

QStringList withRecent(QStringList recent, const QString &input)
{
    recent.removeAll(input);
    recent.prepend(input);
    return recent.mid(0, maxRecent);
}

}  // namespace portolan
