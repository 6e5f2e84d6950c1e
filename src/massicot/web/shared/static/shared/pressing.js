// Buttons pressed in a hurry: twice at once is once, and what the network did not carry is told beside the button.

// What was refused is typed over, not behind; a link that looks like a button is pressed like one.
const refused = document.querySelector(".refusal, .fault") && document.querySelector("main input[autofocus]");
if (refused?.matches(":not([type=checkbox], [type=radio])")) {
  refused.focus();
  refused.select();
}

document.addEventListener("keydown", (event) => {
  if (event.key !== " " || !event.target.matches?.("a[role=button]")) return;
  event.preventDefault();
  event.target.click();
});

// A form that htmx sends waits for its answer by itself.
document.addEventListener("click", (event) => {
  const button = event.target.closest("form[method=post]:not([hx-post]) button");
  if (button && event.detail > 1) event.preventDefault();
});

const unsent = document.getElementById("unsent");

function tell(event, name) {
  const { elt, requestConfig } = event.detail;
  if (requestConfig.verb !== "post") return; // what a page reads anew by itself is read again later
  unsent.textContent = unsent.dataset[name];
  unsent.className = "refusal";
  unsent.hidden = false;
  (elt.closest("form") ?? elt).append(unsent);
}

document.addEventListener("htmx:sendError", (event) => tell(event, "sayNetwork"));
document.addEventListener("htmx:timeout", (event) => tell(event, "sayNetwork"));
document.addEventListener("htmx:responseError", (event) => tell(event, "sayAnswer"));
document.addEventListener("htmx:beforeRequest", () => (unsent.hidden = true));
