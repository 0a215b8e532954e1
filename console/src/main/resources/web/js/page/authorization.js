// Start Authorization: what will happen, the link or the code, then the waiting credentials and Update Profile.

import { del, path, post } from "../lib/api.js";
import { h, replace, replaceIfChanged, setText } from "../lib/dom.js";
import { countdown, everySecond, serverNow, words } from "../lib/format.js";
import { icon } from "../lib/icons.js";
import { apply, profile, state, watch } from "../lib/store.js";
import { actionButton, badge, copyButton, empty, failureNotes, note, pageTitle, resultPlace, select } from "../lib/ui.js";
import { openPage } from "./navigation.js";
import { qrCode } from "./qr.js";

const WILL_HAPPEN = {
  AUTH_CODE_PKCE: ["The device shows a link. You open it in this browser.", "You sign in at the provider and allow the access.", "The provider sends the browser back to the device, which redeems the code.",
    "The new credentials wait here until you select Update Profile."],
  DEVICE_CODE: ["The device shows a short code, and a QR code.", "You open the address on any phone or computer, type the code and sign in.", "The device asks the provider until you have finished.",
    "The new credentials wait here until you select Update Profile."],
};
const DIRECT = ["The device requests a token with the stored credentials. No user has to sign in.", "The new token waits here until you select Update Profile."];
const ENDED = { SAVED: "ready", DENIED: "failed", EXPIRED: "attention", FAILED: "failed", CANCELLED: "waiting" };

let chosen;
let parts;
let result;

export function authorizationPage(panel) {
  result = resultPlace("authorization-result");
  parts = { choice: h("div"), body: h("div", { class: "stack", data: { test: "authorization" } }) };
  replace(panel, h("div", { class: "page-head" }, pageTitle("Start Authorization")), h("div", { class: "stack" }, parts.choice, result.place, parts.body));
  watch(["profiles"], showChoice);
  watch(["profiles", "signIns"], show);
  return { show: (id) => {
    chosen = id ?? chosen;
    result.clear();
    showChoice();
    show();
  } };
}

function showChoice() {
  if (!profile(chosen)) {
    chosen = (state.profiles.find((one) => signInOf(one.id)?.state === "UNSAVED") ?? state.profiles.find((one) => one.needsSignIn) ?? state.profiles[0])?.id;
  }
  replaceIfChanged(parts.choice, [state.profiles.map((one) => [one.id, one.name]), chosen], () => state.profiles.length > 0 && select("OAuth profile",
    state.profiles.map((one) => [one.id, one.name]), chosen, (id) => {
      chosen = id;
      result.clear();
      show();
    }, "authorization-profile").field);
}

function signInOf(id) {
  return state.signIns.find((one) => one.profileId === id) ?? profile(id)?.signIn;
}

function show() {
  const one = profile(chosen);
  const signIn = one && signInOf(one.id);
  const shown = one && [one.id, one.name, one.grantType, signIn && { ...signIn, expiresInMillis: 0 }];
  replaceIfChanged(parts.body, shown ?? null, () => (one ? content(one, signIn) : empty("key", "No profile to authorize", "Create an OAuth profile first.",
    actionButton("Create Profile", { symbol: "plus", test: "authorization-create" }, () => openPage("profiles")))));
}

function content(one, signIn) {
  switch (signIn?.state) {
    case "WAITING":
      return [steps(one), waiting(one, signIn)];
    case "UNSAVED":
      return unsaved(one, signIn);
    default:
      return [signIn && ended(signIn), steps(one), h("div", {}, startButton(one, signIn ? "Start Authorization again" : "Start Authorization"))];
  }
}

function steps(one) {
  return h("section", { class: "stack tight", aria: { labelledby: "what-happens" } }, h("h4", { id: "what-happens" }, "What will happen"),
    h("ol", { class: "numbered" }, (WILL_HAPPEN[one.grantType] ?? DIRECT).map((text) => h("li", {}, h("span", {}, text)))));
}

function startButton(one, label) {
  return actionButton(label, { symbol: "key", kind: "strong", test: "start-authorization", busy: "Asking the provider…" }, () => start(one), result.error);
}

async function start(one) {
  result.clear();
  const { signIn } = await post(path`/api/profiles/${one.id}/sign-in`);
  apply("sign-in", { signIn });
}

