// The snapshot, then the stream of events. A stream that breaks is opened again; a session that has ended is reported.

import { get, useCsrf } from "./api.js";
import { apply, connection, EVENT_NAMES, load } from "./store.js";

const RETRY_MILLIS = 2000;
let source;
let ended = () => {};

/** Loads the page's state and keeps it up to date. Throws an ApiError if there is no first snapshot. */
export async function connect(onLoggedOut) {
  ended = onLoggedOut;
  await snapshot();
}

async function snapshot() {
  const first = await get("/api/state");
  useCsrf(first.csrf);
  load(first);
  open(first.lastEventId);
}

function open(after) {
  source?.close();
  source = new EventSource(`/api/events?after=${after}`);
  source.addEventListener("open", () => connection("live"));
  source.addEventListener("error", lost);
  source.addEventListener("reload", again);
  source.addEventListener("logged-out", (event) => {
    source.close();
    ended(JSON.parse(event.data).message);
  });
  for (const name of EVENT_NAMES) {
    source.addEventListener(name, (event) => apply(name, JSON.parse(event.data)));
  }
}

function lost() {
  connection("lost");
  if (source.readyState === EventSource.CLOSED) {
    setTimeout(again, RETRY_MILLIS);
  }
}

async function again() {
  source.close();
  try {
    await snapshot();
  } catch (problem) {
    if (problem.error !== "logged-out") {
      connection("lost");
      setTimeout(again, RETRY_MILLIS);
    }
  }
}

/** Stops the stream, for example before the login page is shown. */
export function disconnect() {
  source?.close();
}
