// Scans that were not accepted: each stays in sight, through a reload, until somebody says that its script is put apart.

const REFUSED = new Set(["foreign", "unreadable", "refused"]);

export class Apart {
  constructor(place, alarm, { prefix, say, spaced, offerForm }) {
    Object.assign(this, { place, alarm, prefix, say, spaced, offerForm });
    addEventListener("storage", () => this.show());
    this.show();
  }

  get keys() {
    return Object.keys(localStorage)
      .filter((key) => key.startsWith(this.prefix))
      .sort();
  }

  // Keeps what is refused; what is accepted after all, once scanned again, is no longer to be put apart.
  hear(outcome) {
    if (REFUSED.has(outcome.mood)) {
      const { id, mood, word, sentence, code, offer } = outcome;
      const place = `${this.prefix}${String(Date.now()).padStart(15, "0")}|${id}`;
      this.forget(code);
      localStorage.setItem(place, JSON.stringify({ mood, word, sentence, code, offer }));
      this.show();
      this.alarm.textContent = [this.say("Apart", { count: this.keys.length }), word, this.spaced(code)].join(" ");
    } else {
      this.forget(outcome.code);
      this.show();
    }
  }

  forget(code) {
    for (const key of this.keys) if (this.read(key)?.code === code) localStorage.removeItem(key);
  }

  read(key) {
    return JSON.parse(localStorage.getItem(key));
  }

  show() {
    const { keys } = this;
    this.place.hidden = !keys.length;
    this.place.querySelector("[data-scan-apart-count]").textContent = this.say("Apart", { count: keys.length });
    this.place.querySelector("ol").replaceChildren(...keys.map((key) => this.line(key)));
  }

  line(key) {
    const { mood, word, sentence, code, offer } = this.read(key);
    const line = document.createElement("li");
    line.dataset.mood = mood;
    const strong = Object.assign(document.createElement("strong"), { textContent: word });
    const text = document.createElement("p");
    text.append(strong, ` ${this.spaced(code)} – ${sentence}`);
    line.append(text, ...(offer ? [this.offered(code, offer)] : []), this.seen(key, code));
    return line;
  }

  offered(code, offer) {
    const form = this.offerForm(offer, code);
    form.querySelector("button").setAttribute("aria-label", `${offer.label} – ${this.spaced(code)}`);
    return form;
  }

  seen(key, code) {
    const button = document.createElement("button");
    Object.assign(button, { type: "button", className: "secondary outline", textContent: this.say("Seen") });
    button.setAttribute("aria-label", `${this.say("Seen")} – ${this.spaced(code)}`);
    button.addEventListener("click", () => {
      localStorage.removeItem(key);
      this.show();
    });
    return button;
  }
}
