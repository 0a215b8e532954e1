// What a button says in each state: a class, an icon and words.

import { clock, countdown, serverNow } from "../lib/format.js";
import { state } from "../lib/store.js";

const SENT_SHOWN_MILLIS = 5000;
const FAILED_SHOWN_MILLIS = 60000;

/** The look of a button now: {look, symbol, words, lights}. */
export function look(button) {
  const press = button.press;
  if (!button.enabled) {
    return { look: "disabled", symbol: "off", words: "Disabled" };
  }
  if (!press) {
    return { look: "idle", symbol: "ready", words: "Ready" };
  }
  switch (press.state) {
    case "sending":
      return { look: "sending", symbol: "spinner", words: sending(press), lights: button.targets > 1 || press.total > 1 };
    case "queued":
      return { look: "queued", symbol: "clock", words: queued(press.queued), lights: press.total > 1 };
    case "failed":
      return failed(button, press);
    case "sent":
      return shownFor(press, SENT_SHOWN_MILLIS)
        ? { look: "sent", symbol: "check", words: `Sent ${clock(press.endedAt)}`, lights: press.total > 1 }
        : { look: "idle", symbol: "ready", words: `Sent ${clock(press.endedAt)}` };
    default:
      return { look: "idle", symbol: "ready", words: "Ready" };
  }
}

function sending(press) {
  return press.total > 1 ? `Sending… ${press.completed} of ${press.total}` : "Sending…";
}

function networkDown() {
  return state.device?.network === "down";
}

function queued(place) {
  const waits = networkDown() ? "Waits for the network" : "Waits for the server";
  if (!place) {
    return waits;
  }
  return `${waits}, ${place.position} of ${place.capacity}. Lost at ${clock(place.lostAt)}`;
}

/** True if no target of a failed press has certainly failed, but one of them may have acted. */
export function isUnconfirmed(press) {
  return press.state === "failed" && press.targets.every((target) => target.state !== "failed") && press.targets.some((target) => target.state === "unconfirmed");
}

function failed(button, press) {
  const unconfirmed = isUnconfirmed(press);
  const words = failedWords(press, unconfirmed);
  const lights = press.total > 1;
  if (button.emergency) {
    return { look: "failed", symbol: "siren", words: `${words}. ${unconfirmed ? "Check\u00a0first." : "Press\u00a0again."}`, lights };
  }
  if (!shownFor(press, FAILED_SHOWN_MILLIS)) {
    return { look: "idle", symbol: "ready", words: `Failed ${clock(press.endedAt)}` };
  }
  return { look: unconfirmed ? "unconfirmed" : "failed", symbol: unconfirmed ? "warning" : "cross", words, lights };
}

function failedWords(press, unconfirmed) {
  const sent = press.targets.filter((target) => target.state === "sent").length;
  return sent > 0 ? `${sent} of ${press.total} sent` : `${unconfirmed ? "Not confirmed" : "Not sent"} ${clock(press.endedAt)}`;
}

function shownFor(press, millis) {
  return serverNow() - press.endedAt < millis;
}

const LIGHTS = {
  waiting: [null, "waiting"], sending: ["spinner", "sending"], sent: ["check", "sent"], failed: ["cross", "failed"],
  queued: ["clock", "waits for the network"], unconfirmed: ["warning", "not confirmed"],
};

/** The icon and the words of one target's light. */
export function light(target) {
  const [symbol, words] = LIGHTS[target.state] ?? LIGHTS.waiting;
  return { symbol, words: `${target.label ?? target.target}: ${words}` };
}

/** The second line of the message: the fix for the administrator, or when a waiting press will be lost. The cause is in the list of presses. */
export function detail(press) {
  if (press.state === "queued" && press.queued) {
    return `The device sends it as soon as ${networkDown() ? "the network is back" : "the server accepts it"}. Lost at ${clock(press.queued.lostAt)}, in ${countdown(press.queued.lostAt - serverNow())}.`;
  }
  return (press.detail ?? "").split(" Cause: ")[0];
}

/** The look of the message below the keys. */
export function messageLook(press) {
  switch (press?.state) {
    case "sending": return ["sending", "send"];
    case "sent": return ["sent", "check"];
    case "queued": return ["queued", "clock"];
    case "failed": return [isUnconfirmed(press) ? "unconfirmed" : "failed", "warning"];
    default: return ["idle", "info"];
  }
}
