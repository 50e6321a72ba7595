// Beside the phones: the mailbox, misbehaviour, and the webhooks that were posted.

import { complain, e164, get, make, post } from "./api.js";

export function tabs() {
  const all = [...document.querySelectorAll("[data-tab]")];
  for (const tab of all) tab.addEventListener("click", () => {
    for (const other of all) {
      other.setAttribute("aria-selected", String(other === tab));
      document.getElementById(other.dataset.tab).hidden = other !== tab;
    }
    if (tab.dataset.tab === "log") showLog();
    if (tab.dataset.tab === "mail") document.getElementById("mail-count").hidden = true;
  });
}

export async function showMail(smtpPort) {
  const { emails } = await get("emails");
  const place = document.getElementById("mail");
  const empty = smtpPort
    ? `No emails yet. Whatever is sent by SMTP to port ${smtpPort} shows up here.`
    : "The mailbox is closed. Start the simulator with --smtp-port to open it.";
  place.replaceChildren(...(emails.length ? emails.reverse().slice(0, 100).map(letter) : [make("p", { class: "hint" }, empty)]));
  const count = document.getElementById("mail-count");
  count.textContent = String(emails.length);
  count.hidden = !emails.length || !place.hidden;
}

function letter(email) {
  const body = email.html ? make("iframe", { sandbox: true, srcdoc: email.html, title: "HTML part" }) : null;
  return make("details", { class: "letter" },
    make("summary", {}, make("strong", {}, email.subject || "(no subject)"), make("span", {}, email.from_header),
      make("span", {}, "to " + email.recipients.join(", "))),
    make("pre", {}, email.text || "(no plain part)"), body);
}

export async function showRules() {
  const { rules, kinds } = await get("misbehaviour");
  const choice = document.querySelector("#misbehave select");
  if (!choice.options.length) {
    choice.append(...Object.keys(kinds).map((kind) => make("option", { value: kind }, kind.replaceAll("-", " "))));
    const help = () => { document.getElementById("kind-help").textContent = kinds[choice.value] + "."; };
    choice.addEventListener("change", help);
    help();
  }
  const drop = (rule) => async () => { await fetch(`sim/misbehaviour?id=${rule.id}`, { method: "DELETE" }); showRules(); };
  document.getElementById("rules").replaceChildren(...rules.filter((rule) => rule.times !== 0).map((rule) => make("li", {},
    make("span", {}, `${rule.kind} ${rule.times ? rule.times + "×" : "always"} ${rule.number || ""}`),
    make("button", { class: "quiet", onclick: drop(rule) }, "Drop"))));
}

export function misbehave() {
  const form = document.getElementById("misbehave");
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    const given = Object.fromEntries(new FormData(form));
    const wish = { kind: given.kind, code: Number(given.code), delay: Number(given.delay) };
    if (given.times) wish.times = Number(given.times);
    if (given.number) wish.number = e164(given.number);
    try { await post("misbehaviour", wish); complain(form.querySelector(".error"), null); showRules(); }
    catch (wrong) { complain(form.querySelector(".error"), wrong); }
  });
}

export async function showLog() {
  if (document.getElementById("log").hidden) return;
  const { webhooks } = await get("webhooks?limit=40");
  const rows = webhooks.reverse().map((hook) => make("details", { class: "hook" },
    make("summary", {}, make("span", { class: hook.status >= 200 && hook.status < 300 ? "pill good" : "pill bad" }, String(hook.status || hook.error)),
      make("code", {}, new URL(hook.url).pathname), make("small", {}, hook.ms + " ms")),
    make("pre", {}, JSON.stringify(hook.params, null, 1)), make("pre", {}, hook.answer || "(empty answer)")));
  document.getElementById("log").replaceChildren(...(rows.length ? rows : [make("p", { class: "hint" }, "No webhook was posted yet.")]));
}
