// What was keyed, on its way to the server: one act at a time, in the order of the keys, until each is answered.

const RETRIES_SECONDS = [1, 2, 4, 8, 15];
const ANSWER_WITHIN_MS = 20000;

// Read anew for each act: signing in again in another tab changes it.
function csrfToken() {
  return /(?:^|; )csrftoken=([^;]*)/.exec(document.cookie)?.[1] ?? "";
}

export class Saves {
  // An act: { address, fields() → what is sent, or null when nothing is left to be done; key, to keep one act of a kind }.
  // onAnswer(act, fields, answer, isDone): one act was answered. onState({ count, trouble }): what still waits, and why:
  // "" (on its way), "Network", "SignedOut" or "Waiting" (the server is busy).
  constructor({ onAnswer, onState }) {
    Object.assign(this, { onAnswer, onState });
    this.acts = [];
    this.isUnderway = false;
    this.failures = 0;
    this.timer = null;
    this.sending = null;
    addEventListener("online", () => this.flush());
  }

  get count() {
    return this.acts.length;
  }

  put(act) {
    const waiting = this.isUnderway ? this.acts.slice(1) : this.acts;
    if (!act.key || !waiting.some((one) => one.key === act.key)) this.acts.push(act);
    if (this.failures) this.tell(this.trouble);
    else this.flush();
  }

  // Sends what waits, one act after the other; says whether everything is saved.
  flush() {
    clearTimeout(this.timer);
    this.sending ??= this.sendAll().finally(() => {
      this.sending = null;
    });
    return this.sending;
  }

  async sendAll() {
    while (this.count) {
      this.tell("");
      const [act] = this.acts;
      const fields = act.fields();
      this.isUnderway = true;
      const { trouble, isDone, answer } = fields ? await this.post(act.address, fields) : { isDone: true };
      this.isUnderway = false;
      if (trouble) return this.retry(trouble);
      this.failures = 0;
      this.acts.shift();
      if (answer) this.onAnswer(act, fields, answer, isDone);
    }
    this.tell("");
    return true;
  }

  async post(address, fields) {
    try {
      const response = await fetch(address, {
        method: "POST",
        body: new URLSearchParams(fields),
        headers: { Accept: "application/json", "X-CSRFToken": csrfToken() },
        credentials: "same-origin",
        redirect: "manual",
        signal: AbortSignal.timeout(ANSWER_WITHIN_MS),
      });
      if (response.type === "opaqueredirect" || response.status === 403) return { trouble: "SignedOut" };
      if (response.status === 429 || response.status >= 500) return { trouble: "Waiting" };
      return { trouble: "", isDone: response.ok, answer: await response.json() };
    } catch {
      return { trouble: "Network" };
    }
  }

  retry(trouble) {
    this.failures += 1;
    this.trouble = trouble;
    const seconds = RETRIES_SECONDS[Math.min(this.failures, RETRIES_SECONDS.length) - 1];
    this.timer = setTimeout(() => this.flush(), seconds * 1000);
    this.tell(trouble);
    return false;
  }

  tell(trouble) {
    this.onState({ count: this.count, trouble });
  }
}
