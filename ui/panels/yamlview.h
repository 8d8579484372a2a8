// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>
#include <memory>
#include <string>

#include "render/theme.h"

namespace portolan {

/** An object as YAML, to read and to search. */
class YamlView : public QWidget {
    Q_OBJECT

public:
    explicit YamlView(QWidget *parent = nullptr);
    ~YamlView() override;

    void setTheme(const Theme &theme);
    /** `caption` names the object where it isn't clear which it is, with a way back. */
    void setYaml(const std::string &yaml, const QString &note, const QString &caption = {});
    /** Scrolls to a line, counted from 0, and marks it; -1: marks none. */
    void markLine(int line);

Q_SIGNALS:
    void backWanted();

protected:
    bool event(QEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    struct Parts;
    void build();
    void buildSearch();
    void findAll();
    /** To the next occurrence after the present one, or the one before it. */
    void step(int by);
    void goToHit();
    void showCount();
    void paintMarks();

    std::unique_ptr<Parts> m;
};

}  // namespace portolan
