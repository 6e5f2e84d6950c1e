// A batch that is left or locked leaves nothing behind in this browser. Marks not saved yet are told of first.

import "./form_token.js";
import { Kept } from "./kept.js";
import { tell } from "./left_behind.js";

const batch = document.body.querySelector("[data-batch]");
const kept = new Kept(batch.dataset.batch);
const told = document.getElementById("not-left");

// Where nothing can be typed, what is kept is told here; where something can, the typing page offers it.
if (document.querySelector("#left-behind:not(:has([data-take]))")) tell(kept.older());
if ("locked" in batch.dataset) kept.forgetAll();

document.getElementById("leave").addEventListener("submit", (event) => {
  const count = kept.older().size;
  if (count && told.hidden) {
    event.preventDefault();
    told.textContent = told.dataset.say.replace("{count}", count);
    told.hidden = false;
  } else {
    kept.forgetAll();
  }
});
