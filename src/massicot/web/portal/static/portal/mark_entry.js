// The typing page: keys move from line to line, each line is saved as it is typed.

import { Bar } from "./bar.js";
import { Codes } from "./codes.js";
import { Earlier } from "./earlier.js";
import { Hold } from "./holding.js";
import { Kept } from "./kept.js";
import { offerNothing } from "./left_behind.js";
import { Line } from "./line.js";
import { Onward } from "./onward.js";
import { ReadBack } from "./read_back.js";
import { Office } from "./referral.js";
import { SaveQueue } from "./save_queue.js";
import { Tail, Typing } from "./typing.js";

const grid = document.getElementById("grid");
const say = (name, values = {}) =>
  Object.entries(values).reduce((text, [key, value]) => text.replace(`{${key}}`, value), grid.dataset[`say${name}`]);

const values = grid.dataset.values.split(" ");
const isWhole = !values.some((value) => value.includes(","));
const lines = [...grid.querySelectorAll(".mark")].map((cell) => new Line(cell, values, say, (line) => office.takeBack(line)));
const plural = new Intl.PluralRules(document.documentElement.lang);
const tail = new Tail();
const lineOf = new Map(lines.map((line) => [line.number, line]));
const linesLeft = document.getElementById("lines-left");
const signIn = document.getElementById("sign-in-again");
const toLock = document.getElementById("to-lock");

const hold = new Hold(() => show());
const bar = new Bar({ lines, say, hold });
const show = (state) => bar.show(state);
const speak = (text) => bar.speak(text);

const office = new Office({ addresses: grid.dataset, lines, say, keep, show: showActs, speak, goTo, goToEmpty });

const refer = (line, value) => office.refer(line, value);

// The script is what whoever types says, whatever the exam centre counted: the typing goes on.
function confirm(line, value) {
  line.forgive();
  queue.confirm(line.number, value);
  keep(line);
  goToEmpty(lines.indexOf(line));
}

const kept = new Kept(grid.dataset.batch, grid.dataset.turn);
const queue = new SaveQueue({
  address: grid.dataset.address,
  lot: grid.dataset.lot,
  turn: grid.dataset.turn,
  paceSeconds: Number(grid.dataset.pace),
  seen: (number) => lineOf.get(number).seen,
  kept,
  onAnswer: settle,
  onState: show,
  onEnd: end,
});

// Nothing more is saved from this page: what it still holds is told as such, and waits for whoever opens the next; of
// a second keying that is over nothing waits.
function end({ unsaved, sentence, isVoid }) {
  unsaved.forEach((value, number) => lineOf.get(number).refuseKept(value));
  if (isVoid) kept.forgetAll();
  offerNothing();
  for (const button of grid.querySelectorAll("button.refer")) button.remove();
  document.getElementById("open-again").hidden = false;
  show({ count: 0, sentence, isShut: true });
}

function settle(sent, answer) {
  for (const number of answer.saved) lineOf.get(number)?.acknowledge(sent.get(number));
  for (const refusal of answer.refused) {
    const line = lineOf.get(refusal.number);
    line?.reject(sent.get(refusal.number), refusal, { refer, confirm });
    if (line) speak(line.spoken());
    line?.reveal();
  }
  document.getElementById("elsewhere").hidden = !answer.others;
  const remaining = answer.remaining - lines.filter((line) => line.isGivenUp && !line.seen).length;
  document.getElementById("remaining").textContent = remaining;
  linesLeft.textContent = say(plural.select(remaining) === "one" ? "LeftOne" : "LeftMany");
  toLock.className = remaining || "awaits" in toLock.dataset ? "secondary outline" : "";
}

