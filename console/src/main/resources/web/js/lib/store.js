// The state of the page: the snapshot of GET /api/state, kept up to date by the events. Views subscribe to topics.

import { serverNow } from "./format.js";

const KEPT = 200;
const listeners = new Map();

export const state = {
  loaded: false, connection: "connecting", device: undefined, screens: [], profiles: [], queue: { size: 0, capacity: 0, presses: [] },
  buttons: { problems: [], warnings: [] }, signIns: [], tests: [], log: [], sandbox: undefined, faults: [], day: { running: false }, presses: [], burst: undefined,
};

/** Calls the view now, if there is a snapshot, and after each change of one of the topics. */
export function watch(topics, view) {
  for (const topic of topics) {
    if (!listeners.has(topic)) {
      listeners.set(topic, new Set());
    }
    listeners.get(topic).add(view);
  }
  if (state.loaded) {
    view();
  }
}

function changed(topic, detail) {
  listeners.get(topic)?.forEach((view) => view(detail));
}

/** Replaces everything by a snapshot. */
export function load(snapshot) {
  serverNow(snapshot.now);
  Object.assign(state, snapshot, { loaded: true, presses: knownPresses(snapshot.screens) });
  const views = new Set();
  listeners.forEach((set) => set.forEach((view) => views.add(view)));
  views.forEach((view) => view());
}

export function connection(text) {
  if (state.connection !== text) {
    state.connection = text;
    changed("connection");
  }
}

function knownPresses(screens) {
  const fresh = screens.flatMap((screen) => screen.buttons).map((button) => button.press).filter(Boolean);
  const known = new Map(state.presses.map((press) => [press.pressId, press]));
  fresh.forEach((press) => known.set(press.pressId, press));
  return [...known.values()].sort((a, b) => b.startedAt - a.startedAt).slice(0, KEPT);
}

/** Each event: the topic of its views, and how it changes the state. */
const EVENTS = {
  device: ["device", (data) => (state.device = data.device)],
  screens: ["screens", (data) => Object.assign(state, { screens: data.screens, buttons: data.buttons ?? state.buttons })],
  press: ["press", (data) => press(data.press)],
  burst: ["burst", (data) => (state.burst = data.burst)],
  profiles: ["profiles", (data) => (state.profiles = data.profiles)],
  queue: ["queue", (data) => (state.queue = data.queue)],
  "sign-in": ["signIns", (data) => (state.signIns = replaced(state.signIns, data.signIn, "profileId"))],
  test: ["tests", (data) => (state.tests = replaced(state.tests, data.test, "profileId"))],
  log: ["log", (data) => append(state, "log", data.entry)],
  post: ["posts", (data) => sandboxItem("posts", data.post, { postCount: data.postCount, cardCount: data.cardCount })],
  request: ["requests", (data) => sandboxItem("requests", data.request, { requestCount: data.requestCount, tokenRequestCount: data.tokenRequestCount })],
  faults: ["faults", (data) => (state.faults = data.faults)],
  sandbox: ["sandbox", (data) => (state.sandbox = data.sandbox)],
  timeline: ["timeline", (data) => data],
  day: ["day", (data) => (state.day = data.day)],
};

export const EVENT_NAMES = Object.keys(EVENTS);

/** One event of the stream, or the same data from the answer to a request. */
export function apply(name, data) {
  serverNow(data.now);
  const [topic, change] = EVENTS[name];
  changed(topic, change(data));
}

function press(next) {
  for (const button of state.screens.flatMap((screen) => screen.buttons)) {
    if (button.id === next.button && !(button.press && button.press.startedAt > next.startedAt)) {
      button.press = next;
    }
  }
  state.presses = replaced(state.presses, next, "pressId").sort((a, b) => b.startedAt - a.startedAt).slice(0, KEPT);
  return next;
}

function replaced(list, item, key) {
  return [...list.filter((other) => other[key] !== item[key]), item];
}

function append(owner, name, item) {
  if (!owner[name].some((other) => other.id === item.id)) {
    owner[name] = [...owner[name], item].slice(-KEPT);
  }
  return item;
}

function sandboxItem(list, item, counters) {
  append(state.sandbox, list, item);
  Object.assign(state.sandbox, counters);
  return item;
}

export function profile(id) {
  return state.profiles.find((one) => one.id === id);
}

export function button(id) {
  return state.screens.flatMap((screen) => screen.buttons).find((one) => one.id === id);
}
