// What is typed and not saved yet, kept in this browser until it is saved: a reload, a crash or a session that ends
// loses nothing. Each batch has a place of its own; nothing of it stays once the batch is locked or left.

const PLACE = "massicot.marks.";

// A browser that keeps nothing (a private window, a full disk) only loses this net: typing goes on.
function safely(work, otherwise = null) {
  try {
    return work();
  } catch {
    return otherwise;
  }
}

export class Kept {
  constructor(batch) {
    this.place = PLACE + batch;
  }

  // Map each number to what was typed there and what stood there as it was typed.
  read() {
    return new Map(safely(() => Object.entries(JSON.parse(localStorage.getItem(this.place)) ?? {}), []));
  }

  write(unsaved) {
    if (!unsaved.size) return this.forget();
    safely(() => localStorage.setItem(this.place, JSON.stringify(Object.fromEntries(unsaved))));
  }

  forget() {
    safely(() => localStorage.removeItem(this.place));
  }
}
