// Light and dark follow the system until the operator chooses. The choice stays in this browser.

import { h, replace } from "./dom.js";
import { icon } from "./icons.js";

const KEY = "console-theme";
const NEXT = { system: "light", light: "dark", dark: "system" };
const LOOK = {
  system: ["auto", "Theme: system"],
  light: ["sun", "Theme: light"],
  dark: ["moon", "Theme: dark"],
};

function chosen() {
  try {
    const stored = localStorage.getItem(KEY);
    return stored in LOOK ? stored : "system";
  } catch {
    return "system";
  }
}

function apply(choice) {
  document.documentElement.classList.toggle("dark", choice === "dark");
  document.documentElement.classList.toggle("light", choice === "light");
}

apply(chosen());

/** The button that switches. */
export function themeButton() {
  const button = h("button", { type: "button", class: "button quiet small", data: { test: "theme" } });
  const show = () => {
    const [symbol, text] = LOOK[chosen()];
    replace(button, icon(symbol), h("span", { class: "label-text" }, text));
  };
  button.addEventListener("click", () => {
    const choice = NEXT[chosen()];
    try {
      localStorage.setItem(KEY, choice);
    } catch {
      // Without storage the choice lasts until the page is loaded again.
    }
    apply(choice);
    show();
  });
  show();
  return button;
}
