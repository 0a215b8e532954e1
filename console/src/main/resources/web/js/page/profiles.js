// Profiles: the list, and the way to the form.

import { del, path } from "../lib/api.js";
import { h, replace, replaceIfChanged } from "../lib/dom.js";
import { duration, everySecond, serverNow, when } from "../lib/format.js";
import { state, watch } from "../lib/store.js";
import { actionButton, badge, empty, note, pageTitle, resultPlace } from "../lib/ui.js";
import { openPage } from "./navigation.js";
import { profileForm, providerChoice } from "./profile-form.js";

let place;
let result;
let table;
let inForm = false;

export function profilesPage(panel) {
  place = panel;
  result = resultPlace("profiles-result");
  list();
  watch(["profiles"], () => !inForm && showTable());
  return { show: (id) => (id ? edit(id) : list()), leave: () => !inForm && result.clear() };
}

function list(...said) {
  const fromForm = inForm;
  inForm = false;
  table = h("div", { data: { test: "profiles" } });
  replace(place,
    h("div", { class: "page-head" }, pageTitle("OAuth Profiles"),
      actionButton("Create Profile", { symbol: "plus", kind: "strong", test: "create-profile", busy: "Opening…" }, create)),
    h("div", { class: "stack" }, result.place, table));
  result.show(...said);
  showTable();
  if (fromForm) {
    place.closest(".column-body").scrollTop = 0;
    place.querySelector(".page-title").focus({ preventScroll: true });
  }
  everySecond(table, showTable);
}

function showTable() {
  const rows = state.profiles.map((profile) => ({ ...profile, good: goodFor(profile) }));
  replaceIfChanged(table, rows, () => rows.length === 0
    ? empty("key", "No OAuth profile yet", "A profile tells the device how to obtain tokens from a provider such as RingCentral. Create one, test it, then use it in a button.")
    : h("table", { class: "table profiles" },
      h("caption", { class: "visually-hidden" }, "OAuth profiles and their state"),
      h("thead", {}, h("tr", {}, ["Name", "Provider", "State", "Last delivery", "Action needed"].map((name) => h("th", { scope: "col" }, name)))),
      h("tbody", {}, rows.flatMap(row))));
}

function row(profile) {
  const cell = (label, ...content) => h("td", { data: { label } }, h("div", {}, content));
  return [
    h("tr", { class: "facts", data: { test: "profile", profile: profile.name, state: profile.state } },
      cell("Name", profile.name),
      cell("Provider", h("span", { class: "provider" }, profile.providerType)),
      cell("State", badge(profile.tone, profile.stateText), profile.good && h("span", { class: "good-for" }, profile.good)),
      cell("Last delivery", profile.lastDelivery ? [when(profile.lastDelivery.time), h("span", { class: "good-for" }, profile.lastDelivery.text)] : h("span", { class: "soft" }, "None yet")),
      cell("Action needed", profile.action ? h("span", { data: { test: "profile-action" } }, profile.action) : h("span", { class: "soft" }, "None"))),
    h("tr", { class: "actions" }, h("td", { colspan: 5 }, h("div", { class: "row" }, actions(profile)))),
  ];
}

function actions(profile) {
  const key = profile.name;
  const open = (label, symbol, test, action) => actionButton(label, { symbol, kind: "small", test, key, title: `${label}: ${profile.name}` }, action);
  return [
    open("Edit", "edit", "edit-profile", () => edit(profile.id)),
    open("Authorize", "key", "open-authorization", () => openPage("authorization", profile.id)),
    open("Test", "send", "open-test", () => openPage("test", profile.id)),
    open("Status", "gauge", "open-status", () => openPage("status", profile.id)),
    actionButton("Delete", { symbol: "trash", kind: "small quiet danger", test: "delete-profile", key, title: `Delete: ${profile.name}` }, () => confirmDelete(profile)),
  ];
}

function goodFor(profile) {
  const left = profile.accessTokenExpiresAt && profile.accessTokenExpiresAt - serverNow();
  if (left > 0 && profile.usable) {
    return `good for ${duration(left)}`;
  }
  if (profile.state === "READY") {
    return "no token yet";
  }
  const wait = profile.retryAt && profile.retryAt - serverNow();
  return wait > 0 ? `tries again in ${duration(wait)}` : "";
}

function confirmDelete(profile) {
  const remove = actionButton("Delete", { symbol: "trash", kind: "strong", test: "confirm-delete", busy: "Deleting…" }, async () => {
    const answer = await del(path`/api/profiles/${profile.id}`);
    result.show(note("ready", null, h("p", {}, answer.message ?? "Deleted.")));
  }, result.error);
  const keep = h("button", { type: "button", class: "button", on: { click: result.clear } }, "Keep");
  result.show(note("attention", `Delete the profile ${profile.name}?`,
    h("p", {}, "Its tokens are revoked, and buttons that name it no longer send."), h("div", { class: "row" }, remove, keep)));
  remove.focus();
}

function create() {
  inForm = true;
  return providerChoice(place, { cancel: list, chosen: (form) => openForm(form, undefined) });
}

async function edit(id) {
  inForm = true;
  await profileForm(place, { id, done: saved, cancel: list }).catch((problem) => {
    list();
    result.error(problem);
  });
}

function openForm(form) {
  profileForm(place, { form, done: saved, cancel: list });
}

function saved(answer, isNew) {
  const { profile, warnings = [] } = answer;
  const authorize = actionButton("Start Authorization", { symbol: "key", kind: "small", test: "after-save-authorize" }, () => openPage("authorization", profile.id));
  const test = actionButton("Test OAuth Profile", { symbol: "send", kind: "small", test: "after-save-test" }, () => openPage("test", profile.id));
  list(note("ready", isNew ? `${profile.name} is created` : `${profile.name} is updated`,
    h("p", {}, profile.needsSignIn ? "A user has to sign in once before the device can use it." : "The device obtains tokens itself. Test it before you use it in a button."),
    h("div", { class: "row" }, profile.needsSignIn ? authorize : test)),
  warnings.map((warning) => note("attention", `${warning.label} ${warning.message}`, h("p", {}, warning.advice))));
}
