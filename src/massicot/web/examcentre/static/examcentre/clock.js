// The clock of the 48 hours counts on, minute by minute, from what the server wrote; right without this script too.
// The server's clock counts, not the one of this machine: data-now tells how far apart they are.

const MINUTE = 60_000;
const SHORT = 12 * 60;

function durationOf(minutes) {
  const [hours, rest] = [Math.floor(minutes / 60), minutes % 60];
  return hours ? `${hours} h ${String(rest).padStart(2, "0")} min` : `${rest} min`;
}

function show(clock, ahead) {
  const left = Math.floor((Date.parse(clock.dataset.due) - Date.now() - ahead) / MINUTE);
  const sentence = left < 0 ? clock.dataset.late : clock.dataset.left;
  clock.classList.toggle("is-late", left < 0);
  clock.classList.toggle("is-short", left >= 0 && left < SHORT);
  clock.querySelector(".clock-figure").textContent = sentence.replace("{duration}", durationOf(Math.abs(left)));
}

for (const clock of document.querySelectorAll("[data-due]")) {
  const ahead = Date.parse(clock.dataset.now) - Date.now();
  setInterval(() => show(clock, ahead), MINUTE);
}
