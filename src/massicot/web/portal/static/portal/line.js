// One line of the grid: what is typed, what is saved, what is wrong.

export class Line {
  constructor(cell, values, say) {
    this.cell = cell;
    this.number = cell.dataset.number;
    this.seen = cell.dataset.seen;
    this.isFaulty = false;
    this.values = new Set(values);
    this.say = say;
    this.state = document.getElementById(cell.getAttribute("aria-describedby"));
    // A page brought back by the browser may show what was typed before: what is saved is what the server said.
    cell.value = this.seen;
    cell.readOnly = false;
  }

  get value() {
    return this.cell.value.toUpperCase().replace(/\s/g, "").replace(".", ",");
  }

  differs() {
    return !this.isFaulty && this.value !== this.seen;
  }

  // Which values could still come of what is typed so far.
  read() {
    this.forgive();
    const candidates = [...this.values].filter((value) => value.startsWith(this.value));
    if (!this.value) return "open";
    if (!candidates.length) return "impossible";
    if (/^[A-Z]/.test(this.value) && candidates.length === 1) this.cell.value = candidates[0];
    return candidates.length === 1 && this.values.has(this.value) ? "whole" : "open";
  }

  // Writes what stands in the line as the scale does ("12" is "12,0" in tenths); says whether it may stand there.
  settle() {
    const written = this.value ? this.writings().find((text) => this.values.has(text)) : "";
    if (written === undefined) {
      this.refuse();
      return false;
    }
    this.cell.value = written;
    return true;
  }

  writings() {
    const texts = [this.value, `${this.value},0`, `${this.value}0`, `${this.value},00`];
    return /^[0-9]+(,[0-9]*)?$/.test(this.value) ? texts : [this.value];
  }

  isWhollySelected() {
    return this.cell.selectionStart === 0 && this.cell.selectionEnd === this.cell.value.length;
  }

  refuse(sentence = this.say("OffScale", { value: this.value })) {
    this.isFaulty = true;
    this.cell.setAttribute("aria-invalid", "true");
    this.write("is-refused", `${this.say("Refused")} – ${sentence}`);
  }

  forgive() {
    if (!this.isFaulty) return;
    this.isFaulty = false;
    this.cell.removeAttribute("aria-invalid");
    this.markSaved();
  }

  markUnsaved() {
    this.write("is-unsaved", this.say("Unsaved"));
  }

  markSaved() {
    this.write(this.seen ? "is-saved" : "", this.seen ? this.say("Saved") : "");
  }

  // The server saved this value; what was typed since is still to be saved.
  acknowledge(value) {
    this.seen = value;
    if (this.differs()) return;
    if (value) this.markSaved();
    else this.write("", this.say("Emptied"));
  }

  reject(value, refusal) {
    this.seen = refusal.current;
    if (this.value !== value) return;
    const stands = refusal.current ? ` ${this.say("Stands", { current: refusal.current })}` : "";
    this.refuse(refusal.reason + stands);
  }

  spoken() {
    return `${this.cell.labels[0].textContent}: ${this.state.textContent}`;
  }

  write(mood, text) {
    this.state.className = `state ${mood}`;
    this.state.textContent = text;
  }
}
