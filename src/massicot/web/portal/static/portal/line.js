// One line of the grid: what is typed, what is saved, what is wrong.

export class Line {
  // `takeBack` is what the button does on a line that waits for the office.
  constructor(cell, values, say, takeBack) {
    this.cell = cell;
    this.number = cell.dataset.number;
    this.seen = cell.dataset.seen;
    this.isFaulty = false;
    this.referred = cell.dataset.referred;
    // How often it was referred, as this page knows; and whether a report left of which nobody knows if it arrived.
    this.times = Number(cell.dataset.times);
    this.isInDoubt = false;
    // Something else was saved here than the page knew, and nobody was told of it yet.
    this.isBehind = false;
    // Typed here since the server last said what it holds: what it held then may be what another replaced.
    this.isTyped = false;
    this.values = new Set(values);
    this.say = say;
    this.takeBack = takeBack;
    this.told = "";
    this.state = document.getElementById(cell.getAttribute("aria-describedby"));
    // A page brought back by the browser may show what was typed before: what is saved is what the server said.
    cell.value = this.seen;
    cell.readOnly = false;
    if (this.referred) this.markReferred(this.referred);
  }

  get value() {
    return this.cell.value.toUpperCase().replace(/\s/g, "").replace(".", ",");
  }

  differs() {
    return !this.isFaulty && (this.isBehind || this.value !== this.seen || (this.isTyped && this.value !== ""));
  }

  // A whole mark stands here, or one that was refused: what comes next replaces it.
  get isFull() {
    return this.isFaulty || this.values.has(this.value);
  }

  get isHalfTyped() {
    return this.differs() && Boolean(this.value) && !this.values.has(this.value);
  }

  get isEmpty() {
    return !this.value && !this.referred;
  }

