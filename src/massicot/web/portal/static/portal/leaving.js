// A batch that is left or locked leaves nothing behind in this browser. Marks not saved yet are told of first.

import "./form_token.js";
import { Kept } from "./kept.js";

const batch = document.body.querySelector("[data-batch]");
const kept = new Kept(batch.dataset.batch);
const told = document.getElementById("not-left");

if ("locked" in batch.dataset) kept.forget();

document.getElementById("leave").addEventListener("submit", (event) => {
  const count = kept.read().size;
  if (count && told.hidden) {
    event.preventDefault();
    told.textContent = told.dataset.say.replace("{count}", count);
    told.hidden = false;
  } else {
    kept.forget();
  }
});
