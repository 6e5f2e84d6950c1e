// Typing that would fill the wrong line is held, until a key that moves or empties, or a finger, says that the line was
// looked at. Where marks are whole, a comma after two digits comes when the next line is open already. Where they have
// decimals, what can no longer become a mark is often the next one, typed without Enter: going on would leave it here.

// A telephone names few keys, and some only make a capital: those say nothing.
const RELEASING = ["Enter", "Tab", "Escape", "Backspace", "Delete", "ArrowUp", "ArrowDown", "Home", "End"];

export class Hold {
  constructor(released) {
    this.released = released;
    this.index = -1;
    this.sentence = "";
    document.addEventListener("pointerdown", () => this.release());
  }

  get isHeld() {
    return this.index >= 0;
  }

  begin(index, sentence) {
    Object.assign(this, { index, sentence });
  }

  release() {
    if (!this.isHeld) return;
    this.begin(-1, "");
    this.released();
  }

  hear(key) {
    if (RELEASING.includes(key)) this.release();
  }

  // Says whether what was put into a line, by whatever it was put, is kept back; taking something away is no typing.
  keepsBack(put) {
    if (!put) this.release();
    return this.isHeld;
  }
}
