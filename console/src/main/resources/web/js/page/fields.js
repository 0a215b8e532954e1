// One field of the profile form: label, who filled it in, control, problem and fix beside it.

import { h, newId, replace } from "../lib/dom.js";
import { icon } from "../lib/icons.js";

const ROWS = { json: 3, "secret-long": 4 };

/**
 * A field. Calls changed(property, value) while the operator types and committed() when the field is left.
 * Returns {element, refresh(field), value()}.
 */
export function formField(field, { changed, committed, clear }) {
  const id = newId("field");
  const view = { id, field, origin: h("span", { class: "origin" }), problem: h("div", { id: `${id}-problem` }) };
  const secret = field.secret || field.kind.startsWith("secret");
  view.restore = () => {
    changed(field.property, "");
    committed();
  };
  view.control = secret ? secretControl(view, { changed, committed, clear }) : plainControl(view, { changed, committed });
  const element = h("div", { class: "field", data: { test: "field", field: field.property } },
    h("div", { class: "field-head" }, h("label", { for: id, id: `${id}-label` }, field.label), view.origin), view.control.element, view.problem);
  view.refresh = (next) => refresh(view, next, secret);
  view.refresh(field);
  return { element, refresh: view.refresh, focus: () => view.control.focus(), property: field.property };
}

function refresh(view, field, secret) {
  view.field = field;
  view.control.refresh(field);
  replace(view.origin, secret ? null : origin(field, view.restore));
  view.origin.className = `origin ${field.source === "changed" ? "changed" : ""}`;
  const problem = field.reached && field.problems?.[0];
  replace(view.problem, (field.problems ?? []).map(field.reached ? problemBox : todo));
  const input = view.control.input();
  if (input) {
    input.setAttribute("aria-invalid", String(Boolean(problem)));
    problem ? input.setAttribute("aria-describedby", `${view.id}-problem`) : input.removeAttribute("aria-describedby");
  }
}

function origin(field, restore) {
  if (field.source === "provider") {
    return ["filled in by ", h("b", {}, field.filledInBy)];
  }
  return field.source === "changed" ? [icon("edit"), "changed", h("button", {
    type: "button", class: "link", title: field.presetValue && `${field.filledInBy ?? "The provider"} fills in ${field.presetValue}`,
    aria: { label: `Restore ${field.label}` }, data: { test: `restore-${field.property}` }, on: { click: restore },
  }, "Restore")] : null;
}

function todo({ advice, field }) {
  return h("p", { class: "field-todo", data: { test: "missing", field } }, icon("info"), advice);
}

/** What is wrong, and the fix. */
export function problemBox(problem) {
  return h("div", { class: "field-problem", data: { test: "problem", field: problem.field } }, icon("cross"),
    h("p", {}, h("strong", {}, `${problem.label} ${problem.message}`)), h("p", { class: "fix" }, problem.advice));
}

function plainControl(view, { changed, committed }) {
  const { field, id } = view;
  const take = () => changed(field.property, input.value);
  const listeners = {
    input: take,
    change: () => {
      take();
      committed();
    },
  };
  const common = { id, class: `input ${["json", "url"].includes(field.kind) ? "code" : ""}`, data: { test: `input-${field.property}` }, on: listeners, autocomplete: "off", spellcheck: "false" };
  let input;
  if (field.kind === "choice") {
    input = h("select", common);
  } else if (ROWS[field.kind]) {
    input = h("textarea", { ...common, rows: ROWS[field.kind] });
  } else {
    input = h("input", { ...common, type: "text", readonly: field.property === "providerType", inputmode: field.kind === "seconds" ? "numeric" : field.kind === "url" ? "url" : undefined });
  }
  return { element: input, input: () => input, focus: () => input.focus(), refresh: (next) => showValue(input, next) };
}

function showValue(input, field) {
  const value = field.value ?? "";
  if (field.kind === "choice") {
    const options = field.choices.includes(value) ? field.choices : [value, ...field.choices];
    if (input.options.length !== options.length || [...input.options].some((option, index) => option.value !== options[index])) {
      input.replaceChildren(...options.map((option) => h("option", { value: option }, option === "" ? "–" : option)));
    }
    input.value = value;
  } else if (input !== document.activeElement && input.value !== value) {
    input.value = value;
  }
}

/** A secret is never shown: it is set or not set, and can be replaced. */
function secretControl(view, { changed, committed, clear }) {
  const { field, id } = view;
  const element = h("div", { class: "secret" });
  let input;
  let open = false;

  const typing = () => {
    const common = {
      id, class: "input code", data: { test: `input-${field.property}` }, autocomplete: "off", spellcheck: "false",
      on: { input: () => changed(field.property, input.value), change: committed },
    };
    input = field.kind === "secret-long" ? h("textarea", { ...common, rows: ROWS["secret-long"] }) : h("input", { ...common, type: "password", autocomplete: "new-password" });
    return input;
  };
  const show = () => {
    const set = view.field.set;
    if (open || !set) {
      const keep = set && h("button", { type: "button", class: "button small quiet", on: { click: () => { open = false; changed(field.property, undefined); show(); committed(); } } }, "Keep the present one");
      const typed = input?.value;
      replace(element, !set && h("span", { class: "set soft", data: { test: `secret-${field.property}` } }, icon("off"), "Not set"), typing(), keep);
      input.value = typed ?? "";
    } else {
      input = undefined;
      replace(element, h("span", { class: "set text-ready", data: { test: `secret-${field.property}` } }, icon("lock"), "Set"),
        h("button", { type: "button", id, class: "button small", aria: { label: `Replace ${field.label}` }, data: { test: `replace-${field.property}` }, on: { click: () => { open = true; show(); input.focus(); } } }, "Replace"),
        h("button", { type: "button", class: "button small quiet", aria: { label: `Clear ${field.label}` }, on: { click: () => clear(field.property) } }, "Clear"));
    }
  };
  let shown;
  return {
    element, input: () => input, focus: () => (input ?? element.querySelector("button"))?.focus(),
    refresh: (next) => {
      const typed = input && input.value !== "";
      if (shown !== next.set && !typed) {
        shown = next.set;
        open = false;
        show();
      }
    },
  };
}
