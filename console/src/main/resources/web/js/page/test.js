// Test OAuth Profile: the form of the guide; the steps appear as they run.

import { post } from "../lib/api.js";
import { h, newId, replace, replaceIfChanged } from "../lib/dom.js";
import { capital, elapsed } from "../lib/format.js";
import { icon } from "../lib/icons.js";
import { apply, profile, state, watch } from "../lib/store.js";
import { actionButton, badge, empty, failureNotes, pageTitle, resultPlace, select } from "../lib/ui.js";
import { openPage } from "./navigation.js";

const PAYLOAD = "{\"text\": \"Hello from OAuth test\"}";
const typed = { url: undefined, payload: PAYLOAD };

let chosen;
let provider;
let form;
let outcome;
let result;

export function testPage(panel) {
  result = resultPlace("test-error");
  form = h("form", { class: "form-grid", novalidate: true, aria: { label: "Test OAuth Profile" }, data: { test: "test-form" }, on: { submit: (event) => {
    event.preventDefault();
    form.querySelector("[data-test=run-test]")?.click();
  } } });
  outcome = h("div", { class: "stack", data: { test: "test-outcome" } });
  replace(panel, h("div", { class: "page-head" }, pageTitle("Test OAuth Profile"),
    h("p", { class: "lead" }, "The device obtains a token, sends one request with it, and shows what the provider answers.")), h("div", { class: "stack" }, form, result.place, outcome));
  watch(["profiles", "sandbox"], showForm);
  watch(["tests"], showOutcome);
  return { show: (id) => {
    chosen = id ?? chosen;
    provider = undefined;
    showForm();
    showOutcome();
  } };
}

function showForm() {
  if (!profile(chosen)) {
    chosen = state.profiles[0]?.id;
    provider = undefined;
  }
  provider ??= profile(chosen)?.providerType;
  const types = [...new Set([...state.profiles.map((one) => one.providerType), provider])].filter(Boolean);
  replaceIfChanged(form, [state.profiles.map((one) => [one.id, one.name]), chosen, provider, suggestedUrl()], () => (state.profiles.length === 0
    ? empty("send", "No profile to test", "Create an OAuth profile first.", actionButton("Create Profile", { symbol: "plus", test: "test-create" }, () => openPage("profiles")))
    : [
      select("Test OAuth Profile", state.profiles.map((one) => [one.id, one.name]), chosen, (id) => {
        chosen = id;
        provider = profile(id)?.providerType;
        showForm();
        showOutcome();
      }, "test-profile").field,
      select("Provider Type", types, provider, (type) => { provider = type; }, "test-provider").field,
      textField("Target URL and Path", "input", typed.url ?? suggestedUrl(), "test-url", (value) => { typed.url = value; }),
      textField("Data Payload", "textarea", typed.payload, "test-payload", (value) => { typed.payload = value; }),
      h("div", {}, actionButton("RUN OAuth Test", { symbol: "play", kind: "strong", test: "run-test", busy: "Running…" }, run, result.error)),
    ]));
}

function suggestedUrl() {
  return state.sandbox?.credentials?.find((one) => one.field === "targetUrl")?.value ?? "";
}

function textField(label, tag, value, test, changed) {
  const id = newId("test");
  const control = h(tag, { id, class: "input code", spellcheck: "false", autocomplete: "off", data: { test }, prop: { value: value ?? "" }, rows: tag === "textarea" ? 3 : undefined });
  control.addEventListener("input", () => changed(control.value));
  return h("div", { class: "field" }, h("label", { for: id }, label), control);
}

async function run() {
  result.clear();
  const answer = await post("/api/tests", { profileId: chosen, providerType: provider, url: typed.url ?? suggestedUrl(), payload: typed.payload });
  const known = state.tests.find((one) => one.testId === answer.test.testId);
  if (!known) {
    apply("test", answer);
  }
}

function showOutcome() {
  const test = state.tests.find((one) => one.profileId === chosen);
  replaceIfChanged(outcome, test ?? null, () => test && [
    h("div", { class: "row", role: "status", data: { test: "test-state", state: test.state } }, h("h4", {}, "Result"), stateBadge(test), test.summary && h("p", { class: "small" }, test.summary)),
    h("ol", { class: "steps" }, test.steps.map((one, index) => step(one, index === test.steps.length - 1 && test.state === "running")), test.state === "running" && h("li", { class: "step pending" }, icon("spinner", "spin"), h("span", { class: "step-name" }, "Next step"), h("span", { class: "step-time" }, "…"))),
    test.response && response(test.response),
    test.failure && failureNotes(test.failure),
  ]);
}

function stateBadge(test) {
  const time = test.millis === undefined ? "" : ` in ${elapsed(test.millis)}`;
  return { running: badge("busy", "Running"), passed: badge("ready", `Passed${time}`), failed: badge("failed", `Failed${time}`) }[test.state];
}

function step(one, isNew) {
  const passed = one.passed !== false;
  return h("li", { class: `step ${isNew ? "arrive" : ""}`, data: { test: "test-step", step: one.step, passed: String(passed) } },
    icon(passed ? "check" : "cross", passed ? "text-ready" : "text-failed"),
    h("span", { class: "step-name" }, capital(one.label ?? one.step), h("span", { class: "visually-hidden" }, passed ? " passed" : " failed")),
    h("span", { class: "step-time" }, elapsed(one.millis ?? 0)),
    h("p", { class: "step-text" }, one.message));
}

function response(one) {
  return h("section", { class: "stack tight", aria: { labelledby: "response-title" } },
    h("h4", { id: "response-title" }, "Response"),
    h("p", { class: "tiny soft" }, `Status ${one.status}${one.contentType ? ` · ${one.contentType}` : ""} · secrets are masked`),
    h("pre", { class: "response", tabindex: "0", aria: { label: "Response of the provider" }, data: { test: "test-response" } }, pretty(one.body)));
}

function pretty(body) {
  try {
    return JSON.stringify(JSON.parse(body), null, 2);
  } catch {
    return body || "(no content)";
  }
}
