// The right column: the team's messages, what can be broken, what was requested.

import { h, replace, replaceIfChanged, setText } from "../lib/dom.js";
import { state, watch } from "../lib/store.js";
import { copyButton } from "../lib/ui.js";
import { chat } from "./chat.js";
import { demonstrations } from "./demonstrations.js";
import { faults } from "./faults.js";
import { requests } from "./requests.js";

export function sandboxColumn(body, place, title) {
  const section = (id, name, aside) => h("section", { class: "section", aria: { labelledby: id }, data: { test: `sandbox-${id}` } }, h("div", { class: "section-head" }, h("h3", { id }, name), aside));
  const team = h("h3", { id: "team" });
  const counter = h("p", { class: "counter", role: "status", data: { test: "post-counter" } });
  const messages = h("section", { class: "section", aria: { labelledby: "team" } }, h("div", { class: "section-head" }, team, counter));
  const breaking = section("breaking", "Break something");
  const requested = section("requested", "Request log");
  const access = h("details", { class: "more section" });
  replace(body, messages, breaking, requested, access);

  chat(messages, counter);
  faults(breaking);
  demonstrations(requested);
  requests(requested);
  watch(["sandbox"], () => {
    const { embedded, place: where, team: its } = state.sandbox;
    setText(title, embedded ? "RingCentral (sandbox)" : "RingCentral");
    setText(place, embedded ? "" : where);
    setText(team, its ? `Team “${its.name}”` : "Team");
    requested.hidden = !embedded;
    access.hidden = !embedded;
    showAccess(access);
  });
}

/** What RingCentral's developer site would show: the credentials to paste into the form. */
function showAccess(access) {
  const { credentials = [], team } = state.sandbox;
  replaceIfChanged(access, credentials, () => [
    h("summary", {}, "Credentials of the sandbox"),
    h("dl", { class: "stack tight", data: { test: "credentials" } }, credentials.map((one) => h("div", {},
      h("dt", { class: "row tiny soft" }, one.label, copyButton("Copy", one.value, `copy-${one.field}`)),
      h("dd", { class: "mono tiny", data: { test: `credential-${one.field}` } }, one.value)))),
    team?.id && h("p", { class: "tiny soft" }, `Team id ${team.id}`),
  ]);
}
