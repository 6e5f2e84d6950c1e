// A part of what is left to pack: each label scanned is checked here, at once, and its number goes into the form.

import { ScanBox, readScan, scriptOfSheet } from "../shared/scan.js";

const FEW = 12;
const part = document.getElementById("part");
const numbers = document.querySelector("textarea[name=numbers]");
const left = [...document.querySelectorAll("[data-number]")].map((line) => line.dataset.number);
// Those that were not there, looked for or written off: no count waits for them, and one that is found goes in.
const writtenOff = [...document.querySelectorAll("[data-written-off], [data-left-out]")].map(
  (line) => line.dataset.writtenOff ?? line.dataset.leftOut,
);
const goesIn = (code) => left.includes(code) || writtenOff.includes(code);
const kept = `pack ${location.pathname}`;

const say = (name, values = {}) =>
  Object.entries(values).reduce((text, [key, value]) => text.replace(`{${key}}`, value), part.dataset[`say${name}`]);

function scanned() {
  return numbers.value.split("\n").map(readScan).filter(Boolean);
}

function write(codes) {
  numbers.value = codes.join("\n");
  show();
}

// What was scanned stays through a reload, for this visit; what is in no parcel yet is scanned again or forgotten.
function show() {
  const codes = new Set(scanned());
  sessionStorage.setItem(kept, [...codes].join("\n"));
  part.querySelector("[data-figure=scanned]").textContent = codes.size;
  const missing = left.filter((number) => !codes.has(number));
  part.querySelector("[data-few]").hidden = !codes.size || !missing.length || missing.length > FEW;
  part.querySelector("[data-unscanned]").textContent = missing.map(spaced).join(", ");
}

function spaced(number) {
  return `${number.slice(0, 4)} ${number.slice(4, 8)} ${number.slice(8)}`;
}

// An extra sheet goes in with the first of its script, and never by itself.
function answerSheet(number) {
  if (!goesIn(number)) return { mood: "foreign", word: say("ForeignWord"), sentence: say("Foreign") };
  return { mood: "noted", word: say("SheetWord"), sentence: say(scanned().includes(number) ? "Sheet" : "SheetFirst") };
}

function answer(code) {
  const number = scriptOfSheet(code);
  if (number) return answerSheet(number);
  const codes = scanned();
  if (!goesIn(code)) return { mood: "foreign", word: say("ForeignWord"), sentence: say("Foreign") };
  if (codes.includes(code)) return { mood: "double", word: say("DoubleWord"), sentence: say("Double") };
  write([...codes, code]);
  const found = scanned().filter((one) => writtenOff.includes(one)).length;
  return { mood: "right", word: say("RightWord"), sentence: say("Right", { count: codes.length + 1, all: left.length + found }) };
}

function open() {
  part.querySelector("[data-scan-part]").hidden = false;
  new ScanBox(part.querySelector(".scan-box"), { answer });
}

if (part) {
  const before = (sessionStorage.getItem(kept) ?? "").split("\n").filter(goesIn);
  if (!numbers.value && before.length) {
    write(before);
    part.open = true;
  } else {
    show();
  }
  numbers.addEventListener("input", show);
  // The box takes the keys of the page: it does so only once somebody packs a part.
  if (part.open) open();
  else part.addEventListener("toggle", open, { once: true });
}
