// What a scan sounds like: one short tune for each mood, and a button that remembers silence.

const MUTED = "massicot.scan.muted";

// Each mood: notes of [hertz, seconds]. Right is short and high; what must be put aside is long and low.
const TUNES = {
  right: [[880, 0.09]],
  found: [[660, 0.09], [990, 0.14]],
  noted: [[660, 0.05]],
  waiting: [[520, 0.05]],
  double: [[440, 0.12], [440, 0.12]],
  foreign: [[196, 0.45]],
  unreadable: [[247, 0.15], [196, 0.15], [247, 0.15]],
  refused: [[196, 0.45]],
};

export class Signal {
  constructor() {
    this.sounds = null;
  }

  get isMuted() {
    return localStorage.getItem(MUTED) === "yes";
  }

  set isMuted(muted) {
    localStorage.setItem(MUTED, muted ? "yes" : "no");
  }

  // Plays the tune of a mood; a browser that cannot, or that nobody has touched yet, stays silent.
  play(mood) {
    if (this.isMuted || !window.AudioContext) return;
    this.sounds ??= new AudioContext();
    this.sounds.resume();
    let start = this.sounds.currentTime;
    for (const [hertz, seconds] of TUNES[mood] ?? []) {
      this.note(hertz, start, seconds);
      start += seconds + 0.04;
    }
  }

  note(hertz, start, seconds) {
    const oscillator = this.sounds.createOscillator();
    const volume = this.sounds.createGain();
    oscillator.type = hertz < 300 ? "square" : "sine";
    oscillator.frequency.value = hertz;
    volume.gain.setValueAtTime(0.2, start);
    volume.gain.exponentialRampToValueAtTime(0.001, start + seconds);
    oscillator.connect(volume).connect(this.sounds.destination);
    oscillator.start(start);
    oscillator.stop(start + seconds);
  }

  // Makes a button say and switch whether sounds are on.
  wire(button) {
    const show = () => button.setAttribute("aria-pressed", String(this.isMuted));
    button.hidden = false;
    button.addEventListener("click", () => {
      this.isMuted = !this.isMuted;
      show();
      this.play("right");
    });
    show();
  }
}
