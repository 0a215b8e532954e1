// Starts the page: the top bar, the three columns, the stream of events.

import { onLoggedOut, post } from "./lib/api.js";
import { byId, h, replace, setText } from "./lib/dom.js";
import { duration } from "./lib/format.js";
import { icon } from "./lib/icons.js";
import { connect, disconnect } from "./lib/live.js";
import { state, watch } from "./lib/store.js";
import { themeButton } from "./lib/theme.js";
import { badge, note, skeleton } from "./lib/ui.js";
import { tabList } from "./lib/tabs.js";
import { deviceColumn } from "./device/column.js";
import { webColumn } from "./page/column.js";
import { sandboxColumn } from "./sandbox/column.js";

const LOGGED_OUT = "console-logged-out";

function toLogin(sentence) {
  disconnect();
  try {
    sessionStorage.setItem(LOGGED_OUT, sentence);
  } catch {
    // The login page then shows its usual text.
  }
  location.assign("/login");
}

function topBar() {
  const connection = h("span", { role: "status", data: { test: "connection" } });
  const logout = h("button", { type: "button", class: "button quiet small", data: { test: "logout" } }, icon("exit"), h("span", { class: "label-text" }, "Log out"));
  logout.addEventListener("click", async () => {
    await post("/logout").catch(() => {});
    disconnect();
    location.assign("/login");
  });
  replace(byId("top-facts"), connection, themeButton(), logout);
  let shown;
  watch(["connection", "device"], () => {
    const text = connectionBadge();
    if (shown !== text[1]) {
      shown = text[1];
      replace(connection, badge(...text));
    }
    setText(byId("device-name"), state.device?.name ?? "");
  });
}

function connectionBadge() {
  if (state.connection === "lost") {
    return ["failed", "Connection to the device lost; trying again"];
  }
  if (state.connection !== "live") {
    return ["busy", "Connecting"];
  }
  return state.device?.clockErrorMillis ? ["attention", `Live; the device's clock is wrong by ${duration(Math.abs(state.device.clockErrorMillis))}`] : ["ready", "Live"];
}

function columnTabs() {
  const names = { device: "Screen", web: "Web page", sandbox: "RingCentral" };
  const tabs = tabList("Columns", Object.entries(names).map(([id, label]) => ({ id: `column-${id}`, label, panel: byId(id), keepsItself: true })));
  byId("column-tabs").append(tabs.list);
  const chooseByHash = () => {
    const [column] = location.hash.slice(1).split("/");
    tabs.choose(`column-${column in names ? column : "device"}`);
  };
  addEventListener("hashchange", chooseByHash);
  chooseByHash();
}

function loading() {
  for (const id of ["device-body", "web-body", "sandbox-body"]) {
    replace(byId(id), h("div", { class: "stack", data: { test: "loading" } }, h("p", { class: "visually-hidden" }, "Loading"), skeleton(1, "block"), skeleton(4)));
  }
}

function failed(problem) {
  const again = h("button", { type: "button", class: "button", on: { click: start } }, icon("undo"), "Try again");
  replace(byId("device-body"), h("div", { role: "alert", data: { test: "load-error" } },
    note("failed", "The console could not be loaded", h("p", {}, problem.message), h("div", { class: "row" }, again))));
  replace(byId("web-body"));
  replace(byId("sandbox-body"));
}

async function start() {
  loading();
  try {
    await connect(toLogin);
  } catch (problem) {
    if (problem.error !== "logged-out") {
      console.error(problem);
      failed(problem);
    }
    return;
  }
  byId("columns").setAttribute("aria-busy", "false");
  deviceColumn(byId("device-body"), byId("device-aside"));
  webColumn(byId("web-body"));
  sandboxColumn(byId("sandbox-body"), byId("sandbox-place"), byId("sandbox-title"));
}

onLoggedOut(toLogin);
columnTabs();
topBar();
start();
