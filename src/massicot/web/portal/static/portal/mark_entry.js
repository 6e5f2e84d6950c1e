// The typing page: keys move from line to line, each line is saved as it is typed.

import { Line } from "./line.js";
import { SaveQueue } from "./save_queue.js";

const grid = document.getElementById("grid");
const say = (name, values = {}) =>
  Object.entries(values).reduce((text, [key, value]) => text.replace(`{${key}}`, value), grid.dataset[`say${name}`]);

const values = grid.dataset.values.split(" ");
const lines = [...grid.querySelectorAll(".mark")].map((cell) => new Line(cell, values, say));
const lineOf = new Map(lines.map((line) => [line.number, line]));
const status = document.getElementById("status");
const spoken = document.getElementById("spoken");
const remaining = document.getElementById("remaining");
const toLock = document.getElementById("to-lock");

const queue = new SaveQueue({
  address: grid.dataset.address,
  paceSeconds: Number(grid.dataset.pace),
  seen: (number) => lineOf.get(number).seen,
  onAnswer: settle,
  onState: show,
});

function settle(sent, answer) {
  for (const number of answer.saved) lineOf.get(number)?.acknowledge(sent.get(number));
  for (const refusal of answer.refused) {
    const line = lineOf.get(refusal.number);
    line?.reject(sent.get(refusal.number), refusal);
    if (line) speak(line.spoken());
  }
  remaining.textContent = answer.remaining;
  toLock.className = answer.remaining ? "secondary outline" : "";
}

let lastState = { count: 0 };

function show(state = lastState) {
  const { trouble, sentence, count } = (lastState = state);
  const faulty = lines.filter((line) => line.isFaulty).length;
  const calm = count ? say("Pending", { count }) : say(faulty ? "RestSaved" : "AllSaved");
  const isTrouble = Boolean(sentence || trouble || faulty);
  const saving = sentence || (trouble ? say(trouble, { count }) : calm);
  status.textContent = faulty ? `${say("Faulty", { count: faulty })} ${saving}` : saving;
  // Each save would talk over the typing: only trouble, its end, and the last line are spoken.
  const wasTrouble = status.classList.contains("is-trouble");
  status.classList.toggle("is-trouble", isTrouble);
  if (isTrouble || wasTrouble || !count) speak(status.textContent);
}

function speak(text) {
  if (spoken.textContent !== text) spoken.textContent = text;
}

function keep(line) {
  if (line.differs() || (!line.isFaulty && queue.isUnderway(line.number))) {
    line.markUnsaved();
    queue.put(line.number, line.value);
  } else if (!line.isFaulty) {
    line.markSaved();
    queue.drop(line.number);
  }
}

function goTo(index) {
  const line = lines[Math.min(Math.max(index, 0), lines.length - 1)];
  line.cell.focus();
  line.cell.select();
}

// A line that is whole is kept at once and the next one opens; one that can no longer become a mark is refused at once.
function typed(line, index) {
  const state = line.read();
  if (state === "whole") {
    keep(line);
    goTo(index + 1);
    if (index === lines.length - 1) line.cell.select();
  } else if (state === "impossible") {
    queue.drop(line.number);
    line.refuse();
    show();
    speak(line.spoken());
    line.cell.select();
  }
}

// Leaving a line keeps what it holds, when that is something it may hold.
function left(line) {
  if (line.settle()) keep(line);
  else queue.drop(line.number);
  show();
}

const MOVES = {
  ArrowUp: (index) => index - 1,
  ArrowDown: (index) => index + 1,
  Home: () => 0,
  End: () => lines.length - 1,
};

// The line has moved on by itself when a comma comes after two digits: the digits that follow would fill the next
// line. So the typing is held, on the line that was meant, until a key that moves says that it was looked at.
const isWhole = !values.some((value) => value.includes(","));
let isHeld = false;

function hold(index) {
  isHeld = true;
  goTo(index);
  status.textContent = say("Whole", { line: index + 1 });
  status.classList.add("is-trouble");
  speak(status.textContent);
}

function held(event, line, index) {
  if (isWhole && (event.key === "," || event.key === ".")) {
    event.preventDefault();
    hold(line.value && !line.isWhollySelected() ? index : Math.max(index - 1, 0));
    return true;
  }
  if (isHeld && event.key.length === 1) {
    event.preventDefault();
    return true;
  }
  if (isHeld && event.key !== "Shift") {
    isHeld = false;
    show();
  }
  return false;
}

function pressed(event, line, index) {
  if (event.ctrlKey || event.altKey || event.metaKey || event.isComposing) return;
  if (held(event, line, index)) return;
  if (event.key in MOVES) {
    event.preventDefault();
    goTo(MOVES[event.key](index));
  } else if (event.key === "Enter") {
    event.preventDefault();
    left(line);
    if (!line.isFaulty) goTo(index + 1);
  } else if (event.key === "Backspace" && !line.isFaulty && line.isWhollySelected()) {
    event.preventDefault();
    goTo(index - 1);
  }
}

lines.forEach((line, index) => {
  line.cell.addEventListener("input", () => typed(line, index));
  line.cell.addEventListener("blur", () => left(line));
  line.cell.addEventListener("focus", () => line.cell.select());
  line.cell.addEventListener("keydown", (event) => pressed(event, line, index));
});

toLock.addEventListener("click", async (event) => {
  const faulty = lines.findIndex((line) => line.isFaulty);
  if (faulty < 0 && !queue.count) return;
  event.preventDefault();
  if (faulty >= 0) goTo(faulty);
  else if (await queue.flush()) window.location.assign(toLock.href);
});

window.addEventListener("beforeunload", (event) => {
  if (queue.count) event.preventDefault();
});
window.addEventListener("online", () => queue.flush());
document.addEventListener("visibilitychange", () => document.hidden && queue.flush());

const firstEmpty = lines.findIndex((line) => !line.seen);
if (firstEmpty >= 0) goTo(firstEmpty);
