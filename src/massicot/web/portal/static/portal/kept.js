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
  return safely(() => Object.entries(JSON.parse(localStorage.getItem(place)) ?? {}), []);
}

export class Kept {
  // A page on which nothing is typed has no turn.
  constructor(batch, turn = "") {
    this.places = `${PLACE}${batch}|`;
    this.place = this.places + turn;
  }

  // Map each number to what was typed there and what stood there as it was typed.
  read() {
    return new Map(read(this.place));
  }

  // The same of all other turns at this batch.
  older() {
    return new Map(this.others().flatMap(read));
  }

  others() {
    return safely(() => Object.keys(localStorage), []).filter(
      (place) => place.startsWith(this.places) && place !== this.place,
    );
  }

  write(unsaved) {
    if (!unsaved.size) return this.forget();
    safely(() => localStorage.setItem(this.place, JSON.stringify(Object.fromEntries(unsaved))));
  }

  forget() {
    safely(() => localStorage.removeItem(this.place));
  }

  forgetOlder() {
    for (const place of this.others()) safely(() => localStorage.removeItem(place));
  }

  forgetAll() {
    this.forgetOlder();
    this.forget();
  }
}
