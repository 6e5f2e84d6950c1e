// One first act at a time: the scan box while a script waits to be seen, closing once none does.

const closing = document.querySelector("[data-closes]");
const scanning = document.querySelector(".scan-line button");

function show(button, isFirst) {
  for (const name of ["secondary", "outline"]) button.classList.toggle(name, !isFirst);
}

function point() {
  const left = document.querySelector(`[data-figure="${closing.dataset.closes}"]`);
  const isAllSeen = left.textContent.trim() === "0";
  show(closing, isAllSeen);
  show(scanning, !isAllSeen);
}

// Figures change by a scan, or with the answer to an act by hand.
document.addEventListener("scan:figures", point);
document.addEventListener("htmx:afterSettle", point);
