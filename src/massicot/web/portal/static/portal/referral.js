// Lines that the register forbids go to the exam office: what their marker would write is sent there, and waits until it
// is answered, or taken back.

import { csrfToken } from "./form_token.js";

const ANSWER_WITHIN_MS = 20000;
const ASK_EVERY_MS = 20000;

export class Office {
  // `addresses`: where to refer, to take back, and to ask for answers. The others are those of the page.
  constructor({ addresses, lines, say, keep, show, speak, goTo, goToEmpty }) {
    Object.assign(this, { addresses, lines, say, keep, show, speak, goTo, goToEmpty });
    this.referredSaid = document.getElementById("referred-said");
    this.answeredSaid = document.getElementById("answered-said");
    // How many lines were referred or taken back here: an answer that was asked for before one was is none any more.
    this.acts = 0;
    setInterval(() => this.ask(), ASK_EVERY_MS);
    window.addEventListener("focus", () => this.ask());
  }

  // The typing goes on at the next line.
  async refer(line, value) {
    const place = document.activeElement;
    const { value: written, error } = await this.tell(this.addresses.refer, { number: line.number, value });
    if (written) {
      const isWaiting = isStillAt(place);
      line.markReferred(written);
      if (line.differs() && !line.isHalfTyped) this.keep(line);
      this.referredSaid.hidden = false;
      if (isWaiting) this.goToEmpty(this.lines.indexOf(line));
    } else {
      line.refuse(error ?? this.say("NotReferred"));
      if (!error) line.offer(value, (one, mark) => this.refer(one, mark));
    }
    this.show();
    this.speak(written ? `${line.spoken()}. ${this.referredSaid.textContent}` : line.spoken());
  }

  // Whoever was wrong takes it back and types the line again.
  async takeBack(line) {
    const place = document.activeElement;
    const { value: written, error } = await this.tell(this.addresses.takeBack, { number: line.number });
    const isWaiting = isStillAt(place);
    if (written) {
      line.markTakenBack();
      if (line.differs() && !line.isHalfTyped) this.keep(line);
      this.forgetSaid();
    } else {
      line.refuse(error ?? this.say("NotTakenBack"));
    }
    if (isWaiting) this.goTo(this.lines.indexOf(line));
    this.show();
    this.speak(line.spoken());
  }

  forgetSaid() {
    this.referredSaid.hidden = true;
  }

  // What the office answers is told on a page that stays open; nothing there changes before its marker reads it again.
  async ask() {
    const asked = this.lines.filter((line) => line.referred);
    if (!asked.length || document.hidden) return;
    const before = this.acts;
    const answers = await answersOf(this.addresses.answers);
    if (this.acts === before) for (const line of asked) this.hear(line, answers[line.number]);
  }

  hear(line, answer) {
    if (answer === "taken-back") line.markTakenBack();
    else if (answer && answer !== "waiting" && this.answeredSaid.hidden) {
      this.answeredSaid.hidden = false;
      this.speak(this.answeredSaid.textContent);
    }
  }

  // Sends one line; gives what the office reads, or reads no more, or the sentence why not.
  async tell(address, line) {
    this.acts += 1;
    try {
      const response = await fetch(address, {
        method: "POST",
        body: JSON.stringify(line),
        headers: { "Content-Type": "application/json", "X-CSRFToken": csrfToken() },
        credentials: "same-origin",
        redirect: "error",
        signal: AbortSignal.timeout(ANSWER_WITHIN_MS),
      });
      const answer = await response.json();
      return response.ok ? { value: answer.value } : { error: answer.error };
    } catch {
      return { error: null };
    }
  }
}

// Who went to another line meanwhile is not called away.
function isStillAt(place) {
  return [place, document.body, null].includes(document.activeElement);
}

// Gives what became of each line that was referred; nothing when nobody answers.
async function answersOf(address) {
  try {
    const response = await fetch(address, { redirect: "error", signal: AbortSignal.timeout(ANSWER_WITHIN_MS) });
    return response.ok ? (await response.json()).answers : {};
  } catch {
    return {};
  }
}
