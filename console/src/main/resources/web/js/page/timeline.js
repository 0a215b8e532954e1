// The life of a profile's access tokens as a drawing: bars, ticks, marks, outages, and now.

import { h, svg } from "../lib/dom.js";
import { clock, duration, exactClock, words } from "../lib/format.js";

const ROW = { bars: 22, barHeight: 16, barStep: 20, presses: 76, marks: 88, marksStep: 15, axis: 124, height: 144 };
const STEPS = [1, 2, 5, 10, 15, 30, 60, 120, 180, 360, 720].map((minutes) => minutes * 60000);
const LABEL_WIDTH = 84;
const LETTER_WIDTH = 7;
const MARKS = {
  401: ["failed", "401"], 429: ["attention", "429"], failure: ["failed", "failed"], "sign-in": ["ready", "sign-in"],
  outage: ["failed", "outage"], "power-cut": ["waiting", "power cut"], revoked: ["failed", "revoked"],
};

/** @param width the width in pixels that the drawing will have, for the number of labels */
export function timeline(all, width = 480) {
  const outages = all.outages.filter((outage) => (outage.to ?? all.now) > all.from);
  const data = { ...all, outages, marks: [...all.marks, ...outages.map(({ from, text }) => ({ time: from, kind: "outage", text }))] };
  const span = Math.max(1, data.to - data.from);
  const x = (time) => `${(Math.min(1, Math.max(0, (time - data.from) / span)) * 100).toFixed(3)}%`;
  const wide = (from, to) => `${(Math.max(0, (Math.min(to, data.to) - Math.max(from, data.from)) / span) * 100).toFixed(3)}%`;
  const scale = { data, x, wide, width: Math.max(160, width - LABEL_WIDTH), span };
  const plot = svg("svg", { class: "timeline", role: "img", "aria-label": summary(data), "data-test": "timeline" },
    patterns(), lanes(), data.outages.map((outage) => outageBand(outage, scale)), data.tokens.map((token, index) => bar(token, index, scale)),
    data.marks.filter((mark) => mark.kind === "renewal").map((mark) => tick(mark, scale)),
    (data.presses ?? []).map((press) => pressDot(press, scale)), marks(scale), axis(scale), nowLine(scale));
  return h("div", { class: "timeline-box" }, laneNames(), plot);
}

function patterns() {
  return svg("defs", {},
    svg("pattern", { id: "stale-hatch", width: 6, height: 6, patternUnits: "userSpaceOnUse", patternTransform: "rotate(45)" }, svg("rect", { class: "stale", width: 6, height: 6 }), svg("line", { class: "hatch", x1: 0, y1: 0, x2: 0, y2: 6 })),
    svg("pattern", { id: "outage-hatch", width: 7, height: 7, patternUnits: "userSpaceOnUse", patternTransform: "rotate(-45)" }, svg("rect", { class: "outage", width: 7, height: 7 }), svg("line", { class: "outage-hatch", x1: 0, y1: 0, x2: 0, y2: 7 })));
}

function laneNames() {
  const name = (y, text) => svg("text", { x: 0, y }, text);
  return svg("svg", { class: "timeline lane-names", "aria-hidden": "true" },
    name(ROW.bars + 22, "Tokens"), name(ROW.presses + 4, "Presses"), name(ROW.marks + 18, "Events"));
}

function lanes() {
  return svg("rect", { class: "lane", x: 0, y: ROW.bars - 4, width: "100%", height: 44, rx: 4 });
}

function bar(token, index, { x, wide }) {
  const y = ROW.bars + (index % 2) * ROW.barStep;
  const end = token.endedAt ?? token.to;
  const fresh = Math.min(token.freshUntil ?? token.to, end);
  const lost = token.endedAt && token.endedBy !== "renewal";
  return svg("g", {},
    svg("title", {}, `Access token from ${exactClock(token.from)} to ${exactClock(end)}${token.endedBy ? `, ended by ${token.endedBy}` : ""}`),
    svg("rect", { class: "fresh", x: x(token.from), y, width: wide(token.from, fresh), height: ROW.barHeight, rx: 2 }),
    end > fresh && svg("rect", { fill: "url(#stale-hatch)", x: x(fresh), y, width: wide(fresh, end), height: ROW.barHeight, rx: 2 }),
    lost && svg("rect", { class: "ended", x: x(end), y: y + 1, width: wide(end, token.to), height: ROW.barHeight - 2, rx: 2 }));
}

