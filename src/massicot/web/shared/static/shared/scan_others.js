// What somebody else left unsent in this browser: shown with what follows, sent as one's own or thrown away, never silently.

export class Others {
  constructor(place, queue, { say, spaced }) {
    Object.assign(this, { place, queue, say, spaced });
    this.part("take").addEventListener("click", () => this.end((others) => queue.takeOver(others)));
    this.part("throw").addEventListener("click", () => this.end((others) => queue.throwAway(others)));
    addEventListener("storage", () => this.show());
    this.show();
  }

  part(name) {
    return this.place.querySelector(`[data-scan-${name}]`);
  }

  // Only what was in sight is taken or thrown away.
  end(act) {
    act(this.shown);
    this.show();
  }

  show() {
    this.shown = this.queue.others;
    this.place.hidden = !this.shown.length;
    this.part("others-count").textContent = this.shown.length ? this.say("Others", { count: this.shown.length }) : "";
    this.part("others-codes").textContent = this.shown.map(({ code }) => this.spaced(code)).join(", ");
  }
}
