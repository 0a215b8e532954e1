// The left column: the device's screen in its frame, what the device believes, and its last presses.

import { h, replace, replaceIfChanged } from "../lib/dom.js";
import { duration, everySecond, exactClock, serverNow, when } from "../lib/format.js";
import { icon } from "../lib/icons.js";
import { button, state, watch } from "../lib/store.js";
import { badge, empty, note } from "../lib/ui.js";
import { deviceScreen } from "./screen.js";
import { isUnconfirmed } from "./words.js";

const SHOWN = 40;

export function deviceColumn(body, aside) {
  const glass = h("div", { class: "device-glass" });
  const frame = h("div", { class: "device-frame", data: { test: "device" } }, glass);
  const trouble = h("div", { role: "alert", data: { test: "device-problem" } });
  const facts = h("dl", { class: "device-facts", data: { test: "device-facts" } });
  const presses = h("ol", { class: "presses", data: { test: "presses" } });
  replace(body, h("div", { class: "stack" }, trouble, frame, facts,
    h("section", { class: "section", aria: { labelledby: "presses-title" } }, h("h3", { id: "presses-title" }, "Last presses"), presses)));
  replace(aside, fullScreenButton(frame));
  deviceScreen(glass);
  watch(["device"], () => replaceIfChanged(trouble, state.device.problem, () => state.device.problem && note("failed", "The device has stopped", h("p", {}, state.device.problem))));
  everySecond(facts, () => showFacts(facts));
  watch(["device"], () => showFacts(facts));
  watch(["press"], () => showPresses(presses));
}

function showFacts(place) {
  const device = state.device;
  const fact = (name, ...value) => h("div", {}, h("dt", {}, name), h("dd", { data: { test: `device-${name.toLowerCase()}` } }, value));
  const now = serverNow() + (device.clockErrorMillis ?? 0);
  const running = duration(serverNow() - device.startedAt);
  const full = device.store?.full;
  replaceIfChanged(place, [device.network, exactClock(now), device.clockErrorMillis, running, full, device.starts, device.running], () => [
    fact("Clock", h("span", { class: device.clockErrorMillis ? "text-attention" : "" }, when(now))),
    fact("Store", full ? badge("failed", "Full") : device.store?.encrypted ? "Encrypted" : "Not encrypted"),
    fact("Started", device.running ? `${running} ago` : "Not running", device.starts > 1 && h("span", { class: "soft" }, ` · start ${device.starts}`)),
  ]);
}

const TONE = { sent: "ready", failed: "failed", queued: "waiting", sending: "busy", ignored: "waiting" };
const WORDS = { sent: "Sent", failed: "Failed", queued: "Waits", sending: "Sending", ignored: "Ignored" };

function showPresses(place) {
  const shown = state.presses.slice(0, SHOWN);
  if (shown.length === 0) {
    replace(place, h("li", {}, empty("ready", "No press yet", "Touch a button of the screen above. The message appears in RingCentral.")));
    return;
  }
  replaceIfChanged(place, shown, () => shown.map((press) => h("li", { class: "press", data: { test: "press", press: press.pressId, state: press.state } },
    h("time", { class: "soft numbers" }, exactClock(press.startedAt)),
    h("div", {},
      h("p", {}, h("span", { class: "who" }, button(press.button)?.text || press.button), " ", h("span", { class: "what" }, press.sentence)),
      press.state === "failed" && press.detail && h("details", { class: "why", prop: { open: press === shown[0] } }, h("summary", {}, "For the administrator"), h("p", { class: "tiny soft" }, press.detail))),
    h("div", { class: "press-end" }, isUnconfirmed(press) ? badge("attention", "Not confirmed") : badge(TONE[press.state] ?? "waiting", WORDS[press.state] ?? press.state),
      press.reference && h("span", { class: "tiny soft mono" }, press.reference)))));
}

/** Shows the screen alone, as large as the window. Escape or the button ends it. */
function fullScreenButton(frame) {
  const open = h("button", { type: "button", class: "button quiet small", data: { test: "full-screen" } }, icon("expand"), "Full size");
  const close = h("button", { type: "button", class: "button small full-screen-end", data: { test: "full-screen-end" }, prop: { hidden: true } }, icon("shrink"), "Back");
  frame.append(close);
  const set = (on) => {
    frame.classList.toggle("full-screen", on);
    close.hidden = !on;
    (on ? close : open).focus();
  };
  open.addEventListener("click", () => set(true));
  close.addEventListener("click", () => set(false));
  frame.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && frame.classList.contains("full-screen")) {
      set(false);
    }
  });
  return open;
}