// After an act on one line: whoever is signed out learns of it by that, too.
function showActs({ isSignedOut = false, sentence = "" } = {}) {
  if (isSignedOut) show({ count: queue.count, trouble: "SignedOut", sentence });
  else show(bar.lastState.trouble === "SignedOut" ? { count: queue.count } : bar.lastState);
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

// The line that opened by itself: whoever ends each mark with Enter means the one before, whether this one is empty or not.
let arrived = -1;
let lastLine = 0;

// After the last line of a complete batch the button to lock is next; before that, the line itself stays in hand.
function goOn(index) {
  if (index < lines.length - 1) goTo((arrived = index + 1));
  else if (lines.every((line) => line.isSettled)) toLock.focus();
  else lines[index].cell.select();
}

// What was referred is done with: the typing goes on where nothing stands, never over a mark that would be replaced.
function goToEmpty(index) {
  const isWanted = (line) => line.isEmpty && !line.isGivenUp;
  const next = lines.findIndex((line, rank) => rank > index && isWanted(line));
  const any = next < 0 ? lines.findIndex(isWanted) : next;
  if (any < 0) toLock.focus();
  else goTo(any);
}

// A line that is whole is kept at once and the next one opens; one that can no longer become a mark is refused at once.
function typed(line, index) {
  const before = line.value;
  arrived = -1;
  line.isTyped = true;
  readBack.forget(index);
  readSaid.hidden = true;
  kept.release(line.number);
  const state = line.read();
  if (state === "whole") {
    tail.follow(before, line.value);
    office.forgetSaid();
    keep(line);
    goOn(index);
  } else if (!line.value) {
    keep(line);
    show();
  } else if (state === "open") {
    queue.drop(line.number);
    line.markHalfTyped();
    show();
  } else {
    refuseHeld(line, index);
  }
}

// Leaving a line keeps what it holds, when that is something it may hold; says whether it is.
function leave(line) {
  const isMark = line.settle();
  if (isMark) keep(line);
  else queue.drop(line.number);
  show();
  return isMark;
}

const MOVES = {
  ArrowUp: (index) => index - 1,
  ArrowDown: (index) => index + 1,
  Home: () => 0,
  End: () => lines.length - 1,
};

function holdAt(index, why) {
  hold.begin(index, say(why, { line: index + 1 }), { isEndedByEnter: why === "Whole" });
  goTo(index);
  show();
  speak(hold.sentence);
}

function refuseHeld(line, index) {
  queue.drop(line.number);
  line.refuse();
  holdAt(index, "Held");
  speak(line.spoken());
  line.reveal();
}

function pressed(event, line, index) {
  tail.hear(event.key);
  if (event.ctrlKey || event.altKey || event.metaKey || event.isComposing) return;
  hold.hear(event.key);
  if (event.key in MOVES) {
    event.preventDefault();
    goTo(MOVES[event.key](index));
  } else if (event.key === "Enter") {
    event.preventDefault();
    if (arrived === index) {
      if (!line.isEmpty) arrived = -1; // a second one leaves the mark as it is
      return;
    }
    if (!leave(line)) holdAt(index, "Held"); // what comes next is the mark of the next line
    else if (!line.isFaulty) goTo(index + 1);
  } else if (event.key === "Backspace" && !line.isFaulty && !line.isHalfTyped && line.isWhollySelected()) {
    event.preventDefault();
    goTo(index - 1);
  } else if (event.key === "Delete" && !line.cell.readOnly) {
    event.preventDefault();
    line.cell.value = "";
    typed(line, index);
  }
}

// A comma that more than a zero follows was meant: the mark before it is not the one of the sheet.
function keepBack(typing) {
  typing.takeBack();
  if (!hold.isBroken) return;
  const { index, put } = hold;
  lines[index].cell.value += `,${put}`;
  refuseHeld(lines[index], index);
}

document.addEventListener("pointerdown", () => (arrived = -1));

lines.forEach((line, index) => {
  const typing = new Typing(line);
  line.cell.addEventListener("input", (event) => {
    const put = typing.replace(event);
    // The line that was meant is the one that the comma came after.
    const isComma = isWhole && (put === "," || put === ".");
    if (hold.keepsBack(put)) keepBack(typing);
    else if (tail.takes(put)) typing.takeBack();
    else if (isComma) holdAt(typing.takeBack() ? index : Math.max(index - 1, 0), "Whole");
    else typed(line, index);
  });
  line.cell.addEventListener("blur", () => {
    if (arrived === index) arrived = -1;
    leave(line);
  });
  line.cell.addEventListener("focus", () => {
    if (hold.index !== index) hold.release();
    line.cell.select();
  });
  line.cell.addEventListener("keydown", (event) => pressed(event, line, index));
});

new Onward({ lines, queue, goTo, toLock });

const readSaid = document.getElementById("read-said");
const readBack = new ReadBack(document.getElementById("read-back"), { lines, say, goTo, onEnd: tellRead });
grid.addEventListener("focusin", ({ target }) => (lastLine = Math.max(0, lines.findIndex((line) => line.cell === target))));
document.getElementById("to-read-back").addEventListener("click", () => {
  readBack.open(lastLine === lines.length - 1 ? 0 : lastLine);
});

// The end of the read-back is said, and the lock is next.
function tellRead(count) {
  readSaid.textContent = count < lines.length ? say("ReadPart", { count }) : say("ReadAll");
  readSaid.hidden = false;
  speak(readSaid.textContent);
  toLock.focus();
}

new Codes(document.getElementById("codes"), (code) => {
  const line = lines[lastLine];
  if (line.cell.readOnly) return;
  line.cell.value = code;
  typed(line, lastLine);
});

window.addEventListener("beforeunload", (event) => {
  if (queue.count && !queue.isOver) event.preventDefault();
});
// Whoever leaves the batch was told what is not saved: nothing of it is kept or sent any more.
document.addEventListener("massicot:leaving", () => {
  queue.isOver = true;
  document.getElementById("open-again").hidden = false; // for whoever stops it on the way
  show({ ...bar.lastState, isShut: true });
});
window.addEventListener("online", () => queue.flush());
// Whoever signed in again in another tab waits here for no retry: that page saved what this one had kept.
window.addEventListener("storage", ({ key }) => key?.startsWith(kept.places) && !signIn.hidden && queue.resume());
document.addEventListener("visibilitychange", () => document.hidden && queue.flush());

const earlier = new Earlier({ kept, queue, lineOf, keep });
const brought = earlier.bring();

const left = earlier.offer(() => {
  queue.flush();
  goToEmpty(-1); // the typing goes on where it has to
  show();
});

// Whoever came to read an answer reads it; everybody else types on.
const toType = lines.findIndex((line) => !line.isSettled);
const told = window.location.hash === "#told" && document.getElementById("told");
if (told) told.focus();
else if (toType >= 0) goTo(toType);
if (told) history.replaceState(null, "", window.location.pathname);
if (brought) show();
if (left) speak(document.getElementById("to-left-behind").textContent);
