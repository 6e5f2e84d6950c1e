// The scan box: a hand scanner is a keyboard that types fast and ends with Enter.
//
// HOW A PAGE USES IT, without any script of its own:
//   {% include "shared/scan_box.html" with address=… label=… kind="number" %}        inside {% block work %}
//   <script type="module" src="{% static 'shared/scan.js' %}"></script>               inside {% block head %}
//   <link rel="stylesheet" href="{% static 'shared/scan.css' %}">                     inside {% block head %}
// `kind` is "number" (a mistyped label is told at once, and never sent), "ending" (a number, or its last four digits and
// its letter where what is at hand tells which one), "code" (P-… and B-…) or "sheet"
// (whatever a mark sheet is found by; the address answers what it is not).
//
// WHAT THE ADDRESS ANSWERS. Without JavaScript the form posts its field `code` there: act, then 303. With JavaScript the
// box posts JSON, {"scans": [{"id": "<uuid>", "code": "…"}], "person": "…"} (at most 20, in the order of the scans, CSRF in
// its header; `person` is the form's data-person: who made them, which is not always who is signed in by then):
//   200 {"outcomes": [{"id": "<uuid>", "mood": "right", "word": "Reçue", "sentence": "…"}], "figures": {"received": 12}}
// One outcome for each scan. An `id` that was answered before changes nothing and is answered again: a scan is kept in the
// browser until it is acknowledged, through a cut network and a reload. massicot.web.shared.scanning reads and answers it.
//   mood      right, found, noted (an extra sheet, which is not counted), double, foreign, unreadable, refused: colour,
//             sound and word of the verdict; the last three stay in a list of their own until somebody says that the
//             script is put apart
//   word      one or two words, large; never colour alone
//   sentence  what to do with the script in hand
//   offer     optional {"label", "address", "fields": {name: value}, "method": "post"}: a button under the verdict, which
//             sends these fields there ("get": it only leads there)
//   lines     optional {number: {"state": "received", "text": "reçue"}}: every [data-line="number"] of the page gets
//             data-state and, in its [data-line-text], the text
//   figures   every [data-figure="name"] of the page shows the figure; its [data-shown-from-one] is hidden at zero
// 4xx with {"error": "sentence"}: the scans stay, the sentence is shown, and the box tries again.
//
// WHAT A PAGE MAY HEAR, on the form, bubbling: "scan:outcome" (detail: the outcome, with its `code`) and "scan:figures".
// For a box of its own, answered without a server: new ScanBox(form, { answer(code) → outcome }) and no data-scan.
// Its parts can be used alone: readScan(text), isNumber(text), isCode(text), Signal (sounds), ScanQueue (the queue).

import { Apart } from "./scan_apart.js";
import { Others } from "./scan_others.js";
import { isAddress, isCode, isEnd, isNumber, readFigures, readScan, scriptOfSheet } from "./scan_read.js";
import { ScanQueue, newScanId } from "./scan_queue.js";
import { Signal } from "./scan_signal.js";

export { ScanQueue, Signal, isCode, isNumber, newScanId, readScan, scriptOfSheet };

const KEPT_IN_SIGHT = 8;
const EDITABLE = "input:not([type=hidden]):not([type=checkbox]):not([type=radio]), textarea, select, [contenteditable]";
const isScript = (code) => isNumber(code) || Boolean(scriptOfSheet(code));
const isEnding = (code) => isScript(code) || isEnd(code);
const IS_RIGHT = { number: isScript, ending: isEnding, code: isCode, sheet: () => true };

