// Read-back: one line at a time in large type, one key for each, the paper sheet in the other hand.

export class ReadBack {
  // `onEnd` is told how many lines were read once the last one is.
  constructor(dialog, { lines, say, goTo, onEnd }) {
    Object.assign(this, { dialog, lines, say, goTo, onEnd, index: 0, read: new Set() });
    this.rank = dialog.querySelector("[data-rank]");
    this.number = dialog.querySelector("[data-number-read]");
    this.mark = dialog.querySelector("[data-mark-read]");
    this.beside = dialog.querySelector("[data-beside-read]");
    this.next = dialog.querySelector("[data-next]");
    this.correction = dialog.querySelector("[data-correct]");
    dialog.addEventListener("keydown", (event) => this.pressed(event));
    this.next.addEventListener("click", () => this.show(this.index + 1));
    dialog.querySelector("[data-back]").addEventListener("click", () => this.show(this.index - 1));
    this.correction.addEventListener("click", () => this.correct());
    dialog.addEventListener("close", () => (this.isAtEnd ? this.onEnd(this.read.size) : this.goTo(this.index)));
  }

  get isAtEnd() {
    return this.index >= this.lines.length;
  }

  // What is typed anew is to be read anew.
  forget(index) {
    this.read.delete(index);
  }

  open(index) {
    this.dialog.showModal();
    this.show(index);
  }

  // After the last line the dialog closes: everything was read.
  show(index) {
    this.index = Math.max(0, index);
    if (this.isAtEnd) return this.dialog.close();
    this.read.add(this.index);
    const line = this.lines[this.index];
    this.rank.textContent = this.say("Rank", { line: this.index + 1, lines: this.lines.length });
    this.number.textContent = line.label;
    const isReferred = !line.value && Boolean(line.referred);
    this.mark.textContent = isReferred ? this.say("Referred", { value: line.referred }) : line.value || this.say("Empty");
    this.mark.classList.toggle("is-referred", isReferred);
    const referred = line.value && line.referred ? this.say("Referred", { value: line.referred }) : "";
    this.beside.textContent = line.isFaulty ? line.told : referred;
    this.mark.classList.toggle("is-empty", line.isEmpty || line.isFaulty);
    this.offerFirst(line.isFaulty ? this.correction : this.next);
  }

  // What is refused is corrected, and never passed by one more Enter.
  offerFirst(button) {
    for (const other of [this.next, this.correction]) other.className = other === button ? "" : "secondary outline";
    button.focus();
  }

  // The dialog closes on the line that it shows, to be typed again.
  correct() {
    this.dialog.close();
  }

  pressed(event) {
    const moves = { ArrowDown: 1, ArrowRight: 1, ArrowUp: -1, ArrowLeft: -1, Backspace: -1 };
    if (!(event.key in moves)) return;
    event.preventDefault();
    this.show(this.index + moves[event.key]);
  }
}
