// The touch screen: keys of one screen of the device, the message of the last press, pages for further screens.

import { path, post } from "../lib/api.js";
import { h, replace, replaceIfChanged, setText } from "../lib/dom.js";
import { clock, everySecond, serverNow } from "../lib/format.js";
import { icon } from "../lib/icons.js";
import { apply, state, watch } from "../lib/store.js";
import { detail, light, look, messageLook } from "./words.js";

const FEW = 3;
const MANY = 6;
const MOST = 9;
const SHORT = 11;
const LONG = 18;
const LONGEST = 30;
const keys = new Map();
let chosenScreen = 0;
let last;
let parts;

/** Builds the screen into the glass. */
export function deviceScreen(glass) {
  parts = {
    glass,
    bar: h("div", { class: "screen-bar" }),
    grid: h("div", { class: "keys", data: { test: "keys" } }),
    message: h("div", { class: "screen-message", data: { test: "screen-message" } }),
    said: h("p", { class: "visually-hidden", role: "status", data: { test: "screen-said" } }),
    alarm: h("p", { class: "visually-hidden", role: "alert", data: { test: "screen-alarm" } }),
  };
  parts.screen = h("div", { class: "screen", data: { test: "screen" } }, parts.bar, parts.grid, parts.message, parts.said, parts.alarm);
  glass.append(parts.screen);
  parts.grid.addEventListener("keydown", move);
  last = state.presses[0];
  watch(["screens"], layOut);
  watch(["device", "screens"], bar);
  watch(["press"], (press) => {
    last = press ?? state.presses[0];
    showAll();
  });
  everySecond(parts.screen, showAll);
  everySecond(parts.bar, bar);
}

function shownScreen() {
  chosenScreen = Math.min(chosenScreen, Math.max(0, state.screens.length - 1));
  return state.screens[chosenScreen];
}

function layOut() {
  const screen = shownScreen();
  keys.clear();
  const buttons = screen?.buttons ?? [];
  parts.grid.classList.toggle("few", buttons.length <= FEW);
  parts.grid.classList.toggle("many", buttons.length > MANY);
  parts.grid.classList.toggle("most", buttons.length > MOST);
  parts.grid.setAttribute("role", "group");
  parts.grid.setAttribute("aria-label", screen?.name ? `Buttons of the screen ${screen.name}` : "Buttons");
  replace(parts.grid, buttons.length === 0
    ? h("div", { class: "screen-dark" }, icon("plus"), h("p", {}, "No buttons yet. Add one on the page Buttons."))
    : buttons.map((button, index) => key(button, index)));
  parts.grid.classList.toggle("without", buttons.length === 0);
  showAll();
}

function key(button, index) {
  const label = h("span", { class: "label" }, button.text || button.id);
  const words = h("span", { class: "words" });
  const symbol = h("span", {});
  const lights = h("span", { class: "lights" });
  const element = h("button", {
    type: "button", class: "key", lang: "", data: { test: `key-${button.id}`, key: button.id, button: button.id },
    prop: { tabIndex: index === 0 ? 0 : -1 }, on: { click: () => press(button.id), focus: () => rove(element) },
  }, label, lights, h("span", { class: "state" }, symbol, words));
  keys.set(button.id, { element, words, symbol, lights });
  return element;
}

function size(text) {
  return text.length > LONGEST ? "longest" : text.length > LONG ? "long" : text.length > SHORT && "medium";
}

function current(id) {
  return shownScreen()?.buttons.find((button) => button.id === id);
}

function showAll() {
  for (const [id, parts] of keys) {
    const button = current(id);
    if (button) {
      showKey(button, parts);
    }
  }
  showMessage();
}

function showKey(button, { element, words, symbol, lights }) {
  const now = look(button);
  element.className = ["key", now.look, button.emergency && "emergency", size(button.text || button.id), now.lights && "lit"].filter(Boolean).join(" ");
  element.dataset.state = now.look;
  element.setAttribute("aria-disabled", String(!button.enabled));
  setText(words, now.words);
  replaceIfChanged(symbol, now.symbol, () => icon(now.symbol, now.symbol === "spinner" ? "spin" : ""));
  const targets = now.lights ? button.press.targets.map((target) => [target.state, light(target)]) : [];
  replaceIfChanged(lights, targets, () => targets.map(([stateName, one]) =>
    h("span", { class: `light ${stateName}`, role: "img", aria: { label: one.words }, title: one.words, data: { test: "light", state: stateName } }, one.symbol && icon(one.symbol, one.symbol === "spinner" ? "spin" : ""))));
}

