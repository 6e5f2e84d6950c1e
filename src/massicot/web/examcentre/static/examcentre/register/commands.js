// What is typed in the box of a register: a seat, a seat and a letter, a letter for the line in hand, a label.

import { isNumber, readFigures, readScan, scriptOfSheet } from "../../shared/scan_read.js";

const WORDS = { A: "absent", B: "blank", P: "present" };
const OTHERS = "P";
const LATE = "R";
const OFF_LIST = "+";
const LABEL_LENGTH = 9;

// Writes a seat as it is compared: capitals, and figures by their value.
export function tidySeat(text) {
  const seat = text.replace(/\s/g, "").toUpperCase();
  return /^[0-9]+$/.test(seat) ? String(Number(seat)) : seat;
}

export class Commands {
  // `seats` lists the seats of the lines, as the register prints them.
  constructor(seats) {
    this.seats = new Set(seats.map(tidySeat));
  }

  // Reads what is in the box; `isWhole` once Enter was pressed. A letter is obeyed as soon as it can mean nothing else.
  read(typed, { isWhole }) {
    if (typed.trim() === OFF_LIST) return { kind: "off-list" };
    const scanned = readScan(typed);
    const text = this.readSeat(typed);
    if (isWhole) return this.readWhole(text, scanned);
    const command = this.command(text);
    if (command && !this.mayGoOn(text)) return command;
    return this.isLost(text) ? { kind: "unknown", seat: text.slice(0, -1) } : { kind: "waiting" };
  }

  // Reads a seat as the register writes it, or else the figures of a French keyboard.
  readSeat(typed) {
    const text = tidySeat(typed);
    const isPlain = /^[0-9A-Z]*$/.test(text) || this.mayGoOn(text.replace(/[ABPR]$/, ""));
    return isPlain ? text : tidySeat(readFigures(typed));
  }

  readWhole(text, scanned) {
    if (!text) return { kind: "next" };
    if (isNumber(scanned)) return { kind: "label", number: scanned };
    if (scriptOfSheet(scanned)) return { kind: "sheet" };
    if (this.seats.has(text)) return { kind: "seat", seat: text };
    return this.command(text) ?? { kind: text.length < LABEL_LENGTH ? "unknown" : "unreadable", seat: text };
  }

  // Reads a letter, alone or after a seat that there is; alone, P is all the others.
  command(text) {
    const letter = text.slice(-1);
    const seat = tidySeat(text.slice(0, -1));
    if (letter === OTHERS && !seat) return { kind: "others" };
    if (letter === LATE && (!seat || this.seats.has(seat))) return { kind: "late", seat };
    if (!(letter in WORDS) || (seat && !this.seats.has(seat))) return null;
    return { kind: "word", seat, word: WORDS[letter] };
  }

  // Says whether a seat is called so, or begins so.
  mayGoOn(text) {
    return [...this.seats].some((seat) => seat.startsWith(text));
  }

  // Says whether a letter was typed after a seat that is not there: nothing that follows could mend it.
  isLost(text) {
    return text.length < LABEL_LENGTH && /[0-9][ABPR]$/.test(text) && !this.mayGoOn(text);
  }
}
