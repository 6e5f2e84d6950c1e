// The register of a room: one box takes seats, letters and labels; each key is saved at once, and may be undone.

import { Signal } from "../../shared/scan_signal.js";
import { Commands, tidySeat } from "./commands.js";
import { Line, NOT_KEYED } from "./line.js";
import { Saves } from "./saves.js";

const keys = document.getElementById("keys");
const box = document.getElementById("keys-input");
const verdict = document.getElementById("verdict");
const saving = document.getElementById("saving");
const spoken = document.getElementById("spoken");
const confirmation = document.getElementById("confirm");
const report = document.getElementById("report");
const EDITABLE = "input:not([type=hidden]), textarea, select";
const TROUBLES = new Set(["refused", "foreign", "unreadable"]);

const say = (name, values = {}) =>
  Object.entries(values).reduce((text, [key, value]) => text.replace(`{${key}}`, value), keys.dataset[`say${name}`]);

const lines = [...document.querySelectorAll("#register tbody tr")].map((row) => new Line(row, say));
const commands = new Commands(lines.map((line) => line.seat));
const signal = new Signal();
signal.wire(document.getElementById("mute"));

const saves = new Saves({ onAnswer: answered, onState: showState });
const undone = [];
let current = Math.max(0, lines.findIndex((line) => line.word === NOT_KEYED));

function goTo(index) {
  point(index);
  lines[current].row.scrollIntoView({ block: "nearest" });
}

function point(index) {
  lines[current]?.row.removeAttribute("aria-current");
  current = Math.min(Math.max(index, 0), lines.length - 1);
  lines[current].row.setAttribute("aria-current", "true");
}

function tell(text, mood = "") {
  verdict.textContent = text;
  verdict.dataset.mood = mood;
  if (spoken.textContent !== text) spoken.textContent = text;
}

function countWords() {
  const count = (word) => lines.filter((line) => line.word === word).length;
  const figures = { absent: count("absent"), blank: count("blank"), present: count("present") + count("blank"), others: count(NOT_KEYED) };
  for (const [name, figure] of Object.entries(figures)) {
    for (const place of document.querySelectorAll(`[data-figure="${name}"]`)) place.textContent = figure;
  }
  confirmation.elements.namedItem("others_present").value = figures.others;
}

// Puts a word on a line, and sends it; what the line said before may be put back.
function put(line, word) {
  line.put(word);
  saves.put({
    key: line.candidate,
    address: line.form.action,
    line,
    fields: () => (line.isSaved ? null : { candidate_number: line.candidate, seen: line.saved, word: line.word }),
  });
  countWords();
}

// Typing what a line says already changes nothing: a key that bounces, or a second clerk, takes nothing back.
function key(line, word) {
  goTo(lines.indexOf(line));
  if (line.word === word) return tell(say("Already", { line: line.title, word: line.titleOf(word) }), "double");
  undone.push({ line, word: line.word, put: word });
  put(line, word);
  tell(say("Keyed", { line: line.title, word: line.titleOf(word) }), "right");
}

// A button stays pressed, and is pressed again to take its word back.
function press(line, word) {
  key(line, line.word === word ? NOT_KEYED : word);
}

function undo() {
  const last = undone.pop();
  if (!last) return tell(say("Nothing"), "refused");
  goTo(lines.indexOf(last.line));
  // What somebody else keyed since, or what stood when it was refused, is not this page's to take back.
  if (last.line.word !== last.put) return tell(say("Kept", { line: last.line.title, word: last.line.titleOf(last.line.word) }), "double");
  put(last.line, last.word);
  tell(say("Keyed", { line: last.line.title, word: last.line.titleOf(last.word) }), "right");
}

function scan(number) {
  saves.put({ address: keys.action, isScan: true, fields: () => ({ number }) });
}

function answered(act, fields, answer, isDone) {
  if (act.isScan) showScan(answer, isDone);
  else if (isDone) act.line.acknowledge(fields.word, answer.words[fields.candidate_number].source);
  else if (act.line.word === fields.word) refuse(act.line, answer);
  else act.line.saved = answer.words[fields.candidate_number]?.word ?? act.line.saved;
  for (const line of lines) {
    const now = answer.words?.[line.candidate];
    if (now) line.follow(now.word, now.source);
  }
  countWords();
}

function refuse(line, answer) {
  line.refuse(answer.error, answer.words?.[line.candidate]?.word ?? line.saved);
  tell(answer.error, "refused");
}

