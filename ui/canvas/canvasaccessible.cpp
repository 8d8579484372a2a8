// SPDX-License-Identifier: GPL-3.0-or-later
#include "canvas/canvasaccessible.h"

#include <QAccessibleWidget>
#include <algorithm>
#include <map>

#include "canvas/topologycanvas.h"

namespace portolan {

namespace {

class CanvasInterface;

/** One item of the chart. Lives as long as the chart that it is of. */
class ItemInterface : public QAccessibleInterface, public QAccessibleActionInterface {
public:
    ItemInterface(TopologyCanvas *canvas, ItemIndex item) : m_canvas(canvas), m_layout(canvas->chart()), m_item(item) {}

    ItemIndex item() const { return m_item; }
    bool isValid() const override { return m_canvas && m_canvas->chart() == m_layout; }
    QObject *object() const override { return nullptr; }
    QAccessibleInterface *parent() const override { return QAccessible::queryAccessibleInterface(m_canvas); }
    QAccessibleInterface *child(int) const override { return nullptr; }
    QAccessibleInterface *childAt(int, int) const override { return nullptr; }
    int childCount() const override { return 0; }
    int indexOfChild(const QAccessibleInterface *) const override { return -1; }
    QAccessible::Role role() const override { return QAccessible::ListItem; }
    QRect rect() const override
    {
        const QRect rect = m_canvas->viewRect(m_item);
        return {m_canvas->mapToGlobal(rect.topLeft()), rect.size()};
    }
    QString text(QAccessible::Text kind) const override
    {
        return isValid() && kind == QAccessible::Name ? m_canvas->wordsFor(m_item) : QString();
    }
    void setText(QAccessible::Text, const QString &) override {}
    QAccessible::State state() const override
    {
        QAccessible::State state;
        state.invalid = !isValid();
        state.selectable = state.focusable = true;
        state.selected = isValid() && m_canvas->selection().item == m_item;
        state.focused = state.selected && m_canvas->hasFocus();
        return state;
    }
    void *interface_cast(QAccessible::InterfaceType type) override
    {
        return type == QAccessible::ActionInterface ? static_cast<QAccessibleActionInterface *>(this) : nullptr;
    }

    QStringList actionNames() const override { return {pressAction(), showMenuAction()}; }
    void doAction(const QString &name) override
    {
        if (!isValid())
            return;
        m_canvas->choose({m_item, none});
        if (name == showMenuAction())
            Q_EMIT m_canvas->contextWanted({m_item, none}, rect().center());
    }
    QStringList keyBindingsForAction(const QString &) const override { return {}; }

private:
    QPointer<TopologyCanvas> m_canvas;
    LayoutPtr m_layout;
    ItemIndex m_item;
};

class CanvasInterface : public QAccessibleWidget {
public:
    explicit CanvasInterface(TopologyCanvas *canvas) : QAccessibleWidget(canvas, QAccessible::List) {}
    ~CanvasInterface() override { forget(); }

    int childCount() const override { return static_cast<int>(order().size()); }
    QAccessibleInterface *child(int index) const override
    {
        const auto &items = order();
        if (index < 0 || index >= static_cast<int>(items.size()))
            return nullptr;
        return interfaceOf(items[static_cast<std::size_t>(index)]);
    }
    QAccessibleInterface *childAt(int x, int y) const override
    {
        const QPoint at = canvas()->mapFromGlobal(QPoint(x, y));
        ItemIndex best = none;
        for (const ItemIndex item : order()) {  // what lies inside comes later in the layout
            if (canvas()->viewRect(item).contains(at) && (best == none || item > best))
                best = item;
        }
        return best == none ? nullptr : interfaceOf(best);
    }
    int indexOfChild(const QAccessibleInterface *child) const override
    {
        const auto *item = dynamic_cast<const ItemInterface *>(child);
        const auto &items = order();
        const auto at = item ? std::ranges::find(items, item->item()) : items.end();
        return at == items.end() ? -1 : static_cast<int>(at - items.begin());
    }
    QAccessibleInterface *focusChild() const override { return selected(); }

    int indexOfSelection() const
    {
        const auto &items = order();
        const auto at = std::ranges::find(items, canvas()->selection().item);
        return at == items.end() ? -1 : static_cast<int>(at - items.begin());
    }

private:
    TopologyCanvas *canvas() const { return static_cast<TopologyCanvas *>(widget()); }
    QAccessibleInterface *selected() const { return child(indexOfSelection()); }

    const std::vector<ItemIndex> &order() const
    {
        if (m_layout != canvas()->chart())
            forget();
        m_layout = canvas()->chart();
        if (const auto &shown = canvas()->shown(); shown != m_shown) {
            m_shown = shown;
            m_order = m_layout ? readingOrder(*m_layout, shown) : std::vector<ItemIndex>();
        }
        return m_order;
    }
    QAccessibleInterface *interfaceOf(ItemIndex item) const
    {
        const auto known = m_ids.find(item);
        if (known != m_ids.end())
            return QAccessible::accessibleInterface(known->second);
        auto *made = new ItemInterface(canvas(), item);  // the registry owns it
        m_ids[item] = QAccessible::registerAccessibleInterface(made);
        return made;
    }
    void forget() const
    {
        for (const auto &[item, id] : m_ids)
            QAccessible::deleteAccessibleInterface(id);
        m_ids.clear();
        m_shown.clear();
        m_order.clear();
    }

    mutable LayoutPtr m_layout;
    mutable std::vector<ItemIndex> m_shown, m_order;
    mutable std::map<ItemIndex, QAccessible::Id> m_ids;
};

QAccessibleInterface *makeInterface(const QString &, QObject *object)
{
    auto *canvas = qobject_cast<TopologyCanvas *>(object);
    return canvas ? new CanvasInterface(canvas) : nullptr;
}

}  // namespace

void installCanvasAccessible()
{
    static const bool isInstalled = [] {
        QAccessible::installFactory(makeInterface);
        return true;
    }();
    Q_UNUSED(isInstalled)
}

void announceSelection(TopologyCanvas *canvas)
{
    if (!QAccessible::isActive())
        return;
    const auto *tree = dynamic_cast<CanvasInterface *>(QAccessible::queryAccessibleInterface(canvas));
    const int index = tree ? tree->indexOfSelection() : -1;
    if (index < 0)
        return;
    QAccessibleEvent event(canvas, QAccessible::Focus);
    event.setChild(index);
    QAccessible::updateAccessibility(&event);
}

}  // namespace portolan