function tick(mark, { x }) {
  return svg("g", {}, svg("title", {}, `${exactClock(mark.time)} ${mark.text}`),
    svg("line", { class: "tick", x1: x(mark.time), x2: x(mark.time), y1: ROW.bars - 6, y2: ROW.bars + ROW.barStep + ROW.barHeight + 4 }),
    svg("circle", { class: "tick-head", cx: x(mark.time), cy: ROW.bars - 6, r: 3 }));
}

function outageBand(outage, { x, wide, data }) {
  const to = outage.to ?? data.now;
  return svg("g", {}, svg("title", {}, `${outage.text}: ${clock(outage.from)} to ${outage.to ? clock(outage.to) : "now"}`),
    svg("rect", { fill: "url(#outage-hatch)", x: x(outage.from), y: ROW.bars - 4, width: wide(outage.from, to), height: ROW.axis - ROW.bars }),
    svg("line", { class: "outage-edge", x1: x(outage.from), x2: x(outage.from), y1: ROW.bars - 4, y2: ROW.axis - 4 }),
    outage.to && svg("line", { class: "outage-edge", x1: x(outage.to), x2: x(outage.to), y1: ROW.bars - 4, y2: ROW.axis - 4 }));
}

function pressDot(press, { x }) {
  return svg("g", { class: `press-dot ${press.tone}` }, svg("title", {}, `${exactClock(press.time)} ${press.text}`),
    press.tone === "ready" ? svg("circle", { cx: x(press.time), cy: ROW.presses, r: 3.5 })
      : svg("svg", { x: x(press.time), y: ROW.presses, overflow: "visible" }, svg("path", { d: "M-4 -4L4 4M4 -4L-4 4" })));
}

/** Marks go into two rows. One that would cover another shares its sign with it. */
function marks(scale) {
  const ends = [-Infinity, -Infinity];
  const shown = [[], []];
  const { data, span, width } = scale;
  for (const mark of data.marks.filter((one) => MARKS[one.kind]).sort((a, b) => a.time - b.time)) {
    const at = (Math.max(0, mark.time - data.from) / span) * width;
    const label = MARKS[mark.kind][1].length * LETTER_WIDTH + 14;
    const right = at > width - label;
    const start = right ? at - label : at - 6;
    const row = ends.findIndex((end) => end <= start);
    const same = shown.find((signs, index) => ends[index] > start && signs.at(-1)?.marks[0].kind === mark.kind);
    if (same) {
      same.at(-1).marks.push(mark);
    } else if (row < 0) {
      const full = ends[0] <= ends[1] ? 0 : 1;
      const last = shown[full].at(-1);
      last.marks.push(mark);
      ends[full] = last.right ? ends[full] : ends[full] + label;
    } else {
      shown[row].push({ right, marks: [mark] });
      ends[row] = right ? at + 6 : at + label;
    }
  }
  return shown.flatMap((row, index) => row.map((one) => sign(one, ROW.marks + index * ROW.marksStep, scale)));
}

function sign({ right, marks: same }, y, { x }) {
  const tones = same.map((mark) => MARKS[mark.kind][0]);
  const tone = ["failed", "attention", "waiting", "ready"].find((one) => tones.includes(one));
  const text = [...new Set(same.map((mark) => MARKS[mark.kind][1]))].join(", ");
  return svg("g", { class: `mark ${tone}`, "data-test": "timeline-mark", "data-kind": same[0].kind }, svg("title", {}, same.map((mark) => `${exactClock(mark.time)} ${mark.text}`).join("; ")),
    svg("svg", { x: x(same[0].time), y, overflow: "visible" }, svg("path", { d: "M0 0L5 5L0 10L-5 5Z" }),
      svg("text", { x: right ? -8 : 8, y: 9, "text-anchor": right ? "end" : "start" }, text)));
}

