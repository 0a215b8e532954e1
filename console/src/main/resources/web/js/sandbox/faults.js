// Fault controls: each shows the state it is in, and undoes what can be undone.

import { path, post } from "../lib/api.js";
import { h, replace, setText } from "../lib/dom.js";
import { clock, countdown, everySecond, serverNow } from "../lib/format.js";
import { icon } from "../lib/icons.js";
import { apply, state, watch } from "../lib/store.js";
import { resultPlace } from "../lib/ui.js";

const GROUPS = [["grant", "Credentials"], ["server", "Server"], ["network", "Network"], ["clock", "Clock"], ["device", "Device"]];
const ICONS = {
  "revoke-grant": "key", "expire-access-token": "clock", throttle: "gauge", "server-error": "server", "slow-1s": "snail", "slow-10s": "snail",
  unplug: "plug", "close-idle": "links", "clock-1970": "clock", "clock-plus-1h": "clock", "full-disk": "disk", "power-cut": "power", "expire-login": "exit",
};

let result;

export function faults(section) {
  result = resultPlace("fault-result");
  const list = h("div", { class: "fault-groups", data: { test: "faults" } });
  const views = new Map();
  section.append(list, result.place);
  watch(["faults"], () => {
    if (state.faults.some((fault) => !views.has(fault.id)) || views.size !== state.faults.length) {
      views.clear();
      replace(list, GROUPS.filter(([group]) => state.faults.some((fault) => fault.group === group)).map(([group, name]) =>
        h("div", { class: "faults", role: "group", aria: { label: name } }, state.faults.filter((fault) => fault.group === group).map((fault) => control(fault, views)))));
    }
    state.faults.forEach((fault) => views.get(fault.id)?.(fault));
  });
}

function control(first, views) {
  let fault = first;
  const words = h("span", { class: "fault-state", data: { test: "fault-state" } });
  const button = h("button", { type: "button", class: "fault", data: { test: `fault-${fault.id}`, key: fault.id } }, icon(ICONS[fault.id] ?? "warning"), h("span", { class: "fault-name" }, fault.label.replace(/(\d) (?=[hs]\b)/g, "$1\u00a0")), words);
  button.addEventListener("click", () => toggle(fault, button));
  const show = () => {
    const on = fault.state === "on";
    button.classList.toggle("on", on);
    button.dataset.state = fault.state;
    button.title = fault.available === false ? fault.reason : fault.description;
    button.setAttribute("aria-disabled", String(fault.available === false));
    fault.undo && button.setAttribute("aria-pressed", String(on));
    setText(words, stateWords(fault, on));
  };
  views.set(fault.id, (next) => {
    fault = next;
    show();
  });
  everySecond(button, show);
  return button;
}

function stateWords(fault, on) {
  if (fault.available === false) {
    return "Not available here";
  }
  if (on) {
    const left = fault.until ? `On, ${countdown(fault.until - serverNow())} left` : `On since ${clock(fault.since ?? serverNow())}`;
    return fault.undo ? `${left}. Undo` : left;
  }
  return fault.since && !fault.undo ? `Done at ${clock(fault.since)}` : fault.undo ? "Off" : "Once";
}

async function toggle(fault, button) {
  if (fault.available === false) {
    result.error({ status: 409, message: fault.reason ?? "This is not available here." });
    return;
  }
  button.setAttribute("aria-busy", "true");
  result.clear();
  try {
    apply("faults", await post(path`/api/faults/${fault.id}`, { on: fault.state !== "on" }));
  } catch (problem) {
    result.error(problem);
  } finally {
    button.removeAttribute("aria-busy");
  }
}
