// Marks that this browser keeps and that nobody saved, told line by line: to be taken or thrown away where the page
// saves marks, to be read and called through where it does not.

const notice = document.getElementById("left-behind");

// Each line of the batch: its number, what is saved there, its line on the sheet if the page tells it.
function lines() {
  return notice.dataset.lines.trim().split(" ").map((line) => line.split("="));
}

function written(rank, number, saved, [value]) {
  const grouped = [number.slice(0, 4), number.slice(4, 8), number.slice(8)].join("\u00a0");
  const told = saved ? notice.dataset.sayOver : notice.dataset.sayLine;
  return Object.entries({ rank, number: grouped, value: value || "–", saved }).reduce(
    (text, [name, word]) => text.replace(`{${name}}`, word),
    told,
  );
}

// Says which of what is kept is not saved; shows nothing when all of it is.
export function tell(kept) {
  const unsaved = lines().filter(([, number, saved]) => kept.has(number) && kept.get(number)[0] !== saved);
  notice.hidden = !unsaved.length;
  notice.querySelector("ul").replaceChildren(
    ...unsaved.map(([rank, number, saved]) => {
      const item = document.createElement("li");
      item.textContent = written(rank, number, saved, kept.get(number));
      return item;
    }),
  );
  return unsaved.length;
}

// Offers to take what other turns left, or to throw it away: either way it is kept no longer as theirs.
export function offer(kept, take) {
  const older = kept.older();
  if (!tell(older)) return kept.forgetOlder();
  for (const [name, act] of [["take", take], ["drop", () => {}]]) {
    notice.querySelector(`[data-${name}]`).addEventListener("click", () => {
      notice.hidden = true;
      kept.forgetOlder();
      act(older);
    });
  }
}
