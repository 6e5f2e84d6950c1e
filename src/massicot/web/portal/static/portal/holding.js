// Typing that would fill the wrong line is held, until somebody shows that the line was looked at. Where marks are whole,
// a comma after two digits comes when the next line is open already. What can no longer become a mark is often the next
// one, typed without Enter where marks have decimals: going on would leave it here. A slip that was not seen is followed
// by the mark of the next line, ended with Enter or not: it would take the place of the slip, and each after it move up.

// Whoever types on without looking leaves no pause; after one, a digit is typed over what was refused.
const LOOKED_AT_MS = 1500;

// A telephone names few keys, and some only make a capital: those say nothing.
const RELEASING = ["Tab", "Escape", "Backspace", "Delete", "ArrowUp", "ArrowDown", "Home", "End"];

export class Hold {
  constructor(released) {
    this.released = released;
    this.end();
    document.addEventListener("pointerdown", () => this.release());
  }

  get isHeld() {
    return this.index >= 0;
  }

  // Enter ends every mark with decimals: there it is no sign that a line was looked at.
  begin(index, sentence, { isEndedByEnter }) {
    Object.assign(this, { index, sentence, isEndedByEnter, put: "", heardAt: Date.now() });
  }

  end() {
    this.begin(-1, "", { isEndedByEnter: false });
  }

  release() {
    if (!this.isHeld) return;
    this.end();
    this.released();
  }

  hear(key) {
    if (RELEASING.includes(key) || (key === "Enter" && this.isEndedByEnter)) this.release();
  }

  // After a comma only Enter says that the line was looked at: a digit is what follows the comma.
  get isLookedAt() {
    return !this.isEndedByEnter && Date.now() - this.heardAt >= LOOKED_AT_MS;
  }

  // Says whether what was put into a line, by whatever it was put, is kept back; taking something away is no typing.
  keepsBack(put) {
    if (!put || this.isLookedAt) this.release();
    this.heardAt = Date.now();
    this.put += put;
    return this.isHeld;
  }

  // The first digit after a comma: unless it is a zero, what stands in the line is not the mark that was meant.
  get isBroken() {
    return this.isEndedByEnter && /^[1-9]$/.test(this.put);
  }
}
