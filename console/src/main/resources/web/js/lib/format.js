// Times and durations as an operator reads them. Instants are epoch milliseconds or ISO texts; durations are milliseconds.

let offset = 0;

/** The server's clock counts, also where it differs from the browser's. */
export function serverNow(millis) {
  if (millis !== undefined && millis !== null) {
    offset = instant(millis) - Date.now();
  }
  return Date.now() + offset;
}

function instant(value) {
  return typeof value === "number" ? value : Date.parse(value);
}

const CLOCK = new Intl.DateTimeFormat(undefined, { hour: "2-digit", minute: "2-digit", hourCycle: "h23" });
const EXACT = new Intl.DateTimeFormat(undefined, { hour: "2-digit", minute: "2-digit", second: "2-digit", hourCycle: "h23" });
const DAY = new Intl.DateTimeFormat(undefined, { year: "numeric", month: "short", day: "numeric" });

/** 08:15 */
export function clock(value) {
  return CLOCK.format(instant(value));
}

/** 08:15:30 */
export function exactClock(value) {
  return EXACT.format(instant(value));
}

/** 08:15, or with the day if it is another day than today. */
export function when(value) {
  const time = instant(value);
  const sameDay = new Date(time).toDateString() === new Date(serverNow()).toDateString();
  return sameDay ? clock(time) : `${DAY.format(time)}, ${clock(time)}`;
}

/** 59 min, 12 s, 3 h 20 min, 7 days. */
export function duration(millis) {
  const seconds = Math.max(0, Math.round(millis / 1000));
  if (seconds < 100) {
    return `${seconds} s`;
  }
  const minutes = Math.round(seconds / 60);
  if (minutes < 100) {
    return `${minutes} min`;
  }
  const hours = Math.floor(minutes / 60);
  if (hours < 48) {
    return minutes % 60 ? `${hours} h ${minutes % 60} min` : `${hours} h`;
  }
  return `${Math.round(hours / 24)} days`;
}

/** 0:09:58 as a countdown shows it: 9:58. */
export function countdown(millis) {
  const seconds = Math.max(0, Math.ceil(millis / 1000));
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;
}

/** 12 ms, 1.4 s. */
export function elapsed(millis) {
  return millis < 1000 ? `${Math.round(millis)} ms` : `${(millis / 1000).toFixed(1)} s`;
}

/** READY → Ready, REAUTHORIZATION_REQUIRED → Reauthorization required. */
export function words(name) {
  const text = String(name ?? "").replaceAll("_", " ").toLowerCase();
  return text.charAt(0).toUpperCase() + text.slice(1);
}

/** token → Token */
export function capital(text) {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

export function plural(count, one, many = `${one}s`) {
  return `${count} ${count === 1 ? one : many}`;
}

const ticking = new Set();

/** Calls the function now and each second while the element is in the page. */
export function everySecond(element, update) {
  update();
  ticking.add({ element, update, seen: false });
}

setInterval(() => {
  for (const entry of ticking) {
    if (entry.element.isConnected) {
      entry.seen = true;
      entry.update();
    } else if (entry.seen) {
      ticking.delete(entry);
    } else {
      entry.seen = true;
    }
  }
}, 1000);
