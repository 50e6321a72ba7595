// The phones: one card each, with its texts and its call.

import { CallPanel } from "./calls.js";
import { complain, make, post, pretty, state } from "./api.js";

const cards = new Map();
const STATES = { queued: "waiting", sending: "sending", sent: "sent ✓", delivered: "delivered ✓✓", received: "" };

class Card {
  constructor(phone) {
    const copy = document.getElementById("phone-template").content.cloneNode(true);
    this.number = phone.number;
    this.root = copy.querySelector(".phone");
    this.root.dataset.number = phone.number;
    this.find = (what) => this.root.querySelector(what);
    this.problem = this.find(".problem");
    this.call = new CallPanel(this.find(".live"), this.problem);
    this.find(".compose").addEventListener("submit", (event) => { event.preventDefault(); this.send(); });
    this.find("textarea").addEventListener("keydown", (event) => {
      if (event.key === "Enter" && !event.shiftKey) { event.preventDefault(); this.send(); }
    });
    this.find("textarea").addEventListener("input", (event) => grow(event.target));
    this.find(".call").addEventListener("click", () => this.attempt(() => post("calls", { from: this.number, to: this.to() })));
    this.find(".more").addEventListener("click", (event) => this.toggleSettings(event.currentTarget));
    this.find(".answers").addEventListener("change", (event) => this.set({ answers: event.target.value }));
    this.find(".name").addEventListener("change", (event) => this.set({ name: event.target.value }));
    this.find(".hide").addEventListener("click", () => this.set({ shown: false }));
    this.find(".to").addEventListener("change", () => this.thread());
    this.phone(phone);
    this.numbers();
  }

  set(change) { return this.attempt(() => post("phones", { number: this.number, ...change })); }

  async attempt(deed) {
    complain(this.problem, null);
    try { return await deed(); } catch (wrong) { complain(this.problem, wrong); return null; }
  }

  toggleSettings(button) {
    const settings = this.find(".settings");
    settings.hidden = !settings.hidden;
    button.setAttribute("aria-expanded", String(!settings.hidden));
  }

  to() { return this.find(".to").value || state.numbers[0]?.phone_number || ""; }

  async send() {
    const box = this.find("textarea");
    const body = box.value;
    if (!body.trim()) return;
    if (!this.to()) return complain(this.problem, "There is no number yet: the product has to register one.");
    box.value = "";
    grow(box);
    const told = await this.attempt(() => post("messages", { from: this.number, to: this.to(), body }));
    if (!told) { box.value = body; return; }
    const { status, error } = told.webhook;
    if (status < 200 || status > 299) complain(this.problem, `The number's webhook failed: ${status || error}.`);
  }

  phone(phone) {
    this.find("h2").textContent = phone.name || pretty(phone.number);
    this.find(".digits").textContent = phone.name ? pretty(phone.number) : "a phone";
    this.find(".avatar").textContent = (phone.name || "#").slice(0, 1).toUpperCase();
    this.find(".avatar").style.setProperty("--hue", String((Number(phone.number.slice(-4)) * 137) % 360));
    this.find(".answers").value = phone.answers;
    if (document.activeElement !== this.find(".name")) this.find(".name").value = phone.name;
  }

  numbers() {
    const choice = this.find(".to");
    const chosen = choice.value;
    choice.replaceChildren(...state.numbers.map((item) => make("option", { value: item.phone_number }, pretty(item.phone_number))));
    if (chosen) choice.value = chosen;
    choice.hidden = state.numbers.length < 2;
    this.find(".call").disabled = !state.numbers.length;
    this.thread();
  }

  thread() {
    const mine = [...state.messages.values()].filter((item) => item.from === this.number || item.to === this.number);
    const other = this.find(".to").hidden ? null : this.to();
    const shown = mine.filter((item) => !other || item.from === other || item.to === other);
    const place = this.find(".thread");
    const below = place.scrollHeight - place.scrollTop - place.clientHeight < 60;
    place.replaceChildren(...(shown.length ? shown.map((item) => bubble(item, this.number)) : [nothing()]));
    if (below) place.scrollTop = place.scrollHeight;
  }

  live() {
    const calls = [...state.calls.values()].filter((call) => call.phone === this.number && !call.over);
    this.root.classList.toggle("rings", calls.some((call) => call.waiting === "ring"));
    this.root.classList.toggle("in-call", calls.length > 0);
    this.call.show(calls[0] || null);
  }
}

function grow(box) {
  box.style.height = "auto";
  box.style.height = Math.min(box.scrollHeight + 2, 120) + "px";
}

function nothing() {
  return make("p", { class: "hint empty" }, "No texts yet. Write one below, or call with the green button.");
}

function bubble(message, number) {
  const mine = message.from === number;
  const bad = message.error_code || ["failed", "undelivered"].includes(message.status);
  const parts = message.segments > 1 ? `${message.segments} parts` : "";
  const trouble = bad ? `${mine ? "" : "not delivered: "}${message.error_message || message.status} (${message.error_code})` : "";
  const time = new Date(message.created).toLocaleTimeString([], { hour: "2-digit", minute: "2-digit" });
  const facts = [time, parts, trouble || STATES[message.status] || ""].filter(Boolean).join(" · ");
  return make("div", { class: `bubble ${mine ? "mine" : "theirs"}${bad ? " failed" : ""}`, "data-status": message.status },
    make("p", {}, message.body), make("small", {}, facts));
}

export function showPhones() {
  const shown = [...state.phones.values()].filter((phone) => phone.shown);
  for (const [number, card] of cards) if (!shown.some((phone) => phone.number === number)) { card.root.remove(); cards.delete(number); }
  for (const phone of shown) {
    if (!cards.has(phone.number)) {
      cards.set(phone.number, new Card(phone));
      document.getElementById("phones").append(cards.get(phone.number).root);
      cards.get(phone.number).live();
      const thread = cards.get(phone.number).find(".thread");
      thread.scrollTop = thread.scrollHeight;
    } else cards.get(phone.number).phone(phone);
  }
  showOthers();
}

function showOthers() {
  const away = [...state.phones.values()].filter((phone) => !phone.shown);
  const place = document.getElementById("others");
  place.hidden = !away.length;
  const open = (phone) => () => post("phones", { number: phone.number, shown: true });
  place.replaceChildren(make("span", { class: "hint" }, "More phones:"),
    ...away.slice(0, 40).map((phone) => make("button", { class: "chip", onclick: open(phone) }, phone.name || pretty(phone.number))));
}

export function showThread(number) { cards.get(number)?.thread(); }
export function showNumbers() { for (const card of cards.values()) card.numbers(); }
export function showCall(number) { cards.get(number)?.live(); }
export function isShown(number) { return cards.has(number); }
