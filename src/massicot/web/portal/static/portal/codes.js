// AB and CB as buttons: the keypad of a telephone has digits and no letters.

export class Codes {
  // `put` writes a code into the line that was typed in last; no button takes the keypad away from it.
  constructor(group, put) {
    for (const button of group.querySelectorAll("button")) {
      button.addEventListener("pointerdown", (event) => event.preventDefault());
      button.addEventListener("mousedown", (event) => event.preventDefault());
      button.addEventListener("click", () => put(button.value));
    }
  }
}
