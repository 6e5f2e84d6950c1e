// One line of the register: what it says, what the server keeps of it, its buttons.

export const NOT_KEYED = "not-keyed";

export class Line {
  // `say` writes the sentences of the page, `title` names a word as the page writes it.
  constructor(row, say) {
    Object.assign(this, { row, say });
    this.candidate = row.id.replace("line-", "");
    this.seat = row.dataset.seat;
    this.saved = this.word = row.dataset.word;
    this.said = row.querySelector("[data-said]");
    this.seen = row.querySelector("[data-seen]");
    this.save = row.querySelector("[data-save]");
    this.form = row.querySelector("form");
  }

  // The seat and the name, as the register has them: whoever types reads both back.
  get title() {
    return `${this.row.querySelector("th").textContent.trim()} ${this.row.dataset.name}`;
  }

  get isSaved() {
    return this.word === this.saved;
  }

  // What a word is called: as its button says, or as the page says of the others.
  titleOf(word) {
    const titles = document.getElementById("register").dataset;
    return { absent: titles.titleAbsent, blank: titles.titleBlank, present: titles.titlePresent }[word] ?? titles.titleNone;
  }

  put(word) {
    this.word = word;
    this.show(this.say(this.isSaved ? "Saved" : "Unsaved"), this.isSaved ? "is-saved" : "is-unsaved");
  }

  // The server keeps this word; what was keyed since is still to be saved.
  acknowledge(word, source) {
    this.saved = word;
    this.source = source;
    if (this.isSaved) this.show(this.say("Saved"), "is-saved");
  }

  // Somebody else keyed this line meanwhile.
  follow(word, source) {
    if (!this.isSaved || (word === this.saved && source === this.source)) return;
    const isOther = word !== this.saved;
    this.saved = this.word = word;
    this.source = source;
    this.show(isOther ? this.say("Elsewhere") : this.save.textContent, "is-saved");
  }

  refuse(sentence, word) {
    this.saved = this.word = word;
    this.show(sentence, "is-refused");
  }

  get source() {
    return this.row.dataset.source;
  }

  set source(source) {
    this.row.dataset.source = source;
    this.seen.textContent = source === "label" ? document.getElementById("register").dataset.titleScanned : source === "off-list" ? this.seen.textContent : "";
  }

  show(text, mood) {
    this.row.dataset.word = this.word;
    this.said.textContent = this.titleOf(this.word);
    this.save.textContent = text;
    this.save.className = `save ${mood}`;
    this.form.elements.namedItem("seen").value = this.saved;
    for (const button of this.form.querySelectorAll("[aria-pressed]")) {
      const isPressed = button.dataset.keys === this.word;
      button.setAttribute("aria-pressed", String(isPressed));
      button.classList.toggle("outline", !isPressed);
    }
    this.form.querySelector(`[data-keys="${NOT_KEYED}"]`).hidden = this.word === NOT_KEYED;
  }
}
