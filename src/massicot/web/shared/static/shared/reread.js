// A page whose form answers with a file stays as it was, though the act is done: it is opened anew, at the address that
// the form names, as soon as that no longer shows the form as it was sent, or when its reader comes back to it.

const WAITS_MS = [1000, 2000, 3000, 5000, 8000, 13000];

const told = (form) =>
  `${form.getAttribute("action")} ${form.elements.known?.value} ${form.textContent.replace(/\s+/g, " ")}`;

// A file that is kept takes the reader nowhere, so that they do not always come back: the page asks by itself.
async function isDone(form, before) {
  const answer = await fetch(form.dataset.reread);
  if (!answer.ok || answer.redirected) return false;
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  return [...page.querySelectorAll("form[data-reread]")].every((one) => told(one) !== before);
}

// Whoever follows a link or presses the next button while the page asks is not brought back from there.
let isLeft = false;
addEventListener("beforeunload", () => {
  isLeft = true;
});

function reread(form) {
  if (!isLeft) location.assign(form.dataset.reread);
}

async function follow(form, before) {
  for (const wait of WAITS_MS) {
    await new Promise((resolve) => setTimeout(resolve, wait));
    if (await isDone(form, before).catch(() => false)) return reread(form);
  }
}

for (const form of document.querySelectorAll("form[data-reread]")) {
  form.addEventListener("submit", () => {
    addEventListener("focus", () => reread(form), { once: true });
    follow(form, told(form));
  });
}
