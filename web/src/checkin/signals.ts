// What a verdict sounds and feels like, so that the eyes can stay on the guest.

export type Signal = "good" | "again" | "bad";

let audio: AudioContext | null = null;

/** Browsers let a page sound only after a tap: called by the Start button. */
export function allowSound(): void {
  audio ??= new AudioContext();
  void audio.resume();
}

// Pitch in Hz, start and length in seconds: rising for good, level for again, falling for bad.
const TONES: Record<Signal, [pitch: number, start: number, length: number][]> = {
  good: [[660, 0, 0.09], [990, 0.1, 0.16]],
  again: [[520, 0, 0.14], [520, 0.22, 0.14]],
  bad: [[330, 0, 0.18], [196, 0.2, 0.4]],
};

const PULSES: Record<Signal, number[]> = { good: [60], again: [90, 80, 90], bad: [350] };

export function give(signal: Signal): void {
  navigator.vibrate?.(PULSES[signal]);
  if (!audio) return;
  for (const [pitch, start, length] of TONES[signal]) {
    const tone = audio.createOscillator();
    const volume = audio.createGain();
    const from = audio.currentTime + start;
    tone.frequency.value = pitch;
    tone.type = signal === "bad" ? "square" : "sine";
    volume.gain.setValueAtTime(0.25, from);
    volume.gain.exponentialRampToValueAtTime(0.001, from + length);
    tone.connect(volume).connect(audio.destination);
    tone.start(from);
    tone.stop(from + length);
  }
}
