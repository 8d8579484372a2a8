// SPDX-License-Identifier: GPL-3.0-or-later
#include "window/mainwindow.h"

namespace portolan {

struct MainWindow::Parts {
    WindowMemory memory;
    ChartView view;
};

MainWindow::MainWindow(QWidget *parent) : QMainWindow(parent), m(std::make_unique<Parts>()) {}
MainWindow::~MainWindow() = default;

void MainWindow::setSamples(const std::vector<SampleOffer> &) {}

void MainWindow::setMemory(const WindowMemory &memory)
{
    m->memory = memory;
    restoreGeometry(memory.geometry);
}

WindowMemory MainWindow::memory() const
{
    WindowMemory memory = m->memory;
    memory.geometry = saveGeometry();
    return memory;
}

void MainWindow::showWelcome() {}
void MainWindow::showReading(const QString &) {}

void MainWindow::showChart(const ChartView &view)
{
    m->view = view;
    setWindowTitle(view.title);
}

void MainWindow::showNotice(const QString &) {}
void MainWindow::showFailure(const QString &) {}

}  // namespace portolan
