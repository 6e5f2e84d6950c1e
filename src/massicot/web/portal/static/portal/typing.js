// What a key does inside one cell, whatever pressed it: keys, a finger, a paste. A cell that holds a whole mark, or one
// that was refused, is replaced whole wherever the caret stands; half of an old mark never mixes with a new one.

export class Typing {
  constructor(line) {
    this.line = line;
    line.cell.addEventListener("beforeinput", () => this.before());
    line.cell.addEventListener("click", () => line.cell.select());
  }

  before() {
    const { value, selectionStart, selectionEnd } = this.line.cell;
    this.was = { value, start: selectionStart, end: selectionEnd, isFull: this.line.isFull };
  }

  // Gives what was put in, or an empty text when something was only taken away.
  inserted() {
    const { value, start, end } = this.was;
    return this.line.cell.value.slice(start, this.line.cell.value.length - (value.length - end));
  }

  // Writes what the cell is to hold after a key; gives what was put in.
  replace(event) {
    if (!this.was) return "";
    const isTaken = event.inputType.startsWith("delete");
    const put = isTaken ? "" : this.inserted();
    if (this.was.isFull && !event.inputType.startsWith("history")) this.line.cell.value = put;
    return put;
  }

  // Says whether the line held something that was not about to be replaced.
  takeBack() {
    const { value, start, end, isFull } = this.was;
    this.line.cell.value = value;
    this.line.cell.select();
    return Boolean(value) && !isFull && end - start < value.length;
  }
}

// A code is whole at its first letter. Who writes the others too, as on paper, does not mean the next line.
export class Tail {
  text = "";

  follow(typed, written) {
    this.text = /^[A-Z]/.test(written) ? written.slice(typed.length) : "";
  }

  // Says whether this is the letter that was still to come.
  takes(put) {
    if (!put || put.toUpperCase() !== this.text.slice(0, put.length)) return false;
    this.text = this.text.slice(put.length);
    return true;
  }

  // Keys that a telephone does not name, and those that only make a capital, come between without meaning anything.
  hear(key) {
    const isMute = ["Shift", "CapsLock", "Unidentified", "Process"].includes(key);
    if (!isMute && key.toUpperCase() !== this.text[0]) this.text = "";
  }
}
