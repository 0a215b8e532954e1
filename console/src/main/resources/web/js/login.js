// The login page. After an expired login it says why the operator is here.

import { post } from "./lib/api.js";
import { byId, h, replace } from "./lib/dom.js";
import { duration } from "./lib/format.js";
import { themeButton } from "./lib/theme.js";
import { note } from "./lib/ui.js";

const LOGGED_OUT = "console-logged-out";

function expiredSentence() {
  try {
    const sentence = sessionStorage.getItem(LOGGED_OUT);
    sessionStorage.removeItem(LOGGED_OUT);
    return sentence;
  } catch {
    return null;
  }
}

function say(tone, title, text) {
  replace(byId("said"), note(tone, title, text && h("p", {}, text)));
}

async function login(event) {
  event.preventDefault();
  const button = byId("login").querySelector("button");
  button.disabled = true;
  try {
    await post("/login", { user: byId("user").value, password: byId("password").value });
    location.assign("/");
  } catch (problem) {
    const wait = problem.body?.retryAfterMillis;
    say("failed", null, wait ? `${problem.message} Try again in ${duration(wait)}.` : problem.message);
    button.disabled = false;
    byId("password").select();
    byId("password").focus();
  }
}

replace(byId("theme"), themeButton());
byId("login").addEventListener("submit", login);
const sentence = expiredSentence();
if (sentence) {
  say("attention", "You were logged out", sentence);
}
byId("password").focus();
