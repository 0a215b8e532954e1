// The middle column: the pages of the device's web interface, as tabs. The address' hash names the page (#web/status).

import { h, replace } from "../lib/dom.js";
import { state, watch } from "../lib/store.js";
import { tabList } from "../lib/tabs.js";
import { authorizationPage } from "./authorization.js";
import { buttonsPage } from "./buttons.js";
import { eventsPage } from "./events.js";
import { onOpenPage } from "./navigation.js";
import { profilesPage } from "./profiles.js";
import { statusPage } from "./status.js";
import { testPage } from "./test.js";

const PAGES = [
  ["profiles", "Profiles", profilesPage],
  ["authorization", "Authorization", authorizationPage],
  ["test", "Test", testPage],
  ["buttons", "Buttons", buttonsPage],
  ["status", "Status", statusPage],
  ["events", "Events", eventsPage],
];

let tabs;
let started = false;
let shown;
const opened = new Map();

export function webColumn(body) {
  const panels = PAGES.map(([id]) => h("div", { id: `page-${id}`, class: "page", data: { test: `page-${id}` } }));
  tabs = tabList("Pages of the device", PAGES.map(([id, label], index) => ({ id, label: label, panel: panels[index] })), (id) => {
    if (started) {
      history.replaceState(null, "", `#web/${id}`);
    }
    body.scrollTop = 0;
    if (shown !== id) {
      opened.get(shown)?.leave?.();
      shown = id;
    }
    if (!opened.has(id)) {
      const index = PAGES.findIndex((page) => page[0] === id);
      opened.set(id, PAGES[index][2](panels[index]) ?? {});
    }
  });
  replace(body, tabs.list, panels);
  const fromHash = () => {
    const [column, page] = location.hash.slice(1).split("/");
    return column === "web" && PAGES.some(([id]) => id === page) ? page : undefined;
  };
  addEventListener("hashchange", () => fromHash() && fromHash() !== tabs.chosen() && tabs.choose(fromHash()));
  tabs.choose(fromHash() ?? "profiles");
  started = true;
  onOpenPage(open);
  watch(["signIns", "profiles"], markUnsaved);
}

/** A mark on the tab Authorization while credentials wait to be saved. */
function markUnsaved() {
  const count = state.signIns.filter((signIn) => signIn.state === "UNSAVED").length;
  replace(tabs.tab("authorization"), "Authorization", count > 0 && h("span", { class: "count" }, String(count), h("span", { class: "visually-hidden" }, " unsaved")));
}

function open(id, profileId) {
  tabs.choose(id);
  opened.get(id)?.show?.(profileId);
  document.querySelector(`#page-${id} .page-title`)?.focus({ preventScroll: true });
}
