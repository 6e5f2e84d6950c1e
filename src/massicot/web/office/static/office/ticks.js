// One box that ticks all the boxes of a page of a list; without this script it is not shown.
for (const all of document.querySelectorAll("[data-ticks]")) {
  all.parentElement.hidden = false;
  all.addEventListener("change", () => {
    for (const box of document.querySelectorAll(all.dataset.ticks)) {
      box.checked = all.checked;
    }
  });
  // Another page of the list comes with its own boxes, unticked.
  document.addEventListener("htmx:afterSwap", () => {
    all.checked = false;
  });
}
