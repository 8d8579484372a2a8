// SPDX-License-Identifier: GPL-3.0-or-later
#include <QApplication>
#include <csignal>

#include "composition.h"
#include "headless.h"
#include "request.h"
#include "terminal.h"

using namespace portolan;

namespace {

int code(Exit exit)
{
    return static_cast<int>(exit);
}

bool needsPictures(const Request &request)
{
    return request.command == Request::Command::Export;
}

bool isWindow(const Request &request)
{
    return request.command == Request::Command::Window;
}

/** The commands that need neither window nor fonts, or the reason why nothing runs. */
int runPlain(const Result<Request> &request)
{
    if (!request) {
        complain(request.error().detail + "; portolan --help shows what there is");
        return code(Exit::BadUsage);
    }
    switch (request.value().command) {
        case Request::Command::Help:
            return print(request.value().help.toStdString()) ? 0 : code(Exit::NothingUsable);
        case Request::Command::Version:
            return print("portolan " PORTOLAN_VERSION "\n") ? 0 : code(Exit::NothingUsable);
        default:
            return code(runHeadless(request.value()));
    }
}

int runWindow(int argc, char **argv, const Request &request)
{
    QApplication::setStyle(u"Fusion"_qs);  // what the style sheet leaves out looks the same on every desktop
    QApplication application(argc, argv);
    Composition composition(request);
    composition.show();
    return QApplication::exec() == 0 ? 0 : code(Exit::NothingUsable);
}

}  // namespace

int main(int argc, char **argv)
{
    std::signal(SIGPIPE,
                SIG_IGN);  // a reader that has gone is an answer that can't be written, not the end by a signal
    QCoreApplication::setApplicationName(u"portolan"_qs);
    QCoreApplication::setApplicationVersion(QStringLiteral(PORTOLAN_VERSION));

    Result<Request> request = [&] {
        QCoreApplication application(argc, argv);
        Result<Request> parsed = parseArguments(QCoreApplication::arguments());
        return parsed;
    }();
    if (request && isWindow(request.value()))
        return runWindow(argc, argv, request.value());
    if (request && needsPictures(request.value())) {
        qputenv("QT_QPA_PLATFORM", "offscreen");
        QGuiApplication application(argc, argv);
        return runPlain(request);
    }
    QCoreApplication application(argc, argv);
    return runPlain(request);
}
