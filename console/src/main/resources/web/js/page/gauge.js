// The login budget: how many token-endpoint calls of the last minute are used.

import { h, svg } from "../lib/dom.js";
import { duration, plural, serverNow } from "../lib/format.js";

const MIDDLE = 56;
const RADIUS = 48;
const GAP_DEGREES = 5;

/** A half circle with one segment for each allowed call. */
export function gauge(budget) {
  const step = 180 / budget.limit;
  const segments = Array.from({ length: budget.limit }, (_, index) =>
    svg("path", { class: index < budget.used ? "used" : "", d: arc(index * step + GAP_DEGREES / 2, (index + 1) * step - GAP_DEGREES / 2) }));
  const full = budget.used >= budget.limit;
  const text = `${budget.used} of ${budget.limit} logins used`;
  return h("div", { class: "budget", data: { test: "budget", used: budget.used } },
    svg("svg", { class: `gauge ${full ? "full" : ""}`, viewBox: "0 0 112 68", role: "img", "aria-label": text }, segments,
      svg("text", { x: MIDDLE, y: 60, "aria-hidden": "true" }, `${budget.used} / ${budget.limit}`)),
    h("div", {}, h("p", {}, h("strong", {}, "Login budget: "), `${plural(budget.used, "call")} of the token endpoint in the last ${duration(budget.windowMillis)}, of ${budget.limit}.`),
      h("p", {}, hint(budget, full))));
}

function hint(budget, full) {
  const wait = budget.freeAt && budget.used > 0 ? budget.freeAt - serverNow() : 0;
  if (full) {
    return wait > 0 ? `The device sends no further one before ${duration(wait)} have passed.` : "The device waits before the next one.";
  }
  return wait > 0 ? `One becomes free again in ${duration(wait)}.` : "All of them are free.";
}

function arc(from, to) {
  const point = (degrees) => {
    const angle = Math.PI - (degrees * Math.PI) / 180;
    return `${(MIDDLE + RADIUS * Math.cos(angle)).toFixed(2)} ${(58 - RADIUS * Math.sin(angle)).toFixed(2)}`;
  };
  return `M${point(from)}A${RADIUS} ${RADIUS} 0 0 1 ${point(to)}`;
}
