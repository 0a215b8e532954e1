// Draws the elements of an Adaptive Card that messages use. What it does not know is named, not dropped.

import { h } from "../lib/dom.js";

/** @param card the card's JSON; @param fallback shown if the card has nothing to draw */
export function adaptiveCard(card, fallback) {
  const body = (card.body ?? []).map(element);
  return h("div", { class: "card", data: { test: "card" } },
    body.length > 0 ? body : h("p", { class: "card-text" }, card.fallbackText ?? fallback), actions(card.actions));
}

function element(one) {
  switch (one.type) {
    case "TextBlock":
      return h("p", { class: textClass(one) }, one.text);
    case "RichTextBlock":
      return h("p", { class: "card-text" }, (one.inlines ?? []).map((inline) => (typeof inline === "string" ? inline : h("span", { class: textClass(inline) }, inline.text))));
    case "FactSet":
      return h("dl", {}, (one.facts ?? []).flatMap((fact) => [h("dt", {}, fact.title), h("dd", {}, fact.value)]));
    case "Container":
      return h("div", { class: "stack tight" }, (one.items ?? []).map(element));
    case "ColumnSet":
      return h("div", { class: "columns-of-card" }, (one.columns ?? []).map((column) => h("div", { class: "stack tight" }, (column.items ?? []).map(element))));
    case "ActionSet":
      return actions(one.actions);
    case "Image":
      return h("p", { class: "card-text subtle" }, `[Image${one.altText ? `: ${one.altText}` : ""}]`);
    default:
      return h("p", { class: "card-text subtle" }, `[${one.type ?? "unknown element"}]`);
  }
}

function textClass(one) {
  const large = ["Large", "ExtraLarge", "Medium", "large", "extraLarge", "medium"].includes(one.size);
  const bolder = ["Bolder", "bolder"].includes(one.weight);
  return `card-text${large ? " large" : ""}${bolder ? " bolder" : ""}${one.isSubtle ? " subtle" : ""}`;
}

function actions(list = []) {
  return list.length > 0 && h("div", { class: "row" }, list.map((action) => {
    const open = action.type === "Action.OpenUrl" && /^https:\/\//.test(action.url ?? "");
    return open ? h("a", { class: "button small", href: action.url, target: "_blank", rel: "noopener noreferrer" }, action.title) : h("span", { class: "small soft" }, action.title ?? action.type);
  }));
}
