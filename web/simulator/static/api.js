// The simulator's JSON interface, and what the page knows of it.

export const state = { numbers: [], phones: new Map(), messages: new Map(), calls: new Map(), seq: 0 };

export async function get(path) {
  return (await fetch("sim/" + path)).json();
}

export async function post(path, wish = {}) {
  const answer = await fetch("sim/" + path, { method: "POST", body: JSON.stringify(wish) });
  const told = await answer.json();
  if (!answer.ok) throw new Error(told.error || told.message || answer.statusText);
  return told;
}

export async function load() {
  const [now, texts, calls] = await Promise.all([get("state"), get("messages?limit=2000"), get("calls?live=1")]);
  state.numbers = now.numbers;
  state.seq = now.seq;
  state.phones = new Map(now.phones.map((phone) => [phone.number, phone]));
  state.messages = new Map(texts.messages.map((message) => [message.sid, message]));
  state.calls = new Map(calls.calls.map((call) => [call.sid, call]));
  return now;
}

// Finds what a person typed: (415) 555-0101 and 4155550101 are +14155550101.
export function e164(typed) {
  const digits = typed.replace(/[^\d+]/g, "");
  if (digits.startsWith("+")) return digits;
  return digits.length === 11 && digits.startsWith("1") ? "+" + digits : "+1" + digits;
}

export function pretty(number) {
  const parts = /^\+1(\d{3})(\d{3})(\d{4})$/.exec(number);
  return parts ? `(${parts[1]}) ${parts[2]}-${parts[3]}` : number;
}

export function make(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
    else if (value !== false && value != null) element.setAttribute(name, value === true ? "" : value);
  }
  element.append(...children.filter((child) => child != null && child !== false));
  return element;
}

export function complain(place, problem) {
  place.textContent = problem ? String(problem.message || problem) : "";
  place.hidden = !problem;
}
