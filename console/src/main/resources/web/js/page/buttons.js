// Buttons: the document as JSON or as a form. Both are checked while the operator types; problems name line, field and fix.

import { get, post, put } from "../lib/api.js";
import { h, replace } from "../lib/dom.js";
import { capital, plural } from "../lib/format.js";
import { icon } from "../lib/icons.js";
import { state, watch } from "../lib/store.js";
import { actionButton, badge, note, pageTitle, resultPlace, skeleton } from "../lib/ui.js";
import { documentEditor } from "./button-document.js";
import { buttonForm } from "./button-form.js";

const CHECK_AFTER_MILLIS = 350;

const edit = { document: "", saved: "", model: undefined, problems: [], warnings: [], choices: {}, view: "form" };
let asked = 0;
let timer;
let parts;
let editor;
let form;
let result;

export function buttonsPage(panel) {
  result = resultPlace("buttons-result");
  parts = { head: h("div", { class: "row" }), state: h("div", { class: "row end", role: "status", data: { test: "buttons-state" } }), problems: h("div", { class: "problems", data: { test: "button-problems" } }), body: h("div", {}, skeleton(5)), end: h("div", { class: "form-end row" }) };
  replace(panel, h("div", { class: "page-head" }, pageTitle("Buttons"), parts.head), h("div", { class: "stack" }, parts.body, parts.problems, result.place, parts.end));
  const save = actionButton("Save Buttons", { symbol: "check", kind: "strong", test: "save-buttons", busy: "Saving…" }, saveAll, refused);
  const undo = h("button", { type: "button", class: "button quiet", data: { test: "undo-buttons" }, on: { click: load } }, icon("undo"), "Undo changes");
  replace(parts.end, save, undo, parts.state);
  load();
  watch(["screens"], () => edit.document === edit.saved && edit.model && load());
  watch(["profiles"], () => form?.profilesChanged(state.profiles.map((one) => one.name)));
}

async function load() {
  try {
    take(await get("/api/buttons"));
    edit.saved = edit.document;
    result.clear();
    build();
  } catch (problem) {
    replace(parts.body);
    result.error(problem);
  }
}

function take(answer) {
  edit.document = answer.document;
  edit.model = answer.model ?? parsed(answer.document);
  edit.problems = answer.problems ?? [];
  edit.warnings = answer.warnings ?? edit.warnings;
  edit.choices = answer.choices ?? edit.choices;
}

function parsed(text) {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function build() {
  const choice = (view, label) => h("button", { type: "button", class: `button small ${edit.view === view ? "strong" : ""}`, aria: { pressed: String(edit.view === view) }, data: { test: `buttons-view-${view}` }, on: { click: () => {
    edit.view = view;
    build();
  } } }, label);
  replace(parts.head, choice("form", "Form"), choice("document", "JSON document"));
  editor = undefined;
  form = undefined;
  if (edit.view === "document") {
    editor = documentEditor(edit.document, (text) => {
      edit.document = text;
      later({ document: text });
    });
    replace(parts.body, editor.element);
  } else if (edit.model) {
    form = buttonForm(edit.model, edit.choices, (model) => later({ model }));
    replace(parts.body, form.element);
  } else {
    replace(parts.body, note("attention", "The document is not JSON yet", h("p", {}, "Correct it as a JSON document; then it can be shown as a form.")));
  }
  showProblems();
}

function later(input) {
  clearTimeout(timer);
  timer = setTimeout(() => check(input), CHECK_AFTER_MILLIS);
}

async function check(input) {
  const mine = ++asked;
  try {
    const answer = await post("/api/buttons/check", input);
    if (mine === asked) {
      edit.problems = answer.problems;
      edit.document = answer.document ?? edit.document;
      edit.model = input.model ?? parsed(edit.document);
      result.clear();
      showProblems();
    }
  } catch (problem) {
    result.error(problem);
  }
}

function showProblems() {
  const { problems } = edit;
  editor?.mark(problems);
  form?.mark(problems);
  const dirty = edit.document !== edit.saved;
  const words = problems.length > 0 ? badge("failed", plural(problems.length, "problem")) : dirty ? badge("attention", "Not saved", "edit") : badge("ready", "No problems");
  replace(parts.state, words);
  const shownBeside = form ? form.fields() : new Set();
  replace(parts.problems,
    problems.filter((problem) => !shownBeside.has(problem.field)).map((problem) => problemLine(problem)),
    problems.length === 0 && !dirty && edit.warnings.map((warning) => note("attention", sentence(warning), h("p", { class: "small" }, warning.advice), h("p", { class: "tiny mono" }, warning.field))));
}

function problemLine(problem) {
  const place = problem.line ? `Line ${problem.line}${problem.column ? `, column ${problem.column}` : ""}` : "Document";
  return h("div", { class: "problem", data: { test: "button-problem", field: problem.field, line: problem.line } }, icon("cross"),
    h("p", { class: "where" }, h("button", { type: "button", on: { click: () => goTo(problem) } }, [place, problem.field].filter(Boolean).join(" · "))),
    h("p", { class: "what" }, sentence(problem)),
    h("p", { class: "fix soft" }, problem.advice));
}

/** The path of the field is shown above it, so it is not repeated. */
function sentence({ label, field, message }) {
  return capital(label && label !== field ? `${label} ${message}` : message);
}

function goTo(problem) {
  if (!editor) {
    edit.view = "document";
    build();
  }
  editor.goTo(problem.line ?? 1, problem.column ?? 1);
}

async function saveAll() {
  clearTimeout(timer);
  asked += 1;
  take(await put("/api/buttons", form ? { model: edit.model } : { document: edit.document }));
  edit.saved = edit.document;
  build();
  result.show(note("ready", "Saved", h("p", {}, "The device screen shows the new buttons.")));
}

function refused(problem) {
  if (problem.error === "problems") {
    edit.problems = problem.problems;
    showProblems();
    result.show(note("failed", "Not saved", h("p", {}, "Correct the problems first. The device keeps its present buttons.")));
  } else {
    result.error(problem);
  }
}
