// Records in the browser, or takes any audio file, as 8 kHz mono WAV: what carriers play. It is heard before it is kept.
const RATE = 8000;

document.addEventListener("DOMContentLoaded", () => {
  const form = document.getElementById("record");
  if (!form || !window.MediaRecorder || !window.OfflineAudioContext) return;
  const [field, button, player, said] = ["audio", "start", "heard", "said"].map((id) => document.getElementById(id));
  let recorder = null;
  button.hidden = !navigator.mediaDevices;
  const take = async (blob) => {
    try {
      const wav = await toWav(await blob.arrayBuffer());
      const files = new DataTransfer();
      files.items.add(new File([wav], "recording.wav", { type: "audio/wav" }));
      field.files = files.files;
      player.src = URL.createObjectURL(wav);
      player.hidden = false;
      said.textContent = "Listen to it, then keep it.";
    } catch {
      said.textContent = "That is no sound that can be read. Choose a recording, such as voice.mp3.";
      field.value = "";
    }
  };
  button.addEventListener("click", async () => {
    if (recorder) return recorder.stop();
    let stream;
    try {
      stream = await navigator.mediaDevices.getUserMedia({ audio: true });
    } catch {
      said.textContent = "The microphone may not be used here. Allow it, or call your number to record.";
      return;
    }
    const pieces = [];
    recorder = new MediaRecorder(stream);
    recorder.addEventListener("dataavailable", (event) => pieces.push(event.data));
    recorder.addEventListener("stop", () => {
      stream.getTracks().forEach((track) => track.stop());
      take(new Blob(pieces, { type: recorder.mimeType }));
      recorder = null;
      button.textContent = "Record again";
    });
    recorder.start();
    button.textContent = "Stop";
    said.textContent = "Speak now.";
  });
  field.addEventListener("change", () => field.files.length && take(field.files[0]));
  form.dataset.ready = "yes";
});

async function toWav(bytes) {
  const decoder = new OfflineAudioContext(1, 1, RATE);
  const sound = await decoder.decodeAudioData(bytes);
  const mixer = new OfflineAudioContext(1, Math.max(1, Math.ceil(sound.duration * RATE)), RATE);
  const source = mixer.createBufferSource();
  source.buffer = sound;
  source.connect(mixer.destination);
  source.start();
  const samples = (await mixer.startRendering()).getChannelData(0);
  const view = new DataView(new ArrayBuffer(44 + samples.length * 2));
  const text = (at, word) => [...word].forEach((char, n) => view.setUint8(at + n, char.charCodeAt(0)));
  const number = (at, value, size) => (size === 2 ? view.setUint16(at, value, true) : view.setUint32(at, value, true));
  text(0, "RIFF"), number(4, 36 + samples.length * 2, 4), text(8, "WAVEfmt "), number(16, 16, 4);
  number(20, 1, 2), number(22, 1, 2), number(24, RATE, 4), number(28, RATE * 2, 4), number(32, 2, 2), number(34, 16, 2);
  text(36, "data"), number(40, samples.length * 2, 4);
  samples.forEach((one, n) => view.setInt16(44 + n * 2, Math.max(-1, Math.min(1, one)) * 0x7fff, true));
  return new Blob([view], { type: "audio/wav" });
}