function waiting(one, signIn) {
  const left = h("b", {});
  const bar = h("progress", { max: signIn.expiresInMillis || 600000, aria: { label: "Time left" } });
  const element = h("div", { class: "countdown" }, left, h("span", { class: "soft" }, signIn.kind === "code" ? "until the code expires" : "until the link expires"), bar);
  everySecond(element, () => {
    const millis = Math.max(0, signIn.expiresAt - serverNow());
    setText(left, countdown(millis));
    bar.value = millis;
  });
  return h("section", { class: "stack", aria: { label: "Sign-in in progress" }, data: { test: "sign-in", state: signIn.state } },
    signIn.deviceCode ? code(signIn.deviceCode) : link(signIn), element,
    h("div", { role: "status" }, badge("busy", "Waiting for the sign-in")),
    sandboxPerson(one, signIn),
    h("div", { class: "row" }, actionButton("Cancel", { symbol: "cross", kind: "quiet", test: "cancel-sign-in" }, async () => {
      const answer = await del(path`/api/profiles/${one.id}/sign-in`);
      apply("sign-in", answer);
    }, result.error)));
}

function code(deviceCode) {
  return h("div", { class: "auth-code" },
    deviceCode.qr && qrCode(deviceCode.qr, `QR code of ${deviceCode.verificationUriComplete ?? deviceCode.verificationUri}`),
    h("div", { class: "stack tight" },
      h("p", { class: "small soft" }, "Open"),
      h("p", {}, external(deviceCode.verificationUri, deviceCode.verificationUri)),
      h("p", { class: "small soft" }, "and type this code"),
      h("p", { class: "user-code", data: { test: "user-code" } }, deviceCode.userCode)));
}

function link(signIn) {
  return h("div", { class: "stack tight" },
    h("div", { class: "row" },
      h("a", { class: "button", href: safe(signIn.browserUrl), target: "_blank", rel: "noopener noreferrer", data: { test: "browser-url" } }, icon("links"), "Open the sign-in page"),
      copyButton("Copy the link", signIn.browserUrl, "copy-browser-url")),
    h("p", { class: "response", data: { test: "browser-url-text" } }, signIn.browserUrl));
}

function external(url, text) {
  return h("a", { href: safe(url), target: "_blank", rel: "noopener noreferrer", class: "mono" }, text);
}

/** Only web addresses become links. */
function safe(url) {
  return /^https?:\/\//.test(url ?? "") ? url : undefined;
}

/** The embedded sandbox has a person who signs in, so that no user needs an account. */
function sandboxPerson(one, signIn) {
  if (!signIn.sandboxCanAllow) {
    return null;
  }
  const answer = (allow) => async () => {
    const { location } = await post("/api/sandbox/sign-in", { profileId: one.id, allow });
    if (location?.startsWith("/")) {
      window.open(location, "_blank", "noopener");
    }
  };
  return note("info", `In the sandbox, ${state.sandbox?.person ?? "a person"} can sign in for you`,
    h("div", { class: "row" },
      actionButton("Sign in and allow", { symbol: "check", kind: "small", test: "sandbox-allow" }, answer(true), result.error),
      actionButton("Deny", { symbol: "cross", kind: "small", test: "sandbox-deny" }, answer(false), result.error)));
}

function unsaved(one, signIn) {
  const save = actionButton("Update Profile", { symbol: "check", kind: "accent", test: "update-profile", busy: "Saving…" }, async () => {
    const answer = await post(path`/api/profiles/${one.id}/sign-in/save`);
    apply("sign-in", { signIn: answer.signIn });
  }, result.error);
  return h("section", { class: "stack unsaved", aria: { label: "New credentials" }, data: { test: "sign-in", state: signIn.state } },
    h("div", { class: "row" }, h("h4", {}, "New credentials are waiting"), badge("attention", "Not saved")),
    h("p", { data: { test: "unsaved-sentence" } }, "Nothing is saved yet. The profile works with its old credentials until you select Update Profile; a test before that uses the old ones too."),
    signIn.failure && failureNotes(signIn.failure),
    signIn.savable === false && h("p", { class: "text-failed" }, signIn.message),
    h("div", { class: "row" }, save, actionButton("Discard", { symbol: "trash", kind: "quiet", test: "discard-sign-in" }, async () => {
      apply("sign-in", await del(path`/api/profiles/${one.id}/sign-in`));
    }, result.error)));
}

function ended(signIn) {
  const tone = ENDED[signIn.state] ?? "waiting";
  const title = { SAVED: "The new credentials are saved", DENIED: "The sign-in was denied", EXPIRED: "The time for the sign-in is over", FAILED: "The authorization failed", CANCELLED: "The authorization was cancelled" }[signIn.state];
  return h("div", { class: "stack tight", role: "status", data: { test: "sign-in", state: signIn.state } },
    signIn.failure ? [h("div", {}, badge(tone, title ?? words(signIn.state))), failureNotes(signIn.failure)] : note(tone, title ?? words(signIn.state), signIn.message && h("p", {}, signIn.message)),
    signIn.state === "SAVED" && h("div", {}, actionButton("Test OAuth Profile", { symbol: "send", kind: "small", test: "authorization-test" }, () => openPage("test", signIn.profileId))));
}
