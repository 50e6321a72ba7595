// The page: loads what there is, then follows the stream of events.

import { complain, e164, get, load, make, post, pretty, state } from "./api.js";
import { misbehave, showLog, showMail, showRules, tabs } from "./panes.js";
import { isShown, showCall, showNumbers, showPhones, showThread } from "./phones.js";
import { hear, hush, sound } from "./sound.js";

let smtpPort = null;

async function everything() {
  smtpPort = (await load()).smtp_port;
  numbers();
  showPhones();
  showNumbers();
  for (const call of state.calls.values()) showCall(call.phone);
  await Promise.all([showMail(smtpPort), showRules()]);
}

function numbers() {
  const place = document.getElementById("numbers");
  const shown = state.numbers.map((item) => make("span", { class: "number", title: item.friendly_name }, pretty(item.phone_number)));
  place.replaceChildren(...(shown.length ? shown : [make("span", { class: "hint" }, "no number registered yet")]));
}

function follow() {
  const stream = new EventSource("sim/events?after=" + state.seq);
  const link = document.getElementById("link");
  stream.onopen = () => { link.textContent = "live"; link.className = "pill good"; };
  stream.onerror = () => { link.textContent = "reconnecting"; link.className = "pill bad"; };
  stream.onmessage = (event) => happened(JSON.parse(event.data));
}

const fresh = new Map();

async function call(sid) {
  if (fresh.has(sid)) { fresh.set(sid, "again"); return; }
  fresh.set(sid, "asked");
  const found = await get("calls/" + sid);
  if (found.sid) state.calls.set(sid, found);
  const again = fresh.get(sid) === "again";
  fresh.delete(sid);
  if (found.waiting === "ring" && found.direction !== "inbound" && !isShown(found.phone)) await post("phones", { number: found.phone, shown: true });
  showCall(found.phone);
  if (again) await call(sid);
}

async function happened(event) {
  state.seq = event.seq;
  if (["message", "status"].includes(event.type)) {
    state.messages.set(event.sid, { ...state.messages.get(event.sid), ...event });
    event.phones.forEach(showThread);
    if (event.phones.some((number) => !state.phones.has(number) && !state.numbers.some((item) => item.phone_number === number))) await refreshPhones();
    showLog();
  } else if (event.type === "call") {
    await call(event.sid);
    if (event.over) hush();
  } else if (event.type === "heard") {
    if (isShown(event.phone)) hear(event);
    await call(event.sid);
  } else if (event.type === "email") await showMail(smtpPort);
  else if (event.type === "phone") { state.phones.set(event.number, event); showPhones(); }
  else if (["number", "reset"].includes(event.type)) await everything();
}

async function refreshPhones() {
  const { phones } = await get("phones");
  state.phones = new Map(phones.map((phone) => [phone.number, phone]));
  showPhones();
}

function adding() {
  const form = document.getElementById("add");
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    const given = Object.fromEntries(new FormData(form));
    try {
      await post("phones", { number: e164(given.number), name: given.name, shown: true });
      complain(form.querySelector(".error"), null);
      form.reset();
    } catch (wrong) { complain(form.querySelector(".error"), wrong); }
  });
}

function soundSwitch() {
  const button = document.getElementById("sound");
  button.addEventListener("click", () => {
    sound.on = !sound.on;
    if (!sound.on) hush();
    button.textContent = sound.on ? "Sound on" : "Sound off";
    button.setAttribute("aria-pressed", String(sound.on));
  });
}

tabs();
misbehave();
adding();
soundSwitch();
await everything();
follow();
