// What is typed and not saved yet, kept in this browser until it is saved: a reload, a crash or a session that ends
// loses nothing. Each turn at a batch has a place of its own: what was kept under another sheet, in other hands or
// before the batch was opened again is nobody's until somebody takes it. Nothing stays once a batch is locked or left.

const PLACE = "massicot.marks.";

// A browser that keeps nothing (a private window, a full disk) only loses this net: typing goes on.
function safely(work, otherwise = null) {
  try {
    return work();
  } catch {
    return otherwise;
  }
}

function read(place) {
  return safely(() => JSON.parse(localStorage.getItem(place)), null) ?? {};
}

function change(place, edit) {
  const stored = read(place);
  edit(stored);
  const isEmpty = !Object.keys(stored).length;
  safely(() => (isEmpty ? localStorage.removeItem(place) : localStorage.setItem(place, JSON.stringify(stored))));
}

export class Kept {
  // A page on which nothing is typed has no turn: all turns are those of others to it.
  constructor(batch, turn = "") {
    this.places = `${PLACE}${batch}|`;
    this.place = this.places + turn;
    this.mine = new Map();
    this.aside = new Map();
  }

  // Takes over what an earlier page of this turn kept: each number, what was typed there, what stood there then.
  takeOver() {
    this.mine = new Map(Object.entries(read(this.place)));
    return this.mine;
  }

  // Keeps what this page has not saved, and leaves alone what another page of the same turn keeps.
  write(unsaved) {
    const before = this.mine;
    this.mine = new Map([...this.aside, ...unsaved]);
    change(this.place, (stored) => {
      for (const [number, [value]] of before) {
        if (!this.mine.has(number) && stored[number]?.[0] === value) delete stored[number];
      }
      for (const [number, unsaved] of this.mine) {
        if (before.get(number)?.[0] !== unsaved[0]) stored[number] = unsaved;
      }
    });
    document.dispatchEvent(new Event("massicot:kept"));
  }

  // Keeps a mark that stays refused in its line, until something else is typed there.
  setAside(number, unsaved) {
    this.aside.set(number, unsaved);
  }

  release(number) {
    this.aside.delete(number);
  }

  // What other turns kept, mark by mark: two of them may have kept one for the same line.
  older() {
    const others = this.all().filter((place) => place !== this.place);
    return others.flatMap((place) =>
      Object.entries(read(place)).map(([number, [value, seen]]) => ({ place, number, value, seen })),
    );
  }

  // Drops these marks and no others: one typed since stays.
  drop(marks) {
    for (const { place, number, value } of marks) {
      change(place, (stored) => stored[number]?.[0] === value && delete stored[number]);
    }
    document.dispatchEvent(new Event("massicot:kept"));
  }

  forgetAll() {
    for (const place of this.all()) safely(() => localStorage.removeItem(place));
  }

  all() {
    return safely(() => Object.keys(localStorage), []).filter((place) => place.startsWith(this.places));
  }
}