function axis({ data, x, span, width }) {
  const most = Math.max(2, Math.floor(width / 72));
  const step = STEPS.find((one) => span / one <= most) ?? STEPS.at(-1);
  const offset = new Date(data.from).getTimezoneOffset() * 60000;
  const labels = [];
  for (let time = Math.ceil((data.from - offset) / step) * step + offset; time <= data.to; time += step) {
    const share = (time - data.from) / span;
    labels.push(svg("line", { class: "axis", x1: x(time), x2: x(time), y1: ROW.axis, y2: ROW.axis + 5 }),
      svg("text", { x: x(time), y: ROW.axis + 18, "text-anchor": share < 0.04 ? "start" : share > 0.96 ? "end" : "middle" }, clock(time)));
  }
  return svg("g", {}, svg("line", { class: "axis", x1: 0, x2: "100%", y1: ROW.axis, y2: ROW.axis }), labels);
}

function nowLine({ data, x, span }) {
  const share = (data.now - data.from) / span;
  const anchor = share > 0.85 ? "end" : share < 0.15 ? "start" : "middle";
  return svg("g", {},
    data.to > data.now && svg("rect", { class: "future", x: x(data.now), y: ROW.bars - 4, width: `${((1 - share) * 100).toFixed(3)}%`, height: 44 }),
    svg("line", { class: "now", x1: x(data.now), x2: x(data.now), y1: 14, y2: ROW.axis + 4 }),
    svg("text", { class: "now-label", x: x(data.now), y: 10, "text-anchor": anchor }, `now ${clock(data.now)}`));
}

function summary(data) {
  const incidents = data.marks.filter((mark) => MARKS[mark.kind] && mark.kind !== "outage").length;
  return `Token timeline of ${data.profile}: ${data.tokens.length} access tokens, ${data.marks.filter((mark) => mark.kind === "renewal").length} renewals, ${incidents} incidents, ${data.outages.length} outages, in ${duration(data.to - data.from)}. The list below has the times.`;
}

/** What the signs mean. */
export function legend() {
  const item = (text, ...drawing) => h("li", {}, svg("svg", { class: "timeline", viewBox: "0 0 22 14", "aria-hidden": "true" }, drawing), text);
  return h("ul", { class: "legend", aria: { label: "Signs of the timeline" } },
    item("fresh", svg("rect", { class: "fresh", x: 0, y: 1, width: 22, height: 12, rx: 2 })),
    item("stale, still valid", svg("rect", { fill: "url(#stale-hatch)", x: 0, y: 1, width: 22, height: 12, rx: 2 })),
    item("ended early", svg("rect", { class: "ended", x: 1, y: 2, width: 20, height: 10, rx: 2 })),
    item("renewal", svg("line", { class: "tick", x1: 11, x2: 11, y1: 1, y2: 14 }), svg("circle", { class: "tick-head", cx: 11, cy: 2, r: 3 })),
    item("delivered press", svg("g", { class: "press-dot ready" }, svg("circle", { cx: 11, cy: 7, r: 4 }))),
    item("incident", svg("g", { class: "mark failed" }, svg("path", { d: "M11 1L17 7L11 13L5 7Z" }))),
    item("outage", svg("rect", { fill: "url(#outage-hatch)", x: 0, y: 0, width: 22, height: 14 })));
}

/** The same as text: for screen readers, and to read exact times. */
export function timelineList(data) {
  const entries = [
    ...data.tokens.map((token) => [token.from, `access token, valid to ${exactClock(token.endedAt ?? token.to)}${token.endedBy ? `, ended by ${token.endedBy}` : ""}`]),
    ...data.marks.map((mark) => [mark.time, mark.text ? `${words(mark.kind)}: ${mark.text}` : words(mark.kind)]),
    ...data.outages.map((outage) => [outage.from, `${outage.text}, until ${outage.to ? exactClock(outage.to) : "now"}`]),
  ].sort(([a], [b]) => b - a);
  return h("details", { class: "more" }, h("summary", {}, "The timeline as a list"),
    h("ol", { class: "stack tight tiny", data: { test: "timeline-list" } }, entries.map(([time, text]) => h("li", {}, h("span", { class: "numbers soft" }, exactClock(time)), ` ${text}`))));
}
