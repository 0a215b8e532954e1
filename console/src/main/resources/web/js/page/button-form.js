// The button document as the device's form: one button at a time, with its requests.

import { h, newId, replace } from "../lib/dom.js";
import { icon } from "../lib/icons.js";
import { empty } from "../lib/ui.js";
import { problemBox } from "./fields.js";

const NEW_REQUEST = { command: "Other", method: "POST", customPath: "", targets: [], headers: "Custom Headers", customHeaders: ["Content-Type: application/json; charset=utf-8"], dataPayload: "{\"text\": \"HELLO!\"}" };
const MAX_REQUESTS = 8;

/** Returns {element, mark(problems), fields(), profilesChanged(names)}. The model is changed in place and handed to changed. */
export function buttonForm(model, choices, changed) {
  return new ButtonForm(model, choices, changed);
}

class ButtonForm {
  constructor(model, choices, changed) {
    Object.assign(this, { model, choices, changed, chosen: 0, problems: [], places: new Map() });
    this.element = h("div", { class: "stack", data: { test: "button-form" } });
    this.build();
  }

  /** All buttons with their paths in the document. */
  all() {
    const own = (this.model.buttons ?? []).map((button, index) => ({ button, list: this.model.buttons, index, path: `buttons[${index}]`, screen: "" }));
    const onScreens = (this.model.screens ?? []).flatMap((screen, at) => (screen.buttons ?? []).map((button, index) =>
      ({ button, list: screen.buttons, index, path: `screens[${at}].buttons[${index}]`, screen: screen.name ?? "" })));
    return [...own, ...onScreens];
  }

  build() {
    const all = this.all();
    this.places.clear();
    this.chosen = Math.min(this.chosen, Math.max(0, all.length - 1));
    const add = h("button", { type: "button", class: "button small", data: { test: "add-button" }, on: { click: () => this.add() } }, icon("plus"), "Add button");
    if (all.length === 0) {
      replace(this.element, empty("plus", "No buttons yet", "A button sends API requests when it is touched.", add));
      return;
    }
    const one = all[this.chosen];
    const pick = h("select", { class: "input", data: { test: "pick-button" }, on: { change: () => { this.chosen = pick.selectedIndex; this.build(); } } }, all.map((other, index) =>
      h("option", { prop: { selected: index === this.chosen } }, `${other.screen ? `${other.screen} · ` : ""}${other.button.text || other.button.identifier || "new button"}`)));
    const remove = h("button", { type: "button", class: "button small quiet danger", data: { test: "remove-button" }, on: { click: () => this.remove(one) } }, icon("trash"), "Remove");
    replace(this.element,
      h("div", { class: "field" }, h("label", {}, h("span", {}, "Button"), pick), h("div", { class: "row" }, add, remove)),
      this.buttonFields(one), (one.button.requests ?? []).map((request, index) => this.requestFields(request, index, `${one.path}.requests[${index}]`)));
    this.mark(this.problems);
  }

  buttonFields({ button, path }) {
    const count = this.choiceField("Number of API Requests", `${path}.numberOfApiRequests`, Array.from({ length: MAX_REQUESTS }, (_, index) => String(index + 1)), String(button.requests?.length ?? 0), (value) => {
      const requests = button.requests ?? [];
      button.requests = Array.from({ length: Number(value) }, (_, index) => requests[index] ?? structuredClone(requests.at(-1) ?? NEW_REQUEST));
      button.numberOfApiRequests = button.requests.length;
      this.edited();
      this.build();
    });
    return h("div", { class: "two" },
      this.choiceField("Button Status", `${path}.status`, this.choices.status ?? ["Enabled", "Disabled"], button.status ?? "Enabled", (value) => this.set(button, "status", value)),
      this.textField("Text", `${path}.text`, button.text, (value) => this.set(button, "text", value)),
      this.textField("Identifier", `${path}.identifier`, button.identifier, (value) => this.set(button, "identifier", value)),
      this.choiceField("Action", `${path}.action`, ["Send API Request"], button.action ?? "Send API Request", (value) => this.set(button, "action", value)),
      count);
  }

