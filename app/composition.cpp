// SPDX-License-Identifier: GPL-3.0-or-later
#include "composition.h"

#include <QCoreApplication>
#include <QFile>
#include <algorithm>

#include "clusterwindow.h"
#include "live.h"
#include "terminal.h"

namespace portolan {

namespace {

/** What the benchmark of starting asks for: the memory that is in use with the first picture, as one line of JSON. */
void reportFirstPicture()
{
    QFile status(u"/proc/self/status"_qs);
    double kilobytes = 0;
    if (status.open(QIODevice::ReadOnly)) {
        for (const QByteArray &line : status.readAll().split('\n')) {
            if (line.startsWith("VmRSS:"))
                kilobytes = line.mid(6).trimmed().split(' ').front().toDouble();
        }
    }
    const QByteArray report = "{\"residentMB\":" + QByteArray::number(kilobytes / 1024, 'f', 1) + "}\n";
    QCoreApplication::exit(print({report.data(), static_cast<std::size_t>(report.size())}) ? 0 : 1);
}

}  // namespace

Composition::Composition(const Request &request) : m_request(request) {}
Composition::~Composition() = default;

ClusterWindow *Composition::addWindow()
{
    auto window = std::make_unique<ClusterWindow>();
    ClusterWindow *added = window.get();
    m_windows.push_back(std::move(window));
    QObject::connect(&added->window(), &MainWindow::newWindowRequested, added,
                     [this] { addWindow()->window().show(); });
    if (qEnvironmentVariableIsSet("PORTOLAN_REPORT_FIRST_PICTURE") && m_request.isLiveNamed())
        QObject::connect(added, &ClusterWindow::wholePictureShown, added, reportFirstPicture);
    else if (qEnvironmentVariableIsSet("PORTOLAN_REPORT_FIRST_PICTURE"))
        QObject::connect(&added->window(), &MainWindow::firstPictureShown, added, reportFirstPicture);
    return added;
}

void Composition::show()
{
    ClusterWindow *first = addWindow();
    if (m_request.isThemeGiven)
        first->setTheme(m_request.theme);
    first->window().show();
    if (!m_request.sample.isEmpty())
        first->openSample(m_request.sample);
    else if (!m_request.paths.isEmpty())
        first->open(m_request.paths);
    else if (m_request.isLiveNamed() || connectionOf(m_request))
        first->connectTo(m_request);
}

}  // namespace portolan