export class ScanBox {
  constructor(form, { answer = null } = {}) {
    Object.assign(this, { form, answer, signal: new Signal() });
    this.input = form.querySelector("[data-scan-input]");
    this.parts = Object.fromEntries(
      ["verdict", "word", "code", "sentence", "offer", "waiting", "log", "spoken", "mute"].map((part) => [
        part,
        form.parentElement.querySelector(`[data-scan-${part}]`),
      ]),
    );
    this.queue = answer ? null : this.openQueue();
    if (this.queue) this.keepApart();
    this.signal.wire(this.parts.mute);
    this.keepFocus();
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      this.scanned();
    });
    if (this.queue?.count) this.queue.send();
    form.dataset.ready = ""; // from here on nothing is sent as a plain form
  }

  openQueue() {
    return new ScanQueue({
      address: this.form.action,
      person: this.form.dataset.person,
      onOutcome: (scan, outcome) => {
        this.conclude({ ...outcome, code: scan.code });
        this.apart.hear({ ...outcome, code: scan.code });
      },
      onState: (state) => this.showState(state),
      onFigures: (figures) => this.showFigures(figures),
    });
  }

  keepApart() {
    const say = (name, values) => this.say(name, values);
    const place = (name) => this.form.parentElement.querySelector(`[data-scan-${name}]`);
    const prefix = `massicot.apart|${this.form.dataset.person}|${this.form.action}|`;
    const offerForm = (offer, code) => this.offerForm(offer, code);
    this.apart = new Apart(place("apart"), place("alarm"), { prefix, say, spaced, offerForm });
    this.others = new Others(place("others"), this.queue, { say, spaced });
  }

  say(name, values = {}) {
    const text = this.form.dataset[`say${name}`];
    return Object.entries(values).reduce((said, [key, value]) => said.replace(`{${key}}`, value), text);
  }

  scanned() {
    const { kind } = this.form.dataset;
    const code = readTyped(kind, this.input.value);
    this.input.value = "";
    this.input.focus();
    if (!code) return;
    if (!IS_RIGHT[kind](code)) {
      const fault = isOther(kind, code) ? "Other" : "Unreadable";
      const offer = fault === "Unreadable" ? this.slipOffer() : null;
      this.conclude({ mood: "unreadable", word: this.say(`${fault}Word`), sentence: this.say(fault), code, offer });
    } else if (this.answer) {
      this.conclude({ ...this.answer(code), code });
    } else {
      this.sent = code;
      this.queue.put(code);
    }
  }

  // A label that no scanner reads: its script is put under a slip, where the page says how.
  slipOffer() {
    const { setAside, foundIn, saySetAside } = this.form.dataset;
    if (!setAside) return null;
    return { label: saySetAside, address: setAside, fields: { pourquoi: "unreadable", dans: foundIn }, method: "get" };
  }

  // Shows, sounds and speaks one verdict, and tells the page.
  conclude(outcome) {
    if (this.last) this.keepInSight(this.last);
    this.last = outcome;
    this.show(outcome);
    this.signal.play(outcome.mood);
    this.showLines(outcome.lines ?? {});
    this.form.dispatchEvent(new CustomEvent("scan:outcome", { detail: outcome, bubbles: true }));
  }

  show({ mood, word, sentence, code, offer }) {
    const { verdict } = this.parts;
    verdict.dataset.mood = mood;
    this.parts.word.textContent = word;
    this.parts.code.textContent = spaced(code);
    this.parts.sentence.textContent = sentence;
    this.parts.spoken.textContent = [word, spaced(code), sentence].filter(Boolean).join(". ");
    this.parts.offer.replaceChildren(...(offer ? [this.offerForm(offer, code)] : []));
  }

  // What is offered answers on a page of its own: there it is told what became of the script.
  offerForm({ label, address, fields, method }, code) {
    const form = document.createElement("form");
    Object.assign(form, { method, action: address });
    const token = this.form.elements.namedItem("csrfmiddlewaretoken").value;
    for (const [name, value] of Object.entries({ ...fields, ...(method === "post" && { csrfmiddlewaretoken: token }) })) {
      form.append(Object.assign(document.createElement("input"), { type: "hidden", name, value }));
    }
    form.append(Object.assign(document.createElement("button"), { textContent: label }));
    if (method === "post") form.addEventListener("submit", () => this.apart?.forget(code));
    return form;
  }

  // The verdicts before stay in sight until the next ones push them away: the script is still in somebody's hand.
  keepInSight({ mood, word, code, sentence }) {
    const line = document.createElement("li");
    line.dataset.mood = mood;
    const strong = document.createElement("strong");
    strong.textContent = word;
    line.append(strong, ` ${spaced(code)}${mood === "right" ? "" : ` – ${sentence}`}`);
    this.parts.log.prepend(line);
    [...this.parts.log.children].slice(KEPT_IN_SIGHT).forEach((old) => old.remove());
  }

  showState({ count, trouble, sentence }) {
    const { waiting } = this.parts;
    const isTrouble = Boolean(trouble) && count > 0;
    waiting.hidden = !isTrouble;
    waiting.textContent = isTrouble ? [this.say(trouble, { count }), sentence].filter(Boolean).join(" ") : "";
    if (isTrouble && count !== this.toldCount) this.signal.play("waiting");
    this.toldCount = count;
    if (isTrouble) this.showWaiting();
  }

  // The verdict on the script before must not be read as the verdict on the one in hand.
  showWaiting() {
    if (this.last) this.keepInSight(this.last);
    this.last = null;
    this.show({ mood: "waiting", word: this.say("WaitingWord"), sentence: "", code: this.sent ?? "" });
  }

  showFigures(figures) {
    for (const [name, figure] of Object.entries(figures)) {
      for (const place of document.querySelectorAll(`[data-figure="${name}"]`)) {
        place.textContent = figure;
        const shown = place.closest("[data-shown-from-one]");
        if (shown) shown.hidden = !figure;
      }
    }
    this.form.dispatchEvent(new CustomEvent("scan:figures", { detail: figures, bubbles: true }));
  }

  showLines(lines) {
    for (const [number, { state, text }] of Object.entries(lines)) {
      for (const line of document.querySelectorAll(`[data-line="${number}"]`)) {
        line.dataset.state = state;
        const place = line.querySelector("[data-line-text]");
        if (place) place.textContent = text;
      }
    }
  }

  // Whatever is typed outside a field goes to the box, and the box has the focus whenever nothing else has.
  keepFocus() {
    document.addEventListener("keydown", (event) => {
      const isTyping = event.key.length === 1 && event.key !== " " && !event.ctrlKey && !event.metaKey && !event.altKey;
      if (isTyping && !document.activeElement?.matches(EDITABLE)) this.input.focus();
    });
    addEventListener("focus", () => this.takeFocus());
    document.addEventListener("click", () => setTimeout(() => this.takeFocus()));
    this.takeFocus();
  }

  takeFocus() {
    if (!getSelection().isCollapsed) return; // somebody is choosing a text to copy
    if (document.activeElement === document.body || document.activeElement === null) this.input.focus();
  }
}

// A number where a code is asked for, or a code where a number is: read well, scanned in the wrong place.
function isOther(kind, code) {
  return kind === "code" ? isScript(code) : isCode(code) || isAddress(code);
}

// The end of a number is typed by hand, on whatever keyboard is there.
function readTyped(kind, typed) {
  const code = readScan(typed);
  const figures = readFigures(code);
  // Of two numbers of batches with a space between them none is meant for sure: they are not made one.
  if (kind === "sheet" && /[0-9]\s+[0-9]/.test(typed)) return typed.trim();
  return kind === "ending" && isEnd(figures) ? figures : code;
}

// Numbers are read four by four, as they are printed on labels.
function spaced(code) {
  return isScript(code) ? `${code.slice(0, 4)} ${code.slice(4, 8)} ${code.slice(8)}` : code;
}

for (const form of document.querySelectorAll("form[data-scan]")) new ScanBox(form);
