// Icons: 24 × 24 lines. Each is shown beside words and hidden from screen readers.

import { svg } from "./dom.js";

const PATHS = {
  check: "M5 12.5l4.5 4.5L19 7",
  cross: "M6 6l12 12M18 6L6 18",
  warning: "M12 4l9 16H3zM12 10v4M12 17v.5",
  info: "M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18zM12 11v5M12 8v.5",
  clock: "M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18zM12 7v5l3.5 2",
  spinner: "M12 3a9 9 0 1 0 9 9",
  send: "M4 12l16-8-6 16-3-7z",
  ready: "M9 11V5.5a1.5 1.5 0 0 1 3 0V11l5.4 1.1a2 2 0 0 1 1.6 2.2L18.2 20H10l-4.6-5.2a1.5 1.5 0 0 1 2.2-2L9 14z",
  off: "M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18zM6 6l12 12",
  key: "M14 10a4 4 0 1 1-1.2-2.8A4 4 0 0 1 14 10zM13 12l7 7M17 16l2-2",
  lock: "M6 11h12v9H6zM9 11V8a3 3 0 0 1 6 0v3",
  plug: "M9 3v5M15 3v5M7 8h10v3a5 5 0 0 1-10 0zM12 16v5",
  net: "M4 9a12 12 0 0 1 16 0M7 13a7 7 0 0 1 10 0M10 17a3 3 0 0 1 4 0",
  noNet: "M4 9a12 12 0 0 1 5-3M14 6a12 12 0 0 1 6 3M10 17a3 3 0 0 1 4 0M3 3l18 18",
  server: "M4 5h16v6H4zM4 13h16v6H4zM8 8v.1M8 16v.1",
  disk: "M12 8c4.4 0 8-1.1 8-2.5S16.4 3 12 3 4 4.1 4 5.5 7.600 8 12 8zM4 5.500v13C4 19.900 7.600 21 12 21s8-1.100 8-2.500v-13M4 12c0 1.400 3.600 2.500 8 2.500s8-1.100 8-2.500",
  power: "M12 3v9M7 6.500a8 8 0 1 0 10 0",
  snail: "M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18zM12 12l-5 3M12 3v2M3 12h2M19 12h2",
  gauge: "M4 17a9 9 0 1 1 16 0M12 14l4-5",
  links: "M10 14a4 4 0 0 0 5.700 0l3-3a4 4 0 0 0-5.700-5.700l-1 1M14 10a4 4 0 0 0-5.700 0l-3 3a4 4 0 0 0 5.700 5.700l1-1",
  undo: "M8 5L4 9l4 4M4 9h10a6 6 0 0 1 0 12h-3",
  chat: "M4 5h16v11H10l-5 4v-4H4z",
  people: "M9 11a3.500 3.500 0 1 0 0-7 3.500 3.500 0 0 0 0 7zM3 20a6 6 0 0 1 12 0M16 5a3 3 0 0 1 0 6M17.500 14.500A5.500 5.500 0 0 1 21 19.500",
  list: "M8 6h12M8 12h12M8 18h12M4 6v.1M4 12v.1M4 18v.1",
  plus: "M12 5v14M5 12h14",
  trash: "M5 7h14M10 7V4h4v3M7 7l1 13h8l1-13",
  edit: "M4 20l1-5L16 4l4 4L9 19z",
  play: "M7 4l13 8-13 8z",
  pause: "M8 5v14M16 5v14",
  copy: "M9 9h11v11H9zM15 9V4H4v11h5",
  sun: "M12 16a4 4 0 1 0 0-8 4 4 0 0 0 0 8zM12 2v3M12 19v3M2 12h3M19 12h3M5 5l2 2M17 17l2 2M5 19l2-2M17 7l2-2",
  moon: "M20 14A8.500 8.500 0 0 1 10 4a8.500 8.500 0 1 0 10 10z",
  auto: "M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18zM12 3v18",
  expand: "M4 9V4h5M20 9V4h-5M4 15v5h5M20 15v5h-5",
  shrink: "M9 4v5H4M15 4v5h5M9 20v-5H4M15 20v-5h5",
  exit: "M10 4H5v16h5M14 8l4 4-4 4M18 12H9",
  next: "M5 12h14M13 6l6 6-6 6",
  bulb: "M9 18h6M10 21h4M12 3a6 6 0 0 0-4 10.500c.8.800 1 1.500 1 2.500h6c0-1 .2-1.700 1-2.500A6 6 0 0 0 12 3z",
  siren: "M7 18v-5a5 5 0 0 1 10 0v5M4 21h16M12 3v2M4 6l1.500 1.500M20 6l-1.500 1.500",
};

/** An icon by its name. */
export function icon(name, extra = "") {
  return svg("svg", { class: `icon ${extra}`.trim(), viewBox: "0 0 24 24", "aria-hidden": "true", focusable: "false" },
    svg("path", { d: PATHS[name] ?? PATHS.info }));
}
