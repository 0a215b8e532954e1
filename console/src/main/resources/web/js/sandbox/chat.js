// The team's chat: newest at the bottom, Adaptive Cards drawn, a counter of what was received.

import { h, replace, stickToEnd } from "../lib/dom.js";
import { exactClock, when } from "../lib/format.js";
import { state, watch } from "../lib/store.js";
import { empty } from "../lib/ui.js";
import { adaptiveCard } from "./card.js";

const TOGETHER_MILLIS = 60000;

export function chat(section, counter) {
  const list = h("ol", { data: { test: "posts" } });
  const log = h("div", { class: "chat-log", tabindex: "0", role: "log", aria: { label: "Messages of the team" } }, list);
  section.append(h("div", { class: "chat" }, log));
  const drawn = new Map();
  const follow = stickToEnd(log);
  watch(["sandbox", "posts"], (added) => {
    const { posts, embedded } = state.sandbox;
    showCounter(counter);
    if (posts.length === 0) {
      drawn.clear();
      replace(list, h("li", {}, embedded ? empty("chat", "No message yet", "Press a button on the device screen. The message appears here.")
        : elsewhere()));
      return;
    }
    const items = posts.map((post, index) => drawn.get(post.id) ?? message(post, added === post, follows(post, posts[index - 1])));
    drawn.clear();
    posts.forEach((post, index) => drawn.set(post.id, items[index]));
    const shown = new Set(items);
    [...list.children].filter((child) => !shown.has(child)).forEach((child) => child.remove());
    items.forEach((item, index) => list.children[index] !== item && list.insertBefore(item, list.children[index] ?? null));
    follow();
  });
}

function elsewhere() {
  const link = state.sandbox.team?.link;
  return empty("chat", "The messages are in RingCentral", "The console sends to your account.",
    /^https:\/\//.test(link ?? "") && h("a", { class: "button small", href: link, target: "_blank", rel: "noopener noreferrer" }, "Open the team"));
}

function showCounter(counter) {
  const { postCount = 0, cardCount = 0 } = state.sandbox;
  counter.hidden = !state.sandbox.embedded;
  const total = postCount + cardCount;
  replace(counter, h("b", { data: { test: "post-count" } }, String(total)), "received");
}

/** The same author, within a minute: the name is not repeated. */
function follows(post, before) {
  return before && !post.card && !before.card && before.author === post.author && post.time - before.time < TOGETHER_MILLIS;
}

function message(post, isNew, follower) {
  const author = post.author || "Unknown";
  return h("li", { class: ["post", isNew && "arrive", follower && "follower"].filter(Boolean).join(" "), data: { test: "post", post: post.id } },
    h("span", { class: "avatar", aria: { hidden: "true" } }, initials(author)),
    h("p", { class: "post-head" }, h("b", {}, author), h("time", { title: exactClock(post.time) }, when(post.time))),
    post.card ? adaptiveCard(post.card, post.text) : h("p", { class: "post-text" }, post.text));
}

function initials(name) {
  return name.split(/[\s-]+/).filter(Boolean).slice(0, 2).map((word) => word[0].toUpperCase()).join("");
}
