// A text area with line numbers. Lines with a problem are marked.

import { h, replace } from "../lib/dom.js";

const LINE_HEIGHT = 20;

/** Returns {element, mark(problems), goTo(line, column)}. */
export function documentEditor(text, changed) {
  const lines = h("div", { class: "lines", aria: { hidden: "true" } });
  const area = h("textarea", { spellcheck: "false", autocomplete: "off", wrap: "off", aria: { label: "Button document (JSON)" }, data: { test: "button-document" }, prop: { value: text } });
  let bad = new Map();

  const number = () => {
    const count = area.value.split("\n").length;
    replace(lines, Array.from({ length: count }, (_, index) => h("span", { class: bad.has(index + 1) ? "bad" : "", title: bad.get(index + 1) }, String(index + 1))));
    lines.scrollTop = area.scrollTop;
  };
  area.addEventListener("input", () => {
    number();
    changed(area.value);
  });
  area.addEventListener("scroll", () => { lines.scrollTop = area.scrollTop; });
  area.addEventListener("keydown", (event) => indent(event, area));
  number();

  return {
    element: h("div", { class: "document" }, lines, area),
    mark: (problems) => {
      bad = new Map(problems.filter((problem) => problem.line).map((problem) => [problem.line, `${problem.label ?? ""} ${problem.message}`]));
      area.setAttribute("aria-invalid", String(problems.length > 0));
      number();
    },
    goTo: (line, column) => {
      const before = area.value.split("\n").slice(0, line - 1);
      const at = before.reduce((sum, one) => sum + one.length + 1, 0) + column - 1;
      area.focus();
      area.setSelectionRange(at, at);
      area.scrollTop = Math.max(0, (line - 6) * LINE_HEIGHT);
    },
  };
}

/** Enter keeps the indentation of the line. Tab stays the way to the next control. */
function indent(event, area) {
  if (event.key !== "Enter" || event.isComposing) {
    return;
  }
  const line = area.value.slice(0, area.selectionStart).split("\n").pop();
  const spaces = line.match(/^ */)[0] + (/[{[]\s*$/.test(line) ? "  " : "");
  event.preventDefault();
  area.setRangeText(`\n${spaces}`, area.selectionStart, area.selectionEnd, "end");
  area.dispatchEvent(new Event("input"));
}
