// Tabs by the ARIA pattern: arrow keys move, the chosen one is in the tab order.

import { h } from "./dom.js";

/**
 * A list of tabs. Each: {id, label, panel}. Returns {list, choose(id), chosen(), tab(id)}.
 * @param onChoose called with the id, also for the first
 */
export function tabList(label, tabs, onChoose) {
  const buttons = new Map();
  let current;

  const choose = (id, focus = false) => {
    if (!buttons.has(id)) {
      return;
    }
    current = id;
    for (const tab of tabs) {
      const button = buttons.get(tab.id);
      const selected = tab.id === id;
      button.setAttribute("aria-selected", String(selected));
      button.tabIndex = selected ? 0 : -1;
      if (tab.panel) {
        tab.panel.classList.toggle("chosen", selected);
        if (!tab.keepsItself) {
          tab.panel.hidden = !selected;
        }
      }
    }
    if (focus) {
      buttons.get(id).focus();
    }
    onChoose?.(id);
  };

  const list = h("div", { class: "tabs", role: "tablist", aria: { label } });
  list.addEventListener("keydown", (event) => {
    const steps = { ArrowRight: 1, ArrowLeft: -1, Home: -Infinity, End: Infinity };
    if (!(event.key in steps)) {
      return;
    }
    event.preventDefault();
    const at = tabs.findIndex((tab) => tab.id === current);
    const step = steps[event.key];
    const next = Number.isFinite(step) ? (at + step + tabs.length) % tabs.length : step < 0 ? 0 : tabs.length - 1;
    choose(tabs[next].id, true);
  });

  for (const tab of tabs) {
    const button = h("button", {
      type: "button", class: "tab", role: "tab", id: `tab-${tab.id}`, data: { test: `tab-${tab.id}` },
      aria: { controls: tab.panel?.id, selected: "false" }, on: { click: () => choose(tab.id) },
    }, tab.label);
    buttons.set(tab.id, button);
    if (!tab.keepsItself) {
      tab.panel?.setAttribute("role", "tabpanel");
      tab.panel?.setAttribute("aria-labelledby", `tab-${tab.id}`);
    }
    list.append(button);
  }
  return { list, choose, chosen: () => current, tab: (id) => buttons.get(id) };
}
