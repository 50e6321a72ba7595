// The part of a phone that is shown while it rings or is in a call.

import { complain, make, post, pretty } from "./api.js";
import { hush, record } from "./sound.js";

const KEYS = ["1", "2", "3", "4", "5", "6", "7", "8", "9", "*", "0", "#"];
const STATUS = { "in-progress": "speaking", ringing: "calling" };
const WAITING = { ring: "ringing", record: "recording: speak, then press #", bridge: "connected" };

export class CallPanel {
  constructor(place, problem) {
    this.place = place;
    this.problem = problem;
    this.sid = null;
  }

  show(call) {
    const rings = call && call.waiting === "ring" && call.direction !== "inbound";
    const mode = call ? (rings ? "ringing" : "talking") : "none";
    this.call = call;
    this.place.hidden = !call;
    if (!call) { this.sid = null; this.mode = mode; this.place.replaceChildren(); return; }
    if (call.sid !== this.sid || mode !== this.mode) {
      this.sid = call.sid;
      this.mode = mode;
      this.place.replaceChildren(...(rings ? this.ringing(call) : this.talking(call)));
    }
    if (!rings) this.update(call);
  }

  async act(path, wish) {
    complain(this.problem, null);
    hush();
    try { await post(`calls/${this.sid}/${path}`, wish); } catch (wrong) { complain(this.problem, wrong); }
  }

  ringing(call) {
    return [
      make("p", { class: "ringing" }, make("strong", {}, "Incoming call"), make("span", {}, pretty(call.from))),
      make("div", { class: "row" },
        make("button", { class: "good", onclick: () => this.act("answer") }, "Answer"),
        make("button", { class: "bad", onclick: () => this.act("reject") }, "Reject"),
        make("button", { onclick: () => this.act("voicemail") }, "Voicemail")),
    ];
  }

  talking(call) {
    this.heard = make("ol", { class: "heard", "aria-label": "Heard in this call" });
    this.line = make("p", { class: "call-line" });
    const words = make("input", { placeholder: "Say something", "aria-label": "Say something" });
    const say = (event) => { event.preventDefault(); if (words.value.trim()) this.act("speak", { text: words.value }); words.value = ""; };
    const begin = (speaking) => post(`calls/${this.sid}/begin`, { speaking }).catch(() => {});
    words.addEventListener("input", () => begin(words.value !== ""));
    this.microphone = make("button", { type: "button", onclick: () => this.toggleMicrophone() }, "Record");
    return [
      make("div", { class: "call-head" }, this.line,
        make("button", { class: "bad", onclick: () => this.act("hangup") }, "Hang up")),
      this.heard,
      make("div", { class: "keypad", role: "group", "aria-label": "Keypad" },
        ...KEYS.map((key) => make("button", { onclick: () => this.act("press", { digits: key }) }, key))),
      make("form", { class: "speak", onsubmit: say }, words, make("button", {}, "Say")),
      make("div", { class: "row" }, this.microphone,
        make("button", { title: "Record three seconds of a tone", onclick: () => this.act("record", { seconds: 3, finish: "#" }) }, "Tone"),
        make("button", { title: "Say nothing until the time is up", onclick: () => this.act("silence") }, "Stay silent")),
    ];
  }

  async toggleMicrophone() {
    try {
      if (!this.stop) {
        hush();
        this.stop = await record();
        await post(`calls/${this.sid}/begin`);
        this.microphone.textContent = "Stop";
        this.microphone.classList.add("on");
        return;
      }
      const wav = await this.stop();
      this.stop = null;
      this.microphone.textContent = "Record";
      this.microphone.classList.remove("on");
      await this.act("record", { wav, finish: "#" });
    } catch (wrong) {
      this.stop = null;
      complain(this.problem, `The microphone cannot be used (${wrong.message}). "Tone" records a tone instead.`);
    }
  }

  update(call) {
    const other = call.direction === "inbound" ? call.to : call.from;
    const waiting = call.waiting.startsWith("gather") ? "listening" : WAITING[call.waiting] || STATUS[call.status] || call.status;
    this.line.replaceChildren(make("strong", {}, pretty(other)), make("span", { class: "pill" }, waiting));
    this.heard.replaceChildren(...call.heard.filter((line) => line.kind !== "pause").map(heardLine));
    this.heard.scrollTop = this.heard.scrollHeight;
  }
}

function heardLine(line) {
  const mine = ["digits", "speech", "recording"].includes(line.kind);
  const words = {
    digits: `pressed ${line.text}`, recording: `recorded ${line.seconds.toFixed(1)} s`, beep: "beep",
    play: `played ${line.seconds.toFixed(1)} s of audio`,
  }[line.kind] || line.text;
  const item = make("li", { class: mine ? "mine" : line.kind }, words);
  if (line.kind === "play") item.append(make("audio", { controls: true, preload: "none", src: "sim/audio/" + line.sha256 }));
  return item;
}
