// Parts that several views share: badges, notes, empty states, buttons that wait for an answer.

import { h, replace } from "./dom.js";
import { icon } from "./icons.js";

const TONE_ICON = { info: "info", ready: "check", busy: "spinner", waiting: "clock", attention: "warning", failed: "cross" };

/** A state with icon and words. */
export function badge(tone, text, symbol = TONE_ICON[tone]) {
  return h("span", { class: `badge ${tone}` }, icon(symbol, symbol === "spinner" ? "spin" : ""), text);
}

/** A box with icon, title and content. */
export function note(tone, title, ...content) {
  return h("div", { class: `note ${tone}` }, icon(TONE_ICON[tone] ?? "info", tone === "busy" ? "spin" : ""), title && h("p", { class: "note-title" }, title), content);
}

/** A failure: what was seen, and in a separate box what to do. */
export function failureNotes(failure) {
  return [
    note("failed", "What happened", h("p", { data: { test: "failure" } }, failure.message), facts(failure)),
    failure.advice && advice(failure.advice),
  ];
}

export function advice(text) {
  return h("div", { class: "note attention", data: { test: "advice" } }, icon("bulb"), h("p", { class: "note-title" }, "What to do"), h("p", {}, text));
}

function facts(failure) {
  const parts = [failure.status && `status ${failure.status}`, failure.code && `code ${failure.code}`, failure.requestId && `request id ${failure.requestId}`].filter(Boolean);
  return parts.length > 0 && h("p", { class: "tiny soft" }, parts.join(" · "));
}

/** The heading of a page. It takes the focus when the page is opened by a button of another one. */
export function pageTitle(text) {
  return h("h3", { tabindex: "-1", class: "page-title" }, text);
}

/** A designed empty state. */
export function empty(symbol, title, text, ...actions) {
  return h("div", { class: "empty" }, icon(symbol), h("h4", {}, title), text && h("p", { class: "small" }, text), actions);
}

/** Grey bars in the size of what will come, so that nothing jumps. */
export function skeleton(count, kind = "line") {
  return Array.from({ length: count }, () => h("span", { class: `skeleton ${kind}`, aria: { hidden: "true" } }));
}

/** A button. While its action runs it shows that, and cannot be pressed again; what the action throws goes to onError. */
export function actionButton(label, { symbol, kind = "", test, key, busy = label, disabled = false, title }, action, onError = () => {}) {
  const face = () => [symbol && icon(symbol), label];
  const button = h("button", { type: "button", class: `button ${kind}`.trim(), data: { test, key }, prop: { disabled }, title }, face());
  button.addEventListener("click", async () => {
    if (button.getAttribute("aria-disabled") === "true") {
      return;
    }
    button.setAttribute("aria-disabled", "true");
    replace(button, icon("spinner", "spin"), busy);
    try {
      await action();
    } catch (problem) {
      onError(problem);
    } finally {
      button.removeAttribute("aria-disabled");
      replace(button, face());
    }
  });
  return button;
}

/** A place for the result of an action, read by screen readers when it changes. */
export function resultPlace(test) {
  const place = h("div", { role: "status", data: { test } });
  return {
    place,
    show: (...content) => replace(place, ...content),
    error: (problem) => replace(place, errorNote(problem)),
    clear: () => replace(place),
  };
}

function errorNote(problem) {
  if (problem.status === undefined) {
    console.error(problem);
  }
  return note("failed", null, h("p", {}, problem.message));
}

/** A labelled select. Options: texts, or [value, text]. */
export function select(label, options, value, onChange, test) {
  const control = h("select", { class: "input", data: { test }, on: { change: () => onChange(control.value) } }, options.map((option) => {
    const [optionValue, text] = Array.isArray(option) ? option : [option, option];
    return h("option", { value: optionValue, prop: { selected: optionValue === value } }, text);
  }));
  return { control, field: h("div", { class: "field" }, h("label", {}, h("span", {}, label), control)) };
}

/** Copies a text and says so on the button. */
export function copyButton(label, text, test) {
  const button = h("button", { type: "button", class: "button small quiet", data: { test } }, icon("copy"), label);
  button.addEventListener("click", async () => {
    let said = "Copied";
    try {
      await navigator.clipboard.writeText(typeof text === "function" ? text() : text);
    } catch {
      said = "The browser does not allow copying";
    }
    replace(button, icon("check"), said);
    setTimeout(() => replace(button, icon("copy"), label), 1500);
  });
  return button;
}
