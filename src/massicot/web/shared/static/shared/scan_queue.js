// Scans on their way to the server: kept in the browser until acknowledged, sent in their order, in small groups.
//
// Each scan has an identifier of its own and a place of its own in localStorage: neither a reload, nor a cut network, nor
// a second tab loses one, and the server counts one that it is sent twice once only. It is kept for the person who made
// it, by a word that names nobody: whoever signs in next does not send it, and is told that it waits.

const RETRIES_SECONDS = [1, 2, 4, 8, 15];
const ANSWER_WITHIN_MS = 20000;
const GROUP = 20;
const KEPT = "massicot.scan|";

// Version 4 identifier; crypto.randomUUID is missing where the page does not come over HTTPS.
export function newScanId() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = (bytes[6] & 0x0f) | 0x40;
  bytes[8] = (bytes[8] & 0x3f) | 0x80;
  const hex = [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
}

// Read anew for each group: signing in again in another tab changes it.
function csrfToken() {
  return /(?:^|; )csrftoken=([^;]*)/.exec(document.cookie)?.[1] ?? "";
}

export class ScanQueue {
  // onOutcome({ id, code }, outcome): one scan was answered. onState({ count, trouble, sentence }): what still waits, and
  // why: "" (on its way), "Network", "SignedOut", "Waiting" (the server is busy) or "Refused" (sentence says more).
  constructor({ address, person, onOutcome, onState, onFigures = () => {} }) {
    Object.assign(this, { address, person, onOutcome, onState, onFigures });
    this.prefix = `${KEPT}${person}|${address}|`;
    this.failures = 0;
    this.rank = 0;
    this.timer = null;
    this.isSending = false;
    addEventListener("online", () => this.send());
    document.addEventListener("visibilitychange", () => document.hidden || this.send());
  }

  get keys() {
    return Object.keys(localStorage)
      .filter((key) => key.startsWith(this.prefix))
      .sort();
  }

  get count() {
    return this.keys.length;
  }

  // What other people scanned here, for the same page, and never sent: each with the place where it is kept.
  get others() {
    return Object.keys(localStorage)
      .filter((key) => key.startsWith(KEPT) && key.includes(`|${this.address}|`) && !key.startsWith(this.prefix))
      .sort((one, other) => (this.rankOf(one) < this.rankOf(other) ? -1 : 1))
      .map((key) => ({ key, code: localStorage.getItem(key) ?? "" }));
  }

  rankOf(key) {
    return key.slice(key.indexOf(`|${this.address}|`) + this.address.length + 2);
  }

  // Makes scans of somebody else one's own, under the identifiers that they have: one that did arrive counts once.
  takeOver(others) {
    for (const { key } of others) {
      const code = localStorage.getItem(key);
      if (code !== null) localStorage.setItem(this.prefix + this.rankOf(key), code);
      localStorage.removeItem(key);
    }
    this.send();
  }

  throwAway(others) {
    for (const { key } of others) localStorage.removeItem(key);
  }

  put(code) {
    const scan = { id: newScanId(), code };
    const order = `${String(Date.now()).padStart(15, "0")}-${String((this.rank += 1)).padStart(6, "0")}`;
    localStorage.setItem(`${this.prefix}${order}|${scan.id}`, code);
    if (navigator.onLine) this.send();
    else this.tell("Network");
    return scan;
  }

  // Sends what waits, one group after the other; whoever asks meanwhile is served by the same round.
  async send() {
    if (this.isSending || !this.count) return;
    clearTimeout(this.timer);
    this.isSending = true;
    try {
      while (this.count && (await this.sendGroup()));
    } finally {
      this.isSending = false;
    }
  }

  async sendGroup() {
    const kept = new Map(this.keys.slice(0, GROUP).map((key) => [key.split("|").at(-1), key]));
    const read = [...kept].map(([id, key]) => ({ id, code: localStorage.getItem(key) }));
    const scans = read.filter((scan) => scan.code !== null); // another tab may have had the answer meanwhile
    const { trouble, answer } = await this.post(JSON.stringify({ scans, person: this.person }));
    if (trouble) return this.retry(trouble, answer?.error ?? "");
    this.failures = 0;
    const codes = new Map(scans.map((scan) => [scan.id, scan]));
    for (const outcome of answer.outcomes) {
      if (!kept.has(outcome.id)) continue;
      localStorage.removeItem(kept.get(outcome.id));
      this.onOutcome(codes.get(outcome.id), outcome);
    }
    this.onFigures(answer.figures ?? {});
    this.tell("");
    return answer.outcomes.length > 0;
  }

  async post(body) {
    try {
      const response = await fetch(this.address, {
        method: "POST",
        body,
        headers: { "Content-Type": "application/json", Accept: "application/json", "X-CSRFToken": csrfToken() },
        credentials: "same-origin",
        redirect: "manual",
        signal: AbortSignal.timeout(ANSWER_WITHIN_MS),
      });
      if (response.type === "opaqueredirect" || response.status === 401) return { trouble: "SignedOut" };
      if (response.status === 429 || response.status >= 500) return { trouble: "Waiting" };
      const answer = await response.json();
      return { trouble: response.ok ? "" : "Refused", answer };
    } catch {
      return { trouble: "Network" };
    }
  }

  retry(trouble, sentence) {
    this.failures += 1;
    const seconds = RETRIES_SECONDS[Math.min(this.failures, RETRIES_SECONDS.length) - 1];
    this.timer = setTimeout(() => this.send(), seconds * 1000);
    this.tell(trouble, sentence);
    return false;
  }

  tell(trouble, sentence = "") {
    this.onState({ count: this.count, trouble, sentence });
  }
}
