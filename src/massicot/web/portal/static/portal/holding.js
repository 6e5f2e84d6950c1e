// Typing that would fill the wrong line is held, until a key that moves says that the line was looked at.
//
// Where marks are whole, a comma after two digits comes when the next line is open already. Where they have decimals,
// what can no longer become a mark is often the next one, typed without Enter: going on would leave it in this line.

export class Hold {
  constructor(released) {
    this.released = released;
    this.isHeld = false;
  }

  hold() {
    this.isHeld = true;
  }

  // Says whether a key is kept back.
  stops(event) {
    if (!this.isHeld || event.key === "Shift") return false;
    if (event.key.length === 1) {
      event.preventDefault();
      return true;
    }
    this.isHeld = false;
    this.released();
    return false;
  }
}
