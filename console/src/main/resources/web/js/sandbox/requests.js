// The request log: token endpoint and API in two colours, with the kind in words.

import { h, replace, stickToEnd } from "../lib/dom.js";
import { elapsed, exactClock, plural } from "../lib/format.js";
import { state, watch } from "../lib/store.js";
import { badge } from "../lib/ui.js";

const PATH_SHOWN = 26;
const KIND = { token: "Token", api: "API", "sign-in": "Sign-in" };

export function requests(section) {
  const counters = h("div", { class: "log-counters", data: { test: "request-counters" } });
  const rows = h("tbody", {});
  const log = h("div", { class: "log", tabindex: "0", role: "group", aria: { label: "Requests, newest at the bottom" }, data: { test: "requests" } },
    h("table", {}, h("caption", { class: "visually-hidden" }, "Requests, newest at the bottom"),
      h("thead", {}, h("tr", {}, h("th", { scope: "col", class: "log-time" }, "Time"), h("th", { scope: "col", class: "log-kind" }, "Kind"), h("th", { scope: "col" }, "Request"), h("th", { scope: "col", class: "number log-number" }, "Status"), h("th", { scope: "col", class: "number log-number" }, "Took"))), rows));
  section.append(counters, log);
  const drawn = new Map();
  const follow = stickToEnd(log);
  watch(["sandbox", "requests"], () => {
    const { requests: list, requestCount = 0, tokenRequestCount = 0 } = state.sandbox;
    replace(counters, badge("token", plural(tokenRequestCount, "token request"), "key"), badge("busy", plural(requestCount - tokenRequestCount, "API request"), "send"));
    if (list.length === 0) {
      drawn.clear();
      replace(rows, h("tr", {}, h("td", { colspan: 5, class: "soft" }, "No request yet.")));
      return;
    }
    const items = list.map((request) => drawn.get(request.id) ?? row(request));
    drawn.clear();
    list.forEach((request, index) => drawn.set(request.id, items[index]));
    rows.replaceChildren(...items);
    follow();
  });
}

/** A long path without its middle: /team-messaging/…/posts */
function short(path) {
  const parts = path.split("/");
  return path.length <= PATH_SHOWN || parts.length < 4 ? path : [parts[0], parts[1], "…", parts.at(-1)].join("/");
}

function row(request) {
  const bad = request.status === undefined || request.status >= 400;
  return h("tr", { class: request.kind, data: { test: "request", kind: request.kind, status: request.status } },
    h("td", { class: "nowrap log-time" }, exactClock(request.time)),
    h("td", { class: "kind nowrap" }, KIND[request.kind] ?? request.kind),
    h("td", { class: "log-request", title: `${request.method} ${request.path}` }, `${request.method} ${short(request.path)}`),
    h("td", { class: `number nowrap ${bad ? "status-bad" : ""}` }, request.status ?? "none"),
    h("td", { class: "number" }, elapsed(request.millis ?? 0)));
}
