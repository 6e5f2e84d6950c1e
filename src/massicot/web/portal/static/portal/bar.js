// The bar below the lines: what is saved and what is not, in sight always, aloud only when it matters.

export class Bar {
  constructor({ lines, say, hold }) {
    Object.assign(this, { lines, say, hold });
    this.status = document.getElementById("status");
    this.spoken = document.getElementById("spoken");
    this.signIn = document.getElementById("sign-in-again");
    this.lastState = { count: 0 };
    const bar = document.getElementById("bar");
    // Lines keep clear of the bar, which grows with what it says.
    new ResizeObserver(() => document.documentElement.style.setProperty("--bar", `${bar.offsetHeight}px`)).observe(bar);
  }

  show(state = this.lastState) {
    this.lastState = state;
    const { trouble, sentence, count, isShut = false } = state;
    for (const line of this.lines) line.cell.readOnly = isShut;
    const faulty = this.lines.filter((line) => line.isFaulty);
    const isHalfTyped = this.lines.some((line) => line.isHalfTyped);
    const isTrouble = Boolean(sentence || trouble || faulty.length || this.hold.isHeld);
    const isCalmlyHeld = this.hold.isHeld && !sentence && !trouble;
    const saving = isCalmlyHeld ? "" : this.saving(state, faulty.length || isHalfTyped);
    this.status.textContent = [this.hold.sentence, this.refused(faulty), saving].filter(Boolean).join(" ");
    this.signIn.hidden = trouble !== "SignedOut";
    // Each save would talk over the typing: only trouble, its end, and the last line are spoken.
    const wasTrouble = this.status.classList.contains("is-trouble");
    this.status.classList.toggle("is-trouble", isTrouble);
    if (isTrouble || wasTrouble || !(count || isHalfTyped)) this.speak(this.status.textContent);
  }

  saving({ trouble, sentence, count }, isPart) {
    const pending = count ? this.say("Pending", { count }) : "";
    if (sentence) return `${sentence} ${pending}`.trim();
    if (trouble) return this.say(trouble, { count });
    return pending || this.say(isPart ? "RestSaved" : "AllSaved");
  }

  refused(faulty) {
    if (!faulty.length) return "";
    const values = { count: faulty.length, line: this.lines.indexOf(faulty[0]) + 1 };
    return this.say(faulty.length === 1 ? "FaultyOne" : "Faulty", values);
  }

  speak(text) {
    if (this.spoken.textContent !== text) this.spoken.textContent = text;
  }
}
