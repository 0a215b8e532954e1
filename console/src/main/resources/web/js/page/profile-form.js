// The form of a profile: first the provider type, then the device's fields in the device's order.

import { get, path, post, put } from "../lib/api.js";
import { h, replace } from "../lib/dom.js";
import { plural } from "../lib/format.js";
import { icon } from "../lib/icons.js";
import { state } from "../lib/store.js";
import { actionButton, badge, note, pageTitle, resultPlace, skeleton } from "../lib/ui.js";
import { formField } from "./fields.js";

const CHECK_AFTER_MILLIS = 400;

/** The first step of Create Profile: choose a provider type. */
export async function providerChoice(place, { cancel, chosen }) {
  const result = resultPlace("provider-result");
  const choices = h("div", { class: "choices" }, skeleton(6));
  replace(place,
    h("div", { class: "page-head" }, pageTitle("Create Profile"), h("button", { type: "button", class: "button quiet", data: { test: "cancel-form" }, on: { click: () => cancel() } }, "Cancel"),
      h("p", { class: "lead" }, "Choose the Provider Type first. It fills in what the provider prescribes, and you add your own values.")),
    result.place, h("fieldset", {}, h("legend", { class: "label" }, "Provider Type"), choices));
  try {
    const providers = (await get("/api/providers")).providers.sort((a, b) => rank(a) - rank(b));
    replace(choices, providers.map((provider) => h("button", {
      type: "button", class: "choice", data: { test: "provider", key: provider.id, provider: provider.id },
      on: { click: () => get(path`/api/providers/${provider.id}/form`).then(chosen, result.error) },
    }, h("b", {}, provider.id), h("span", {}, provider.name, provider.description && ` – ${provider.description}`))));
    choices.querySelector("button")?.focus();
  } catch (problem) {
    replace(choices);
    result.error(problem);
  }
}

/** RingCentral first, because the guide begins with it; a provider without a preset last. */
function rank({ id }) {
  return id === "RINGCENTRAL" ? 0 : id === "GENERIC" ? 2 : 1;
}

/** The form of a new profile (form) or of a stored one (id). */
export async function profileForm(place, { id, form, done, cancel }) {
  const first = form ?? (await get(path`/api/profiles/${id}`));
  new Editor(place, id, first, done, cancel).build();
}

class Editor {
  constructor(place, id, form, done, cancel) {
    Object.assign(this, { place, id, form, done, cancel, values: {}, reset: new Set(), touched: new Set(), views: new Map(), asked: 0, showAll: Boolean(id) });
    this.summary = h("div", { class: "form-summary", data: { test: "form-problems" } });
    this.count = h("div", { class: "end", role: "status", data: { test: "form-count" } });
    this.result = resultPlace("form-result");
  }

  build() {
    const { form, id } = this;
    const main = h("div", { class: "form-grid" });
    const more = h("div", { class: "form-grid" });
    this.advanced = h("details", { class: "more", data: { test: "more-fields" } }, h("summary", {}, "More fields"), more);
    for (const field of form.fields) {
      const view = formField(field, { changed: (property, value) => this.changed(property, value), committed: () => this.check(), clear: (property) => this.clear(property) });
      this.views.set(field.property, view);
    }
    Object.assign(this, { main, more });
    this.arrange(form);
    this.savingButton = actionButton(id ? "Update Profile" : "Create Profile", { symbol: "check", kind: "strong", test: "save-profile", busy: "Saving…" }, () => this.save(), (problem) => this.refused(problem));
    replace(this.place,
      h("div", { class: "page-head" }, pageTitle(id ? "Edit profile" : "Create Profile"), h("p", { class: "lead" },
        `Fields marked “filled in by ${form.providerType}” come from the provider. Change them only if your administrator says so.`)),
      h("form", { novalidate: true, autocomplete: "off", aria: { label: "OAuth profile" }, data: { test: "profile-form" }, on: { submit: (event) => { event.preventDefault(); this.savingButton.click(); } } },
        h("div", { class: "stack" }, this.sandboxHelp(), main, this.advanced, this.summary, this.result.place,
          h("div", { class: "form-end row" }, this.savingButton, h("button", { type: "button", class: "button quiet", data: { test: "cancel-form" }, on: { click: () => this.cancel() } }, "Cancel"), this.count))));
    this.show(form);
    this.place.closest(".column-body").scrollTop = 0;
    this.place.querySelector("input")?.focus();
  }