async function press(id) {
  const button = current(id);
  if (!button?.enabled) {
    say({ button: id, state: "ignored", sentence: `${button?.text || id} is disabled.`, detail: "Button Status is Disabled on the page Buttons." });
    return;
  }
  try {
    const answer = await post(path`/api/buttons/${id}/press`);
    const known = state.presses.find((one) => one.pressId === answer.press.pressId);
    if (!known || known.state === "sending") {
      apply("press", { press: answer.press });
    }
  } catch (problem) {
    say({ button: id, state: "failed", sentence: "The device does not react.", detail: problem.message });
  }
}

function say(local) {
  last = { startedAt: serverNow(), endedAt: serverNow(), targets: [], reference: "", ...local };
  showMessage();
}

function showMessage() {
  const [tone, symbol] = messageLook(last);
  const sentence = last?.sentence ?? (keys.size > 0 ? "Touch a button." : "This screen has no buttons.");
  const second = last ? detail(last) : keys.size > 0 ? "Or use the arrow keys and Enter." : "";
  const reference = last && ["failed", "queued"].includes(last.state) ? last.reference : "";
  parts.message.className = `screen-message ${tone}`;
  replaceIfChanged(parts.message, [tone, sentence, second, reference], () => [
    icon(symbol),
    h("p", { class: "sentence", data: { test: "sentence" } }, sentence),
    h("p", { class: "detail", title: second, data: { test: "detail" } }, second),
    reference && h("p", { class: "reference" }, "Reference", h("b", { data: { test: "reference" } }, reference)),
  ]);
  const emergency = last?.state === "failed" && current(last.button)?.emergency;
  setText(parts.alarm, emergency ? sentence : "");
  setText(parts.said, last && last.state !== "sending" && !emergency ? sentence : "");
}

function bar() {
  const out = state.device?.network === "down";
  const running = state.device?.running !== false;
  parts.screen.classList.toggle("stopped", !running);
  replaceIfChanged(parts.bar, [out, state.screens.map((one) => one.name), chosenScreen, clock(deviceClock())], () => [
    state.screens.length > 1 ? pages() : h("span", { class: "place" }, shownScreen()?.name || state.device?.name),
    h("span", { class: `net ${out ? "out" : ""}`, data: { test: "screen-network" } }, icon(out ? "noNet" : "net"), h("span", { class: "net-words" }, out ? "No network" : "Network")),
    h("span", { class: "clock numbers", data: { test: "screen-clock" } }, clock(deviceClock())),
  ]);
}

function deviceClock() {
  return serverNow() + (state.device?.clockErrorMillis ?? 0);
}

function pages() {
  return h("div", { class: "screen-pages", role: "group", aria: { label: "Screens of the device" } }, state.screens.map((screen, index) => h("button", {
    type: "button", class: "screen-page", aria: { pressed: String(index === chosenScreen) }, data: { test: `screen-page-${index}` },
    on: { click: () => { chosenScreen = index; layOut(); bar(); } },
  }, screen.name || "Main")));
}

function rove(element) {
  keys.forEach((one) => { one.element.tabIndex = one.element === element ? 0 : -1; });
}

/** Arrow keys: the nearest key in that direction. */
function move(event) {
  const steps = { ArrowRight: [1, 0], ArrowLeft: [-1, 0], ArrowDown: [0, 1], ArrowUp: [0, -1] };
  const step = steps[event.key];
  if (!step) {
    return;
  }
  event.preventDefault();
  const here = middle(document.activeElement);
  const next = [...keys.values()].map(({ element }) => ({ element, distance: distance(here, middle(element), step) }))
    .filter(({ distance }) => distance > 0).sort((a, b) => a.distance - b.distance)[0];
  next?.element.focus();
}

function middle(element) {
  const box = element.getBoundingClientRect();
  return [box.x + box.width / 2, box.y + box.height / 2];
}

function distance([x, y], [otherX, otherY], [right, down]) {
  const along = (otherX - x) * right + (otherY - y) * down;
  const across = Math.abs((otherX - x) * down) + Math.abs((otherY - y) * right);
  return along > 4 ? along + across * 3 : -1;
}
