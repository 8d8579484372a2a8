// SPDX-License-Identifier: GPL-3.0-or-later
#include "window/stylesheet.h"

namespace portolan {

namespace {

/** Names in braces are roles: {ink}, {accentSoft}. */
constexpr char sheet[] = R"(
* { font-family: "Inter"; font-size: 13px; color: {ink}; }
QMainWindow { background: {window}; }
QDialog { background: {panel}; }
QMenuBar { background: {panel}; padding: 0 8px; }
QMenuBar::item { padding: 4px 10px; border-radius: 5px; background: transparent; }
QMenuBar::item:selected { background: {soft}; }
QMenu { background: {panel}; border: 1px solid {line}; padding: 5px; }
QMenu::item { padding: 5px 24px 5px 14px; border-radius: 5px; }
QMenu::item:selected { background: {accentSoft}; color: {accent}; }
QMenu::item:disabled { color: {ink3}; }
QMenu::separator { height: 1px; background: {line}; margin: 5px 8px; }
QLabel { background: transparent; }
QLabel[quiet="true"] { color: {ink2}; font-size: 12px; }
QLabel[heading="true"] { color: {ink2}; font-size: 11px; font-weight: 600; }
QToolButton { background: transparent; border: 1px solid transparent; border-radius: 7px; padding: 0 12px; }
QToolButton:hover, QToolButton:focus { background: {soft}; }
QToolButton[tab="true"] { color: {ink2}; font-weight: 500; }
QToolButton[tab="true"]:checked { background: {accentSoft}; color: {accent}; font-weight: 600; }
QToolButton[tab="true"]:focus { border-color: {accent}; }
QToolButton:disabled { color: {ink3}; }
QPushButton#cluster { background: {soft}; border-color: transparent; }
QLabel#link { color: {ink2}; font-size: 12px; }
QLabel#link[link="live"] { color: {fine}; }
QLabel#link[link="stale"] { color: {warning}; }
QLabel#link[link="gaveUp"] { color: {failing}; }
QLabel#states { color: {warning}; font-size: 12px; }
QPushButton#cluster:focus { border-color: {accent}; }
QPushButton::menu-indicator { subcontrol-position: right center; right: 10px; }
QWidget#left { background: {panel}; }
QSplitter::handle { background: {line}; }
QToolButton::menu-indicator { subcontrol-position: right center; right: 10px; width: 8px; }
QPushButton { background: {panel}; border: 1px solid {line}; border-radius: 7px; padding: 5px 14px; font-weight: 600; }
QPushButton:hover { background: {soft}; }
QPushButton:focus { border-color: {accent}; }
QPushButton:disabled { color: {ink3}; }
QPushButton[primary="true"] { background: {accent}; color: {panel}; border-color: {accent}; }
QLineEdit, QPlainTextEdit { background: {soft}; border: 1px solid transparent; border-radius: 7px;
  padding: 3px 10px; selection-background-color: {accent}; selection-color: {panel}; }
QLineEdit:focus, QPlainTextEdit:focus { border-color: {accent}; }
QComboBox, QDoubleSpinBox { min-height: 28px; }
QScrollArea, QScrollArea > QWidget > QWidget { background: transparent; border: none; }
QScrollBar:vertical { background: transparent; width: 10px; margin: 0; }
QScrollBar:horizontal { background: transparent; height: 10px; margin: 0; }
QScrollBar::handle { background: {line}; border-radius: 4px; min-height: 28px; min-width: 28px; margin: 1px; }
QScrollBar::add-line, QScrollBar::sub-line { width: 0; height: 0; }
QScrollBar::add-page, QScrollBar::sub-page { background: transparent; }
QTableView, QTreeView, QListView { background: {paper}; alternate-background-color: {panel}; border: none; gridline-color: {soft};
  selection-background-color: {accentSoft}; selection-color: {ink}; }
QHeaderView { background: {panel}; }
QHeaderView::section { background: {panel}; color: {ink2}; border: none; border-bottom: 1px solid {line}; padding: 6px 10px; font-weight: 600; font-size: 12px; }
QTabBar::tab { background: transparent; color: {ink2}; padding: 6px 14px; border-bottom: 2px solid transparent; font-weight: 500; }
QTabBar::tab:selected { color: {accent}; border-bottom-color: {accent}; font-weight: 600; }
QTabWidget::pane { border: none; }
QToolTip { background: {panel}; color: {ink}; border: 1px solid {line}; padding: 4px 8px; }
)";

QString camel(QLatin1String name)
{
    return u'{' + name + u'}';
}

}  // namespace

QString styleSheetOf(const Theme &theme)
{
    QString text = QString::fromLatin1(sheet);
    for (std::size_t i = 0; i < roleCount; ++i) {
        const Role role = static_cast<Role>(i);
        text.replace(camel(name(role)), theme.colour(role).name());
    }
    return text;
}

QPalette paletteOf(const Theme &theme)
{
    QPalette palette;
    palette.setColor(QPalette::Window, theme.colour(Role::Window));
    palette.setColor(QPalette::Base, theme.colour(Role::Paper));
    palette.setColor(QPalette::AlternateBase, theme.colour(Role::Panel));
    palette.setColor(QPalette::Button, theme.colour(Role::Panel));
    for (const auto text : {QPalette::WindowText, QPalette::Text, QPalette::ButtonText, QPalette::ToolTipText})
        palette.setColor(text, theme.colour(Role::Ink));
    palette.setColor(QPalette::PlaceholderText, theme.colour(Role::Ink2));
    palette.setColor(QPalette::Highlight, theme.colour(Role::Accent));
    palette.setColor(QPalette::HighlightedText, theme.colour(Role::Panel));
    palette.setColor(QPalette::Link, theme.colour(Role::Accent));
    palette.setColor(QPalette::ToolTipBase, theme.colour(Role::Panel));
    for (const auto text : {QPalette::WindowText, QPalette::Text, QPalette::ButtonText})
        palette.setColor(QPalette::Disabled, text, theme.colour(Role::Ink3));
    return palette;
}

}  // namespace portolan
