// Lines that the register forbids go to the exam office: what their marker would write is sent there, and waits until it
// is answered, or taken back.

import { csrfToken } from "./form_token.js";

const ANSWER_WITHIN_MS = 20000;
const ASK_EVERY_MS = 20000;
const SIGNED_OUT = 401;

export class Office {
  // `addresses`: where to refer, to take back, and to ask for answers. The others are those of the page.
  constructor({ addresses, lines, say, keep, show, speak, goTo, goToEmpty }) {
    Object.assign(this, { addresses, lines, say, keep, show, speak, goTo, goToEmpty });
    // Of which batch this page is, and whose.
    this.page = { "X-Lot": addresses.lot, "X-Turn": addresses.turn };
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
    const sent = { number: line.number, value, after: line.times };
    const { value: written, ...trouble } = await this.tell(this.addresses.refer, sent);
    if (!written) return this.notReferred(line, value, trouble, isStillAt(place));
    const isWaiting = isStillAt(place);
    line.times += 1;
    line.markReferred(written);
    this.keepTyped(line);
    this.referredSaid.hidden = false;
    if (isWaiting) this.goToEmpty(this.lines.indexOf(line));
    this.show();
    this.speak(`${line.spoken()}. ${this.referredSaid.textContent}`);
  }

  // The same button is there again, unless something else was typed meanwhile: that is as good as before.
  notReferred(line, value, { error, isSignedOut }, isWaiting) {
    line.isInDoubt = true;
    const sentence = error ?? this.say("NotReferred");
    if (line.value === value) {
      line.refuse(sentence + line.stands());
      const again = line.offer(value, (one, mark) => this.refer(one, mark));
      if (isWaiting) again.focus();
    }
    this.show({ isSignedOut, sentence });
    this.speak(line.value === value ? line.spoken() : sentence);
    if (error) this.ask();
  }

  // Whoever was wrong takes it back and types the line again.
  async takeBack(line) {
    const place = document.activeElement;
    const { value: written, error, isSignedOut } = await this.tell(this.addresses.takeBack, { number: line.number });
    const isWaiting = isStillAt(place);
    const sentence = error ?? this.say("NotTakenBack");
    if (written) this.hasTakenBack(line);
    else line.tellTrouble(sentence);
    if (isWaiting) this.goTo(this.lines.indexOf(line));
    this.show({ isSignedOut, sentence });
    this.speak(this.say("Spoken", { number: line.label, state: written ? this.say("TakenBack") : sentence }));
    // Who is refused has not heard yet what became of the line.
    if (error) this.ask();
  }

  hasTakenBack(line) {
    line.markTakenBack();
    this.keepTyped(line);
    this.forgetSaid();
  }

  // What was typed while the line was on its way is saved as anything else is.
  keepTyped(line) {
    if (line.differs() && !line.isHalfTyped) this.keep(line);
  }

  forgetSaid() {
    this.referredSaid.hidden = true;
  }

  // What the office answers is told on a page that stays open; a report that may have been lost is looked for there.
  async ask() {
    const isAsked = this.lines.some((line) => line.referred || line.isInDoubt);
    if (!isAsked || document.hidden) return;
    const before = this.acts;
    const answers = await answersOf(this.addresses.answers, this.page);
    if (this.acts !== before) return;
    const heard = this.lines.filter((line) => answers[line.number] && this.hears(line, answers[line.number]));
    if (!heard.length) return;
    this.show();
    this.speak(heard.map((line) => line.spoken()).join(". "));
  }

  // Says whether the line is another one for it.
  hears(line, { answer, value, times }) {
    const isNews = line.isInDoubt && line.times < times;
    if (answer === "waiting" || answer === "taken-back") line.times = times;
    if (answer === "waiting") {
      if (line.referred) return false;
      line.markReferred(value);
    } else if (answer === "taken-back") {
      if (!line.referred) return false;
      this.hasTakenBack(line);
    } else {
      if (!line.referred && !isNews) return false;
      line.markAnswered();
      this.forgetSaid();
      this.answeredSaid.hidden = false;
    }
    // What was refused while the line was there is looked at anew: nothing stands in a line that is neither saved nor red.
    this.keepTyped(line);
    return true;
  }

  // Sends one line; gives what the office reads, or reads no more, or the sentence why not.
  async tell(address, line) {
    this.acts += 1;
    try {
      const response = await fetch(address, {
        method: "POST",
        body: JSON.stringify(line),
        headers: { "Content-Type": "application/json", "X-CSRFToken": csrfToken(), ...this.page },
        credentials: "same-origin",
        redirect: "error",
        signal: AbortSignal.timeout(ANSWER_WITHIN_MS),
      });
      const answer = await response.json();
      return response.ok ? { value: answer.value } : { error: answer.error, isSignedOut: response.status === SIGNED_OUT };
    } catch {
      return {};
    }
  }
}

// Who went to another line meanwhile is not called away.
function isStillAt(place) {
  return [place, document.body, null].includes(document.activeElement);
}

// Gives what became of each line that was referred; nothing when nobody answers.
async function answersOf(address, headers) {
  try {
    const response = await fetch(address, { headers, redirect: "error", signal: AbortSignal.timeout(ANSWER_WITHIN_MS) });
    return response.ok ? (await response.json()).answers : {};
  } catch {
    return {};
  }
}
