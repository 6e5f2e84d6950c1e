// Marks on their way to the server: gathered, sent one save at a time, sent again as they were until answered.

import { csrfToken } from "./form_token.js";

const RETRIES_SECONDS = [1, 2, 4, 8, 15];
const ANSWER_WITHIN_MS = 20000;

// The batch takes no marks now: locked, closed, replaced by another sheet, or typed from elsewhere.
// For good, where the answer says that it is final: what is left is no longer sent.
const SHUT = 403;

// Version 4 identifier; crypto.randomUUID is missing where the page does not come over HTTPS.
function newSaveId() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = (bytes[6] & 0x0f) | 0x40;
  bytes[8] = (bytes[8] & 0x3f) | 0x80;
  const hex = [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
}

export class SaveQueue {
  constructor({ address, lot, turn, paceSeconds, seen, kept, onAnswer, onState, onEnd }) {
    Object.assign(this, { address, lot, turn, paceSeconds, seen, kept, onAnswer, onState, onEnd });
    this.waiting = new Map();
    this.confirmed = new Map();
    this.underway = null;
    this.timer = null;
    this.failures = 0;
    this.answering = null;
    this.isOver = false;
  }

  get count() {
    return this.unsaved().size;
  }

  // All that the server has not acknowledged, what was typed last on each line.
  unsaved() {
    return new Map([...(this.underway?.values ?? []), ...this.waiting]);
  }

  // Keeps in the browser what is not saved, each with what the page shows as saved before.
  keep() {
    if (this.isOver) return;
    this.kept.write(new Map([...this.unsaved()].map(([number, value]) => [number, [value, this.seen(number)]])));
  }

  isUnderway(number) {
    return this.underway?.values.has(number) ?? false;
  }

  // The next save of this value says so, and of no other that is typed on the line since.
  confirm(number, value) {
    this.confirmed.set(number, value);
  }

  isConfirmed(number, value) {
    return this.confirmed.get(number) === value;
  }

  put(number, value) {
    if (this.isOver) return;
    if (!this.isConfirmed(number, value)) this.confirmed.delete(number);
    this.waiting.set(number, value);
    this.keep();
    if (!this.failures) this.onState({ count: this.count });
    this.schedule(this.paceSeconds);
  }

  drop(number) {
    if (this.isOver) return;
    this.waiting.delete(number);
    this.confirmed.delete(number);
    this.keep();
    if (!this.failures) this.onState({ count: this.count });
  }

  schedule(seconds) {
    if (this.timer === null && this.answering === null) this.timer = setTimeout(() => this.send(), seconds * 1000);
  }

  // Sends what waits now; says whether everything typed is saved.
  async flush() {
    while (this.count) {
      if (!(await this.send())) return false;
    }
    return true;
  }

  // Sends at once; a save that is under way left before whatever allows it now, and goes out again where it is refused.
  async resume() {
    const isLate = this.answering !== null;
    return (await this.flush()) || (isLate && this.flush());
  }

  // One save at a time: whoever asks during a save waits for its answer.
  send() {
    if (this.isOver) return false;
    clearTimeout(this.timer);
    this.timer = null;
    this.underway ??= this.nextSave();
    if (this.underway) this.answering ??= this.post(this.underway).then((outcome) => this.conclude(outcome));
    return this.answering ?? false;
  }

  nextSave() {
    if (!this.waiting.size) return null;
    const values = this.waiting;
    this.waiting = new Map();
    const marks = [...values].map(([number, value]) => ({
      number,
      value,
      seen: this.seen(number),
      confirmed: this.isConfirmed(number, value),
    }));
    return { values, body: JSON.stringify({ save_id: newSaveId(), marks }) };
  }

  async post(save) {
    try {
      const response = await fetch(this.address, {
        method: "POST",
        body: save.body,
        headers: { "Content-Type": "application/json", "X-CSRFToken": csrfToken(), "X-Lot": this.lot, "X-Turn": this.turn },
        credentials: "same-origin",
        redirect: "error",
        keepalive: true,
        signal: AbortSignal.timeout(ANSWER_WITHIN_MS),
      });
      const { status, headers } = response;
      const wait = Number(headers.get("Retry-After"));
      return { status, wait, final: headers.get("X-Final"), answer: await response.json() };
    } catch {
      return { status: 0, wait: 0, final: null, answer: null };
    }
  }

  conclude({ status, wait, final, answer }) {
    this.answering = null;
    if (status === 200) return this.acknowledge(answer);
    if (final) return this.end(answer.error, final === "void");
    this.failures += 1;
    if (status === 409) this.renew();
    const trouble = { 0: "Network", 401: "SignedOut", 429: "Waiting", 503: "Waiting" }[status];
    // Who signed out, and who was closed from another browser: the server says which.
    const sentence = trouble && trouble !== "SignedOut" ? "" : (answer?.error ?? "");
    this.onState({ trouble: trouble ?? "Waiting", sentence, count: this.count, isShut: status === SHUT });
    this.schedule(wait || RETRIES_SECONDS[Math.min(this.failures, RETRIES_SECONDS.length) - 1]);
    return false;
  }

  // Nothing more goes out by itself, whatever the office does next; what is left stays kept until a new page tells it.
  end(sentence, isVoid) {
    this.isOver = true;
    this.onEnd({ unsaved: this.unsaved(), sentence, isVoid });
    return false;
  }

  acknowledge(answer) {
    const { values } = this.underway;
    this.underway = null;
    this.failures = 0;
    this.paceSeconds = answer.pace_s;
    this.onAnswer(values, answer);
    this.keep();
    this.onState({ count: this.count });
    if (this.waiting.size) this.schedule(this.paceSeconds);
    return true;
  }

  // What could not be saved as it was is sent again as a new save, with what was typed since on top.
  renew() {
    this.waiting = new Map([...this.underway.values, ...this.waiting]);
    this.underway = null;
  }
}
