// A batch that is left or locked leaves nothing behind in this browser. Marks not saved yet are told of first.

import "./form_token.js";
import { Kept } from "./kept.js";
import { tell } from "./left_behind.js";

const { batch, locked } = document.body.querySelector("[data-batch]").dataset;
const kept = new Kept(batch);
const warning = document.getElementById("not-left");

// Where nothing can be typed, what is kept is told here, then forgotten if the batch is locked; where something can,
// the typing page offers it.
if (document.querySelector("#left-behind:not(:has([data-take]))")) {
  tell(kept);
  // Both keyings are over.
  if (locked !== undefined) for (const one of [kept, new Kept(`${batch}-2`)]) one.forgetAll();
}

// Told of one number of marks, one was not told of another.
document.addEventListener("massicot:kept", () => (warning.hidden = true));

document.getElementById("leave").addEventListener("submit", (event) => {
  const count = kept.older().length;
  if (count && warning.hidden) {
    event.preventDefault();
    warning.textContent = warning.dataset.say.replace("{count}", count);
    warning.hidden = false;
  } else {
    document.dispatchEvent(new Event("massicot:leaving"));
    kept.forgetAll();
  }
});