  /** With the embedded sandbox: its demo credentials in one click, as they would be pasted from the provider's developer site. */
  sandboxHelp() {
    const credentials = state.sandbox?.credentials?.filter((one) => this.views.has(one.field)) ?? [];
    if (!state.sandbox?.embedded || this.form.providerType !== "RINGCENTRAL" || credentials.length === 0) {
      return null;
    }
    return note("info", "The sandbox has credentials for you", h("p", { class: "small" }, "With RingCentral you copy them from the developer console."),
      h("div", { class: "row" }, h("button", { type: "button", class: "button small", data: { test: "paste-demo" }, on: { click: () => this.paste(credentials) } }, icon("copy"), "Paste the sandbox's credentials")));
  }

  /** Pastes what the chosen grant type needs; a check in progress may still change which fields those are. */
  async paste(credentials) {
    await this.check();
    for (const { field, value } of credentials) {
      if (!this.form.fields.find((one) => one.property === field)?.advanced) {
        this.values[field] = value;
        this.touched.add(field);
      }
    }
    if (!this.values.name && !this.form.fields.find((one) => one.property === "name").value) {
      this.values.name = "Front desk";
    }
    this.check();
  }

  changed(property, value) {
    this.touched.add(property);
    this.reset.delete(property);
    value === undefined ? delete this.values[property] : (this.values[property] = value);
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.check(), CHECK_AFTER_MILLIS);
  }

  clear(property) {
    delete this.values[property];
    this.reset.add(property);
    this.check();
  }

  input() {
    return { id: this.id, providerType: this.form.providerType, values: this.values, reset: [...this.reset] };
  }

  async check() {
    clearTimeout(this.timer);
    const asked = ++this.asked;
    try {
      const form = await post("/api/profiles/check", this.input());
      if (asked === this.asked && this.place.contains(this.summary)) {
        this.result.clear();
        this.show(form);
      }
    } catch (problem) {
      this.result.error(problem);
    }
  }

  /** Another grant type brings other fields of the device's form forward. */
  arrange(form) {
    const misplaced = form.fields.some((field) => this.views.get(field.property)?.element.parentElement !== (field.advanced ? this.more : this.main));
    if (misplaced) {
      const active = document.activeElement;
      form.fields.forEach((field) => (field.advanced ? this.more : this.main).append(this.views.get(field.property).element));
      this.place.contains(active) && active.focus({ preventScroll: true });
    }
  }

  /** In fields that the operator has not reached yet a problem is only what is still to do, until the first attempt to save. */
  show(form) {
    this.form = form;
    this.arrange(form);
    for (const field of form.fields) {
      const shown = this.showAll || this.touched.has(field.property);
      this.views.get(field.property)?.refresh({ ...field, reached: shown });
    }
    const advancedProblem = form.fields.some((field) => field.advanced === true && field.problems?.length > 0);
    if (advancedProblem && this.showAll) {
      this.advanced.open = true;
    }
    this.showSummary(form);
  }

  showSummary(form) {
    const problems = form.problems ?? [];
    replace(this.count, problems.length === 0 ? badge("ready", "Complete") : this.showAll ? badge("failed", plural(problems.length, "problem")) : badge("waiting", "Not complete yet"));
    const without = problems.filter((problem) => !this.views.has(problem.field));
    replace(this.summary, this.showAll && problems.length > 0 && note("failed", plural(problems.length, "problem"),
      h("ul", {}, problems.map((problem) => h("li", { class: "small" }, this.jump(problem)))),
      without.map((problem) => h("p", { class: "small" }, `${problem.label} ${problem.message} ${problem.advice}`))),
    (form.hints ?? []).map((hint) => note("attention", `${hint.label} ${hint.message}`, h("p", { class: "small" }, hint.advice))));
  }

  jump(problem) {
    const view = this.views.get(problem.field);
    return view ? h("button", { type: "button", class: "link", on: { click: () => { this.advanced.open ||= this.advanced.contains(view.element); view.focus(); } } }, `${problem.label} ${problem.message}`)
      : `${problem.label} ${problem.message}`;
  }

  async save() {
    clearTimeout(this.timer);
    this.asked += 1;
    const answer = this.id ? await put(path`/api/profiles/${this.id}`, { values: this.values, reset: [...this.reset] }) : await post("/api/profiles", this.input());
    this.done(answer, !this.id);
  }

  refused(problem) {
    if (problem.error !== "problems") {
      this.result.error(problem);
      return;
    }
    this.showAll = true;
    if (problem.body.form) {
      this.show(problem.body.form);
    } else {
      this.check();
    }
    this.views.get(problem.problems.find((one) => this.views.has(one.field))?.field)?.focus();
  }
}
