// Marks that this browser keeps from other turns and that nobody saved, told line by line: to be taken or thrown away
// where the page saves marks, to be read and called through where it does not.

const notice = document.getElementById("left-behind");
const pointer = document.getElementById("to-left-behind");

// Each line of the batch by its number: its rank on the sheet, and what was saved there when the page came.
const lines = new Map(
  (notice?.dataset.lines.trim().split(" ") ?? []).map((line) => {
    const [rank, number, saved] = line.split("=");
    return [number, { rank, saved }];
  }),
);

const savedAtFirst = (number) => lines.get(number).saved;

// Tells what is kept and not saved, by the line of the sheet; drops what is saved meanwhile, or has no line any more.
export function tell(kept, savedOn = savedAtFirst) {
  const all = kept.older();
  const unsaved = all.filter(({ number, value }) => lines.has(number) && savedOn(number) !== value);
  kept.drop(all.filter((one) => !unsaved.includes(one)));
  const told = unsaved.filter((one) => one === unsaved.find((other) => isSame(one, other)));
  told.sort((one, other) => lines.get(one.number).rank - lines.get(other.number).rank);
  notice.querySelector("ul").replaceChildren(...told.map((one) => item(one, savedOn(one.number))));
  notice.hidden = !unsaved.length;
  if (pointer) pointer.hidden = notice.hidden;
  return unsaved;
}

// Two turns may have kept one and the same mark.
function isSame(one, other) {
  return one.number === other.number && one.value === other.value;
}

function item({ number, value }, saved) {
  const grouped = [number.slice(0, 4), number.slice(4, 8), number.slice(8)].join("\u00a0");
  const words = { rank: lines.get(number).rank, number: grouped, value: value || "–", saved };
  const told = document.createElement("li");
  told.textContent = Object.entries(words).reduce(
    (text, [name, word]) => text.replace(`{${name}}`, word),
    saved ? notice.dataset.sayOver : notice.dataset.sayLine,
  );
  return told;
}

// Offers to take what was told, or to throw it away. `take` says whether it took a mark: what it leaves, because
// something else stands in the line or was kept for it, is told on.
export function offer(kept, { savedOn, take, done }) {
  let told = tell(kept, savedOn);
  const acts = {
    take() {
      const alone = told.filter((one) => told.every((other) => other.number !== one.number || isSame(one, other)));
      const taken = alone.filter((one) => one === alone.find((other) => isSame(one, other)) && take(one));
      kept.drop(alone.filter((one) => taken.some((other) => isSame(one, other))));
    },
    drop: () => kept.drop(told),
  };
  for (const [name, act] of Object.entries(acts)) {
    notice.querySelector(`[data-${name}]`).addEventListener("click", () => {
      act();
      told = tell(kept, savedOn);
      done();
    });
  }
  return told.length;
}

// Where nothing is saved from the page any more, a new page asks.
export function offerNothing() {
  notice.querySelector(".acts").hidden = true;
}