function showScan(answer, isDone) {
  if (!isDone) {
    signal.play("foreign");
    return tell(answer.error, "foreign");
  }
  const [[candidate, isDouble]] = answer.ticked;
  const line = lines.find((one) => one.candidate === candidate);
  const before = line.word;
  line.acknowledge(answer.words[candidate].word, "label");
  if (line.word === before && before === NOT_KEYED) line.put(answer.words[candidate].word);
  if (!isDouble && line.word !== before) undone.push({ line, word: before, put: line.word });
  goTo(lines.indexOf(line));
  signal.play(isDouble ? "double" : "right");
  tell(say(isDouble ? "Double" : "Scanned", { line: line.title, word: line.titleOf(line.word) }), isDouble ? "double" : "right");
}

function showState({ count, trouble }) {
  saving.textContent = count ? say(trouble || "Pending", { count }) : say("AllSaved");
  saving.classList.toggle("is-trouble", Boolean(trouble));
  if (trouble && spoken.textContent !== saving.textContent) spoken.textContent = saving.textContent;
}

function obey(command) {
  if (command.kind === "waiting") return;
  box.value = "";
  if (command.kind === "others") return openConfirmation();
  if (command.kind === "label") return scan(command.number);
  if (command.kind === "next") return goTo(current + 1);
  if (command.kind === "off-list") return window.location.assign(report.querySelector("a").href);
  if (command.kind === "sheet") return tell(say("Sheet"), "noted");
  if (command.kind === "unreadable") return tell(say("Unreadable"), "unreadable");
  const found = command.seat ? lines.filter((line) => tidySeat(line.seat) === command.seat) : [lines[current]];
  if (found.length !== 1) return tell(say(found.length ? "Twice" : "Unknown", { seat: command.seat }), "refused");
  if (command.kind === "word") return key(found[0], command.word);
  if (command.kind === "late") return askDelay(found[0]);
  return goTo(lines.indexOf(found[0]));
}

// Whoever came late is chosen in the report below, which asks for the minutes.
function askDelay(line) {
  goTo(lines.indexOf(line));
  const late = report.querySelector("details");
  late.open = true;
  late.querySelector("select").value = line.candidate;
  const minutes = late.querySelector("input.count");
  minutes.focus();
  minutes.select();
}

function openConfirmation() {
  tell("");
  const counted = confirmation.elements.namedItem("counted");
  counted.focus();
  counted.select();
}

const MOVES = { ArrowUp: -1, ArrowDown: 1 };

// What Escape takes back: what is in the box, else the refusal on show, else what was keyed last.
function escape() {
  if (box.value) box.value = "";
  else if (TROUBLES.has(verdict.dataset.mood)) tell("");
  else undo();
}

box.addEventListener("input", () => obey(commands.read(box.value, { isWhole: false })));
box.addEventListener("keydown", (event) => {
  if (event.key in MOVES) {
    event.preventDefault();
    goTo(current + MOVES[event.key]);
  } else if (event.key === "Escape") {
    event.preventDefault();
    escape();
  } else if (event.key === "Backspace" && !box.value) {
    event.preventDefault();
    undo();
  }
});
keys.addEventListener("submit", (event) => {
  event.preventDefault();
  obey(commands.read(box.value, { isWhole: true }));
});

for (const line of lines) {
  line.form.addEventListener("submit", (event) => {
    event.preventDefault();
    if (event.submitter) press(line, event.submitter.dataset.keys);
  });
}

document.getElementById("to-confirmation").addEventListener("click", (event) => {
  event.preventDefault();
  openConfirmation();
});
confirmation.addEventListener("keydown", (event) => {
  if (event.key === "Escape") box.focus();
});
confirmation.addEventListener("submit", async (event) => {
  if (!saves.count) return;
  event.preventDefault();
  if (await saves.flush()) confirmation.requestSubmit(event.submitter);
});

// Whatever is typed outside a field goes to the box: a hand scanner never misses it.
document.addEventListener("keydown", (event) => {
  const isTyping = event.key.length === 1 && event.key !== " " && !event.ctrlKey && !event.metaKey && !event.altKey;
  if (isTyping && !document.activeElement?.matches(EDITABLE)) box.focus();
});
addEventListener("beforeunload", (event) => {
  if (saves.count) event.preventDefault();
});

point(current);
countWords();
// A form that was refused has the cursor already: the page was opened at it.
if (!document.querySelector("[autofocus]:not(#keys-input)")) box.focus();
