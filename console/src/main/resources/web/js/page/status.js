// Status: for each profile the token timeline, the login budget and the next thing that will happen; then the queue.

import { del, get, path, post } from "../lib/api.js";
import { h, replace, replaceIfChanged, setText } from "../lib/dom.js";
import { clock, countdown, duration, everySecond, exactClock, serverNow } from "../lib/format.js";
import { icon } from "../lib/icons.js";
import { apply, state, watch } from "../lib/store.js";
import { actionButton, advice, badge, empty, pageTitle, resultPlace, skeleton } from "../lib/ui.js";
import { openPage } from "./navigation.js";
import { gauge } from "./gauge.js";
import { legend, timeline, timelineList } from "./timeline.js";

const AGAIN_MILLIS = 1000;
const NOW_MOVES_MILLIS = 15000;

const views = new Map();
let parts;
let result;

export function statusPage(panel) {
  result = resultPlace("status-result");
  parts = { profiles: h("div", { data: { test: "status" } }), queue: h("div", { data: { test: "queue" } }) };
  replace(panel, h("div", { class: "page-head" }, pageTitle("Status")), result.place, parts.profiles,
    h("section", { class: "section", aria: { labelledby: "queue-title" } }, h("h4", { id: "queue-title" }, "What waits for the network"), parts.queue));
  watch(["profiles"], showProfiles);
  watch(["timeline"], (detail) => detail && read(detail.profileId));
  watch(["queue"], showQueue);
  setInterval(() => views.forEach((view) => view.element.offsetParent && read(view.id)), NOW_MOVES_MILLIS);
  return { show: (id) => {
    const view = views.get(id);
    view?.element.scrollIntoView({ block: "start" });
    views.forEach((one) => read(one.id));
  } };
}

function showProfiles() {
  const ids = state.profiles.map((profile) => profile.id);
  replaceIfChanged(parts.profiles, ids, () => {
    views.clear();
    return ids.length === 0
      ? empty("gauge", "Nothing to show yet", "The status of a profile appears here once there is one.", actionButton("Create Profile", { symbol: "plus", test: "status-create" }, () => openPage("profiles")))
      : ids.map(addView);
  });
  state.profiles.forEach((profile) => showHead(views.get(profile.id), profile));
}

function addView(id) {
  const view = { id, head: h("div", { class: "stack tight" }), drawing: h("div", { class: "timeline-place" }, skeleton(1, "timeline-space")), legend: legend(), budget: h("div"), list: h("div") };
  view.element = h("section", { class: "status-profile", data: { test: "status-profile", profile: id } }, view.head, view.drawing, view.legend, view.budget, view.list);
  views.set(id, view);
  everySecond(view.element, () => {
    const profile = state.profiles.find((one) => one.id === id);
    profile && showHead(view, profile);
  });
  requestAnimationFrame(() => read(id));
  return view.element;
}

function showHead(view, profile) {
  if (!view) {
    return;
  }
  const left = profile.accessTokenExpiresAt ? profile.accessTokenExpiresAt - serverNow() : 0;
  const good = left > 0 && profile.usable ? `Access token good for ${duration(left)}` : "No valid access token";
  const refresh = profile.refreshTokenExpiresAt > serverNow() ? `, refresh token for ${duration(profile.refreshTokenExpiresAt - serverNow())}` : "";
  const next = profile.next && [profile.next.text, profile.next.at > serverNow() ? `in ${duration(profile.next.at - serverNow())}, at ${clock(profile.next.at)}` : ""];
  replaceIfChanged(view.head, [profile.name, profile.tone, profile.stateText, good, refresh, next, profile.action], () => [
    h("div", { class: "row" }, h("h4", {}, profile.name), badge(profile.tone, profile.stateText), h("span", { class: "small soft" }, good + refresh)),
    next && h("p", { class: "next-thing", data: { test: "next" } }, icon("next"), h("span", {}, h("strong", {}, "Next: "), next[0], next[1] && h("span", { class: "soft" }, ` ${next[1]}`))),
    profile.action && advice(profile.action),
  ]);
  replaceIfChanged(view.budget, [profile.budget, profile.budget?.used > 0 && Math.round(serverNow() / 1000)], () => profile.budget && gauge(profile.budget));
}

/** Reads a timeline, at most once a second. */
function read(id) {
  const view = views.get(id);
  if (!view) {
    return;
  }
  if (view.waits) {
    view.again = true;
    return;
  }
  view.again = false;
  view.waits = setTimeout(() => {
    view.waits = undefined;
    view.again && read(id);
  }, AGAIN_MILLIS);
  get(path`/api/profiles/${id}/timeline`).then((data) => {
    const normal = { marks: [], outages: [], tokens: [], presses: [], ...data };
    const nothing = normal.tokens.length + normal.marks.length + normal.outages.length === 0;
    view.legend.hidden = nothing;
    view.list.hidden = nothing;
    replace(view.drawing, nothing
      ? h("p", { class: "soft small timeline-space" }, "No token yet. The first press or test obtains one.")
      : timeline(normal, view.drawing.clientWidth || undefined));
    const open = view.list.querySelector("details")?.open ?? false;
    replace(view.list, timelineList(normal));
    view.list.querySelector("details").open = open;
  }, (problem) => replace(view.drawing, h("p", { class: "text-failed small" }, problem.message)));
}

function showQueue() {
  const { queue } = state;
  replaceIfChanged(parts.queue, queue, () => (queue.size === 0
    ? h("p", { class: "small soft" }, `Nothing waits. Up to ${queue.capacity} presses can wait, each for ${duration(queue.expiryMillis ?? 0)}.`)
    : h("div", { class: "stack tight" },
      h("div", { class: "row" }, badge("waiting", `${queue.size} of ${queue.capacity} wait`), actionButton("Send now", { symbol: "send", kind: "small", test: "send-queue", busy: "Sending…" }, async () => {
        apply("queue", await post("/api/queue/send"));
      }, result.error)),
      h("ol", { class: "queue-list" }, queue.presses.map(queued)))));
}

function queued(press) {
  const left = h("span", { class: "when" });
  everySecond(left, () => setText(left, `Pressed ${exactClock(press.since)}; lost at ${exactClock(press.lostAt)}, in ${countdown(press.lostAt - serverNow())}. Reference ${press.reference}`));
  return h("li", { data: { test: "queued", press: press.pressId } }, h("span", {}, h("b", {}, `${press.position}. `), press.text || press.button),
    actionButton("Discard", { symbol: "trash", kind: "small quiet", test: "discard-queued", key: press.pressId }, async () => apply("queue", await del(path`/api/queue/${press.pressId}`)), result.error), left);
}
