// Events: live, filtered by profile and kind, paused, copied as text.

import { h, replace, replaceIfChanged, setText } from "../lib/dom.js";
import { capital, exactClock, plural, words } from "../lib/format.js";
import { icon } from "../lib/icons.js";
import { state, watch } from "../lib/store.js";
import { badge, copyButton, empty, pageTitle, select } from "../lib/ui.js";

const DEVICE = "\u0000device";
const filter = { profile: "", kind: "" };
let paused;
let parts;

export function eventsPage(panel) {
  parts = { filters: h("div", { class: "filters" }), list: h("ol", { data: { test: "events" } }), count: h("p", { class: "small soft", role: "status", data: { test: "events-count" } }), pause: pauseButton() };
  replace(panel,
    h("div", { class: "page-head" }, pageTitle("Events"), h("div", { class: "row" }, parts.pause, copyButton("Copy as text", asText, "copy-events"))),
    h("div", { class: "stack" }, parts.filters, parts.count, parts.list));
  watch(["log", "profiles"], () => {
    showFilters();
    showList();
  });
}

function pauseButton() {
  const button = h("button", { type: "button", class: "button small", aria: { pressed: "false" }, data: { test: "pause-events" } }, icon("pause"), "Pause");
  button.addEventListener("click", () => {
    paused = paused ? undefined : state.log;
    button.setAttribute("aria-pressed", String(Boolean(paused)));
    replace(button, icon(paused ? "play" : "pause"), paused ? "Continue" : "Pause");
    showList();
  });
  return button;
}

function showFilters() {
  const names = [...new Set([...state.profiles.map((one) => one.name), ...state.log.map((entry) => entry.profile)])].filter(Boolean);
  const kinds = [...new Set(state.log.map((entry) => entry.kind))].sort();
  replaceIfChanged(parts.filters, [names, kinds], () => [
    select("Profile", [["", "All"], ...names.map((name) => [name, name]), [DEVICE, "The device itself"]], filter.profile, (value) => { filter.profile = value; showList(); }, "filter-profile").field,
    select("Kind", [["", "All"], ...kinds.map((kind) => [kind, words(kind)])], filter.kind, (value) => { filter.kind = value; showList(); }, "filter-kind").field,
  ]);
}

function shown() {
  return (paused ?? state.log).filter((entry) => (filter.kind === "" || entry.kind === filter.kind)
    && (filter.profile === "" || (filter.profile === DEVICE ? !entry.profile : entry.profile === filter.profile))).slice().reverse();
}

function showList() {
  const entries = shown();
  const missed = paused ? state.log.filter((entry) => entry.id > (paused.at(-1)?.id ?? 0)).length : 0;
  setText(parts.count, `${plural(entries.length, "event")}, newest first${paused ? `. Paused; ${missed} new` : ""}`);
  if (entries.length === 0) {
    replace(parts.list, h("li", {}, empty("list", "No events here", filter.kind || filter.profile ? "None match the filter." : "Events appear as the device obtains tokens and sends requests.")));
    parts.list.shownValue = undefined;
    return;
  }
  replaceIfChanged(parts.list, entries.map((entry) => entry.id), () => entries.map(event));
}

function event(entry) {
  return h("li", { class: "event", data: { test: "event", kind: entry.kind } },
    h("time", {}, exactClock(entry.time)),
    h("div", { class: "event-head" }, badge(entry.tone ?? "waiting", words(entry.kind)), h("b", {}, entry.profile ?? state.device?.name)),
    h("p", { class: "event-text" }, capital(entry.text)));
}

function asText() {
  return shown().slice().reverse().map((entry) => `${new Date(entry.time).toISOString()}  ${entry.kind}  ${entry.profile ?? "device"}: ${entry.text}`).join("\n");
}