  // The office decided of its script: left empty, nobody asks for it any more.
  get isGivenUp() {
    return "givenUp" in this.cell.dataset && this.isEmpty;
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
      this.refuse(this.say("OffScale", { value: this.value }) + this.stands());
      return false;
    }
    this.cell.value = written;
    return true;
  }

  // Zeros are added behind a comma only: a "1" that was left half typed is no 10.
  writings() {
    if (!/^[0-9]+(,[0-9]*)?$/.test(this.value)) return [this.value];
    const decimals = this.value.includes(",") ? this.value : `${this.value},`;
    return [this.value, `${decimals}0`, `${decimals}00`];
  }

  isWhollySelected() {
    return this.cell.selectionStart === 0 && this.cell.selectionEnd === this.cell.value.length;
  }

  // What the server holds, where it is not what the line shows.
  stands() {
    return this.seen ? ` ${this.say("Stands", { current: this.seen })}` : "";
  }

  refuse(sentence = this.say("OffScale", { value: this.value })) {
    this.isFaulty = true;
    this.cell.setAttribute("aria-invalid", "true");
    this.write("is-refused", `${this.say("Refused")} – ${sentence}`, this.backButton());
  }

  // What was typed and not saved, beside what stands there.
  refuseKept(value) {
    this.refuse(this.say("Kept", { value: value || "–" }) + this.stands());
  }

  forgive() {
    if (!this.isFaulty) return;
    this.isFaulty = false;
    this.cell.removeAttribute("aria-invalid");
    this.markSaved();
  }

  markHalfTyped() {
    if (this.seen) this.write("", this.say("Typing"));
  }

  markUnsaved() {
    this.write("is-unsaved", this.say("Unsaved"));
  }

  markSaved() {
    if (this.referred) this.writeReferred(this.seen ? "SavedReferred" : "Referred");
    else this.write(this.seen ? "is-saved" : "", this.seen ? this.say("Saved") : "");
  }

  // The office has it: the line may be typed all the same, and waits for the answer.
  markReferred(value, words = this.seen ? "SavedReferred" : "Referred") {
    this.referred = value;
    this.isInDoubt = false;
    this.isFaulty = false;
    this.cell.removeAttribute("aria-invalid");
    if (this.value === value) this.cell.value = this.seen;
    this.writeReferred(words);
  }

  writeReferred(words) {
    this.write("is-referred", this.say(words, { value: this.referred }), this.backButton());
  }

  // One button as long as the line is at the office: whoever leaves the line for it must find it.
  backButton() {
    if (!this.referred) return null;
    if (this.back?.dataset.value !== this.referred) {
      this.back = this.button("TakeBack", this.referred, () => this.takeBack(this));
      this.back.dataset.value = this.referred;
    }
    return this.back;
  }

  markTakenBack() {
    this.leaveOffice();
    this.markSaved();
  }

  // What it answered is read on the page as it is now, not here.
  markAnswered() {
    this.leaveOffice();
    this.write("is-referred", this.say("Answered"));
  }

  leaveOffice() {
    this.referred = "";
    this.isInDoubt = false;
    this.isFaulty = false;
    this.cell.removeAttribute("aria-invalid");
  }

  // An act on the line did not come through: what is typed there is as good as before.
  tellTrouble(sentence) {
    this.write("is-refused", sentence, this.backButton());
  }

  get isSettled() {
    return Boolean(this.value || this.referred || this.isGivenUp) && !this.isFaulty;
  }

  // The server saved this value; what was typed since is still to be saved.
  acknowledge(value) {
    this.seen = value;
    this.isBehind = false;
    if (this.value === value) this.isTyped = false;
    if (this.isFaulty || this.differs()) return;
    if (value || this.referred) this.markSaved();
    else this.write("", this.say(this.isGivenUp ? "GivenUp" : "Emptied"));
  }

  // `refer` is what the button does where the register forbids what the marker sees, `confirm` where the exam centre
  // counted something else.
  reject(value, refusal, { refer, confirm }) {
    // Whoever typed the line anew meanwhile is told by the answer to that: it goes out over what they saw, not over this.
    if (this.value !== value) return void (this.isBehind ||= refusal.current !== this.seen);
    this.isBehind = this.isTyped = false;
    this.seen = refusal.current;
    if (refusal.can_refer && this.referred) return this.rejectReferred(value, refusal.reason);
    this.refuse(refusal.reason + this.stands());
    if (refusal.can_refer) this.offer(value, refer);
    if (refusal.can_confirm) this.offer(value, confirm, "Confirm");
  }

  offer(value, act, name = "Refer") {
    const button = this.button(name, value, () => act(this, value));
    this.state.append(" ", button);
    return button;
  }

  // The office already has this line: it answers once, whatever is typed here meanwhile.
  rejectReferred(value, reason) {
    if (value === this.referred) this.markReferred(value, "ReferredAlready");
    else this.refuse(`${reason} ${this.say("AtOffice", { value: this.referred })}${this.stands()}`);
  }

  button(name, value, act) {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "secondary outline refer";
    button.textContent = this.say(name, { value });
    const spoken = { number: button.textContent, state: `${this.label}, ${value}` };
    button.setAttribute("aria-label", this.say("Spoken", spoken));
    // A mouse takes no focus from the line: leaving it would write its state anew, and this button away.
    button.addEventListener("mousedown", (event) => event.preventDefault());
    button.addEventListener("click", async () => {
      if (button.ariaDisabled === "true") return;
      button.ariaDisabled = "true";
      await act();
      button.ariaDisabled = null;
    });
    return button;
  }

  get label() {
    return this.cell.labels[0].textContent;
  }

  spoken() {
    return this.say("Spoken", { number: this.label, state: this.told });
  }

  // On a telephone the bar below would hide a refusal that makes the page longer.
  reveal() {
    this.state.scrollIntoView({ block: "nearest" });
    document.activeElement.scrollIntoView({ block: "nearest" });
  }

  write(mood, text, button = null) {
    this.told = text;
    this.state.className = `state ${mood}`;
    for (const node of [...this.state.childNodes]) if (node !== button) node.remove();
    this.state.prepend(button ? `${text} ` : text);
    if (button && !button.isConnected) this.state.append(button);
  }
}
