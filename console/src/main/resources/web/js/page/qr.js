// Draws a QR code from the rows that the server sends. Always dark on light, because cameras expect that.

import { svg } from "../lib/dom.js";

const QUIET = 4;

/** @param rows one text per row; "1" is a dark module */
export function qrCode(rows, label) {
  const size = rows.length + 2 * QUIET;
  let drawn = "";
  rows.forEach((row, y) => {
    for (const run of row.matchAll(/1+/g)) {
      drawn += `M${run.index + QUIET} ${y + QUIET}h${run[0].length}v1h-${run[0].length}z`;
    }
  });
  return svg("svg", { class: "qr", viewBox: `0 0 ${size} ${size}`, role: "img", "aria-label": label, "shape-rendering": "crispEdges", "data-test": "qr" }, svg("path", { d: drawn }));
}
