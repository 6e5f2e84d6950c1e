// A letter writes its whole code, as in the grid: what it added is selected, so that who types the other letters too
// writes over it.

const grid = document.querySelector("[data-codes]");
const codes = grid.dataset.codes.split(" ");

function complete(event) {
  const cell = event.target;
  const typed = cell.value.trim().toUpperCase();
  const code = codes.find((one) => typed && one.startsWith(typed));
  if (!code || event.inputType?.startsWith("delete")) return;
  cell.value = code;
  cell.setSelectionRange(typed.length, code.length);
}

grid.addEventListener("input", complete);
