// What earlier pages typed and could not save: what this turn kept comes back by itself, what other turns kept only when
// somebody takes it.

import { offer } from "./left_behind.js";

export class Earlier {
  constructor({ kept, queue, lineOf, keep }) {
    Object.assign(this, { kept, queue, lineOf, keep });
  }

  // Saves what this turn kept; says of how many lines.
  bring() {
    const unsaved = this.kept.takeOver();
    unsaved.forEach((mark, number) => this.bringBack(number, mark));
    this.queue.keep();
    this.queue.flush();
    return unsaved.size;
  }

  // Where something else was saved meanwhile, both are told.
  bringBack(number, [value, seen]) {
    const line = this.lineOf.get(number);
    if (!line || line.seen === value) return;
    line.cell.value = value;
    if (line.seen === seen) return this.keep(line);
    this.kept.setAside(number, [value, seen]);
    line.refuseKept(value);
  }

  // Tells what other turns kept, and says of how many lines; `done` is called when some were taken or thrown away.
  offer(done) {
    const savedOn = (number) => this.lineOf.get(number).seen;
    return offer(this.kept, { savedOn, take: (mark) => this.take(mark), done });
  }

  // A mark of another turn never takes the place of one that is being typed.
  take({ number, value, seen }) {
    const line = this.lineOf.get(number);
    if (line.isFaulty || (line.value !== line.seen && line.value !== value)) return false;
    this.bringBack(number, [value, seen]);
    this.queue.keep();
    return true;
  }
}
