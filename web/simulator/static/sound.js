// Hearing a call (speech synthesis and audio, one after the other) and recording into it (microphone to WAV).

const RATE = 8000;
const queue = [];
let playing = null;
export const sound = { on: true };

export function hear(line) {
  if (!sound.on || !["say", "play"].includes(line.kind)) return;
  queue.push(line);
  if (!playing) next();
}

export function hush() {
  queue.length = 0;
  window.speechSynthesis?.cancel();
  playing?.pause?.();
  playing = null;
}

function next() {
  const line = queue.shift();
  playing = line ? (line.kind === "say" ? speak(line.text) : play(line.sha256)) : null;
}

function speak(words) {
  if (!window.speechSynthesis) return void next();
  const said = new SpeechSynthesisUtterance(words);
  said.onend = said.onerror = () => playing === said && next();
  window.speechSynthesis.speak(said);
  return said;
}

function play(sha256) {
  const audio = new Audio("sim/audio/" + sha256);
  audio.onended = audio.onerror = () => playing === audio && next();
  audio.play().catch(() => playing === audio && next());
  return audio;
}

// Starts the microphone; the function it gives stops it and gives a WAV in base64.
export async function record() {
  const stream = await navigator.mediaDevices.getUserMedia({ audio: true });
  const recorder = new MediaRecorder(stream);
  const chunks = [];
  recorder.ondataavailable = (event) => chunks.push(event.data);
  recorder.start();
  return async () => {
    await new Promise((done) => { recorder.onstop = done; recorder.stop(); });
    stream.getTracks().forEach((track) => track.stop());
    return base64(wav(await samples(new Blob(chunks))));
  };
}

async function samples(blob) {
  const context = new AudioContext();
  const sounds = await context.decodeAudioData(await blob.arrayBuffer());
  await context.close();
  const offline = new OfflineAudioContext(1, Math.max(1, Math.ceil(sounds.duration * RATE)), RATE);
  const source = new AudioBufferSourceNode(offline, { buffer: sounds });
  source.connect(offline.destination);
  source.start();
  return (await offline.startRendering()).getChannelData(0);
}

function wav(floats) {
  const view = new DataView(new ArrayBuffer(44 + floats.length * 2));
  const text = (at, letters) => [...letters].forEach((letter, i) => view.setUint8(at + i, letter.charCodeAt(0)));
  text(0, "RIFF"); view.setUint32(4, 36 + floats.length * 2, true); text(8, "WAVEfmt ");
  view.setUint32(16, 16, true); view.setUint16(20, 1, true); view.setUint16(22, 1, true);
  view.setUint32(24, RATE, true); view.setUint32(28, RATE * 2, true);
  view.setUint16(32, 2, true); view.setUint16(34, 16, true);
  text(36, "data"); view.setUint32(40, floats.length * 2, true);
  floats.forEach((value, i) => view.setInt16(44 + i * 2, Math.max(-1, Math.min(1, value)) * 32767, true));
  return new Uint8Array(view.buffer);
}

function base64(bytes) {
  let text = "";
  for (let at = 0; at < bytes.length; at += 8192) text += String.fromCharCode(...bytes.subarray(at, at + 8192));
  return btoa(text);
}