  requestFields(request, index, path) {
    const label = (name) => `Request ${index + 1} - ${name}`;
    const other = (request.command ?? "Other") === "Other";
    const text = (name, member, props) => this.textField(label(name), `${path}.${member}`, request[member], (value) => this.set(request, member, value), props);
    const list = (name, member, hint) => this.textField(label(name), `${path}.${member}`, [request[member] ?? []].flat().join("\n"), (value) =>
      this.set(request, member, value.split("\n").map((line) => line.trim()).filter(Boolean)), { rows: Math.max(1, [request[member] ?? []].flat().length), hint });
    const choice = (name, member, options, initial) => this.choiceField(label(name), `${path}.${member}`, options, request[member] ?? initial, (value) => {
      this.set(request, member, value);
      if (member === "command" || member === "headers") {
        this.build();
      }
    });
    return h("section", { class: "request-box stack", aria: { label: `Request ${index + 1}` } },
      h("div", { class: "two" }, choice("Command", "command", this.choices.command ?? ["Other"], "Other"), other && choice("Method", "method", this.choices.method ?? ["POST"], "")),
      other && text("Custom Path", "customPath", { code: true }),
      h("div", { class: "two" }, list("Targets", "targets", "one on each line"), other && choice("OAuth Profile", "oauthProfile", ["", ...(this.choices.oauthProfile ?? [])], "")),
      choice("Headers", "headers", this.choices.headers ?? ["None"], other ? "None" : "Algo Standard Authentication Headers"),
      other && (request.headers === "Custom Headers" || request.customHeaders) && list("Custom Headers", "customHeaders", "one on each line, Name: value"),
      other && text("Data Payload", "dataPayload", { rows: 3, code: true }),
      !other && this.textField(label("Parameters (JSON)"), `${path}.parameters`, request.parameters ? JSON.stringify(request.parameters) : "", (value) => this.setJson(request, value), { rows: 2, code: true }));
  }

  setJson(request, value) {
    try {
      this.set(request, "parameters", value.trim() ? JSON.parse(value) : "");
    } catch {
      // Not JSON yet: the document keeps the last parameters until it is.
    }
  }

  set(owner, member, value) {
    if (value === "" || (Array.isArray(value) && value.length === 0)) {
      delete owner[member];
    } else {
      owner[member] = value;
    }
    this.edited();
  }

  edited() {
    this.changed(this.model);
  }

  textField(label, path, value, onChange, { rows, code, hint } = {}) {
    const id = newId("button");
    const control = h(rows ? "textarea" : "input", { id, class: `input ${code || rows ? "code" : ""}`, rows, spellcheck: "false", autocomplete: "off", data: { test: `button-${memberOf(path)}`, key: path }, prop: { value: value ?? "" } });
    control.addEventListener("input", () => onChange(control.value));
    return this.field(label, path, control, id, hint);
  }

  choiceField(label, path, options, value, onChange) {
    const id = newId("button");
    const all = options.includes(value) ? options : [value, ...options];
    const control = h("select", { id, class: "input", data: { test: `button-${memberOf(path)}`, key: path } }, all.map((option) => h("option", { value: option, prop: { selected: option === value } }, option || "–")));
    control.addEventListener("change", () => onChange(control.value));
    return this.field(label, path, control, id);
  }

  field(label, path, control, id, hint) {
    const problem = h("div", { id: `${id}-problem` });
    this.places.set(path, { control, problem, id, label: label.replace(/^Request \d+ - /, "") });
    return h("div", { class: "field" }, h("div", { class: "field-head" }, h("label", { for: id }, label), hint && h("span", { class: "hint" }, hint)), control, problem);
  }

  mark(problems) {
    this.problems = problems;
    for (const [path, { control, problem, id, label }] of this.places) {
      const own = problems.filter((one) => this.belongs(one.field, path));
      replace(problem, own.map((one) => problemBox({ ...one, label })));
      control.setAttribute("aria-invalid", String(own.length > 0));
      own.length > 0 ? control.setAttribute("aria-describedby", `${id}-problem`) : control.removeAttribute("aria-describedby");
    }
  }

  /** A problem of one target or header is shown at its list. */
  belongs(field, path) {
    return field === path || (field?.startsWith(`${path}[`) && !path.endsWith("requests")) || field?.startsWith(`${path}.`);
  }

  /** The problems that are shown beside a field of the shown button. */
  fields() {
    return new Set(this.problems.filter((problem) => [...this.places.keys()].some((path) => this.belongs(problem.field, path))).map((problem) => problem.field));
  }

  profilesChanged(names) {
    this.choices.oauthProfile = names;
  }

  add() {
    const target = this.model.screens?.[0]?.buttons ?? (this.model.buttons ??= []);
    target.push({ identifier: `button-${this.all().length + 1}`, status: "Enabled", text: "New button", action: "Send API Request", numberOfApiRequests: 1, requests: [structuredClone(NEW_REQUEST)] });
    this.chosen = this.all().findIndex((one) => one.list === target && one.index === target.length - 1);
    this.edited();
    this.build();
  }

  remove({ list, index }) {
    list.splice(index, 1);
    this.edited();
    this.build();
  }
}

function memberOf(path) {
  return path.slice(path.lastIndexOf(".") + 1);
}
