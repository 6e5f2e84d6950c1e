// Read-back: one line at a time in large type, one key for each, the paper sheet in the other hand.

export class ReadBack {
  constructor(dialog, lines, say, goTo) {
    Object.assign(this, { dialog, lines, say, goTo, index: 0 });
    this.rank = dialog.querySelector("[data-rank]");
    this.number = dialog.querySelector("[data-number-read]");
    this.mark = dialog.querySelector("[data-mark-read]");
    this.beside = dialog.querySelector("[data-beside-read]");
    dialog.addEventListener("keydown", (event) => this.pressed(event));
    dialog.querySelector("[data-next]").addEventListener("click", () => this.show(this.index + 1));
    dialog.querySelector("[data-back]").addEventListener("click", () => this.show(this.index - 1));
    dialog.querySelector("[data-correct]").addEventListener("click", () => this.correct());
    dialog.addEventListener("close", () => this.goTo(Math.min(this.index, this.lines.length - 1)));
  }

  open(index) {
    this.dialog.showModal();
    this.show(index);
    this.dialog.querySelector("[data-next]").focus();
  }

  // After the last line the dialog closes: everything was read.
  show(index) {
    this.index = Math.max(0, index);
    if (this.index >= this.lines.length) return this.dialog.close();
    const line = this.lines[this.index];
    this.rank.textContent = this.say("Rank", { line: this.index + 1, lines: this.lines.length });
    this.number.textContent = line.label;
    const isReferred = !line.value && Boolean(line.referred);
    this.mark.textContent = isReferred ? this.say("Referred", { value: line.referred }) : line.value || this.say("Empty");
    this.mark.classList.toggle("is-referred", isReferred);
    const referred = line.value && line.referred ? this.say("Referred", { value: line.referred }) : "";
    this.beside.textContent = line.isFaulty ? line.told : referred;
    this.mark.classList.toggle("is-empty", line.isEmpty || line.isFaulty);
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
