// "Press 50 times at once" and "Play a day".

import { path, post } from "../lib/api.js";
import { h, replaceIfChanged } from "../lib/dom.js";
import { elapsed, plural } from "../lib/format.js";
import { apply, state, watch } from "../lib/store.js";
import { actionButton, note, resultPlace } from "../lib/ui.js";
import { openPage } from "../page/navigation.js";

const TIMES = 50;

export function demonstrations(section) {
  const result = resultPlace("demonstration-result");
  const burst = h("div", { role: "status", data: { test: "burst" } });
  const day = h("div", { role: "status", data: { test: "day" } });
  section.append(h("div", { class: "row" },
    actionButton(`Press ${TIMES} times at once`, { symbol: "people", kind: "small", test: "press-50", busy: `Pressing ${TIMES} times…` }, pressMany, result.error),
    actionButton("Play a day", { symbol: "clock", kind: "small", test: "play-day", busy: "Starting…" }, async () => apply("day", await post("/api/day")), result.error)), burst, day, result.place);
  watch(["burst"], () => replaceIfChanged(burst, state.burst, () => state.burst && burstNote(state.burst)));
  watch(["day"], () => replaceIfChanged(day, state.day, () => dayNote(state.day)));
}

/** The first enabled button of the device. */
async function pressMany() {
  const button = state.screens.flatMap((screen) => screen.buttons).find((one) => one.enabled);
  if (!button) {
    throw Object.assign(new Error("There is no enabled button. Add one on the page Buttons."), { status: 0 });
  }
  apply("burst", await post(path`/api/buttons/${button.id}/burst`, { times: TIMES, expireFirst: true }));
}

function burstNote(burst) {
  const tone = burst.running ? "busy" : burst.delivered === burst.presses ? "ready" : "attention";
  const title = burst.running ? `${burst.delivered} of ${burst.presses} delivered` : `${plural(burst.presses, "press", "presses")}, ${plural(burst.tokenRequests, "token request")}`;
  return note(tone, title, h("p", { class: "small", data: { test: "burst-summary" } },
    burst.running ? `${plural(burst.tokenRequests, "token request")} so far.`
      : `${burst.delivered} delivered${burst.failed ? `, ${burst.failed} failed` : ""}, ${plural(burst.posts, "message")} received, in ${elapsed(burst.millis)}. The access token had expired before.`),
  !burst.running && burst.failed > 0 && h("p", { class: "small" }, why()));
}

function why() {
  const used = state.profiles.find((profile) => profile.budget && profile.budget.used >= profile.budget.limit);
  return used ? `The login budget of ${used.name} is used up (${used.budget.used} of ${used.budget.limit} calls in a minute). Wait a minute, then try again.` : "The page Events names the reason.";
}

function dayNote(day) {
  if (!day || (!day.running && day.hour === undefined)) {
    return null;
  }
  const figures = `${plural(day.presses ?? 0, "press", "presses")}, ${day.delivered ?? 0} delivered, ${plural(day.tokenRequests ?? 0, "token request")}.`;
  return note(day.running ? "busy" : "ready", day.running ? `A day is played: ${String(day.hour ?? 0).padStart(2, "0")}:00` : "A day was played",
    day.running && h("p", { class: "small" }, day.text), h("p", { class: "small" }, figures),
    !day.running && h("div", { class: "row" }, actionButton("Show the token timeline", { symbol: "gauge", kind: "small", test: "show-timeline" }, () => openPage("status"))));
}
