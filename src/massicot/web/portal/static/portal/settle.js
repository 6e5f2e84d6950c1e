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

// What was typed stays on the page while nothing can take it: it is sent once somebody is still signed in here.
const { form } = document.getElementById("settle");
const troubles = { signedOut: document.getElementById("signed-out"), unheard: document.getElementById("unheard") };
let isAsking = false;
let isHeard = false;

async function troubleNow() {
  try {
    const answer = await fetch(form.dataset.asks, { redirect: "manual", cache: "no-store" });
    return answer.status === 401 ? "signedOut" : "";
  } catch {
    return "unheard";
  }
}

form.addEventListener("submit", async (event) => {
  if (isHeard) return;
  event.preventDefault();
  if (isAsking) return; // pressed twice is once
  isAsking = true;
  const trouble = await troubleNow();
  isAsking = false;
  for (const [name, place] of Object.entries(troubles)) place.hidden = name !== trouble;
  isHeard = !trouble;
  if (isHeard) form.requestSubmit();
});
